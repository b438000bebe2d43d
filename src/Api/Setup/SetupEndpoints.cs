using Atmosphere.Api.Access;
using Atmosphere.Api.Admin;
using Atmosphere.Api.Components;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Atmosphere.Api.Setup;

/// <summary>The page that checks an installation, and its checks.</summary>
internal static class SetupEndpoints
{
    /// <summary>In the order of the page.</summary>
    public static void AddSetup(this IServiceCollection services)
    {
        services.AddSingleton<PressTest>();
        services.AddSingleton<SetupPressQueue>();
        services.AddHostedService(sp => sp.GetRequiredService<SetupPressQueue>());
        services.AddSingleton<ISetupCheck, SlackTokenCheck>();
        services.AddSingleton<ISetupCheck, SlackChannelCheck>();
        services.AddSingleton<ISetupCheck, TestMessageCheck>();
        services.AddSingleton<ISetupCheck, WayInCheck>();
        services.AddSingleton<ISetupCheck, NodeCheck>();
        services.AddSingleton<ISetupCheck, RecogniserCheck>();
        services.AddSingleton<ISetupCheck, TimeZoneCheck>();
        services.AddSingleton<ISetupCheck, DiskCheck>();
    }

    public static void MapSetup(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/setup", PageAsync);
        endpoints.MapPost("/setup/checks/{name}", RunAsync)
            .RequireAuthorization(AccessPolicies.Operator).AddEndpointFilter<NoStoreFilter>().AddEndpointFilter<OwnPageFilter>();
    }

    private static async Task<IResult> PageAsync(HttpContext context, IEnumerable<ISetupCheck> checks)
    {
        var session = await context.AuthenticateAsync(AccessPolicies.Session);
        return session.Succeeded
            ? new RazorComponentResult<Components.Setup>(new { Checks = checks })
            : new RazorComponentResult<SignIn>();
    }

    private static async Task<IResult> RunAsync(string name, IEnumerable<ISetupCheck> checks, CancellationToken cancellationToken) =>
        checks.FirstOrDefault(check => check.Name == name) is { } check
            ? Results.Json(await check.RunAsync(cancellationToken))
            : Results.Problem("There is no such check.", statusCode: StatusCodes.Status404NotFound);
}
