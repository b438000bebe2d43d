using Atmosphere.Silo.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace Atmosphere.Api.Access;

/// <summary>Who may do what.</summary>
internal static class AccessServices
{
    public static void AddAccess(this IServiceCollection services, IConfiguration configuration, DataFolder data)
    {
        var given = configuration.GetSection(AccessOptions.Section).Get<AccessOptions>() ?? new();
        services.AddSingleton(given);
        services.AddSingleton(sp => AccessKeys.Open(data, given, sp.GetRequiredService<TimeProvider>(), sp.GetRequiredService<ILogger<AccessKeys>>()));
        services.AddSingleton<SignInLink>();
        services.AddHostedService<Greeting>();
        services.AddDataProtection()
            .SetApplicationName("Atmosphere")
            .PersistKeysToFileSystem(Directory.CreateDirectory(data.PathOf("session-keys")));
        services.AddAuthentication(AccessPolicies.Session)
            .AddCookie(AccessPolicies.Session, ConfigureSession)
            .AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(AccessPolicies.Token, null);
        services.AddAuthorizationBuilder()
            .AddPolicy(AccessPolicies.Operator, policy => policy
                .AddAuthenticationSchemes(AccessPolicies.Token, AccessPolicies.Session)
                .RequireRole(AccessPolicies.OperatorRole))
            .AddPolicy(AccessPolicies.Intake, policy => policy
                .AddAuthenticationSchemes(AccessPolicies.Token, AccessPolicies.Session)
                .RequireRole(AccessPolicies.CameraRole, AccessPolicies.OperatorRole));
    }

    private static void ConfigureSession(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "atmosphere";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromDays(7);

        // An API answers 401 and 403; it does not send programs to a sign-in page.
        options.Events.OnRedirectToLogin = context => Answer(context, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => Answer(context, StatusCodes.Status403Forbidden);
    }

    private static Task Answer(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
