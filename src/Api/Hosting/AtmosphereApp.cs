using System.Text.Json;
using System.Text.Json.Serialization;
using Atmosphere.Api.Access;
using Atmosphere.Api.Admin;
using Atmosphere.Api.Crops;
using Atmosphere.Api.Intake;
using Atmosphere.Api.Limits;
using Atmosphere.Api.Pages;
using Atmosphere.Api.People;
using Atmosphere.Api.Scaling;
using Atmosphere.Api.Setup;
using Atmosphere.Api.Slack;
using Atmosphere.Practice;
using Atmosphere.Silo;
using Atmosphere.Silo.Hosting;

namespace Atmosphere.Api.Hosting;

/// <summary>Puts the application together.</summary>
internal static class AtmosphereApp
{
    /// <summary>Builds the application, not started.</summary>
    /// <param name="args">Command line; overrides the configuration.</param>
    /// <param name="replace">Lets a test replace services.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? replace = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ApplicationName = typeof(AtmosphereApp).Assembly.GetName().Name });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Host.UseDefaultServiceProvider(options => options.ValidateScopes = options.ValidateOnBuild = true);
        builder.AddShutdown();
        builder.AddTelemetry("atmosphere-api");
        builder.AddLimits();

        var data = DataFolder.Create(builder.Configuration, builder.Environment);
        if (CoHosting.IsOn(builder.Configuration)) builder.AddAtmosphereSilo(data.Path);
        else builder.AddAtmosphereClient(data.Path);
        AddPractice(builder, data);

        builder.Services.AddSingleton(data);
        builder.Services.AddProblemDetails();
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower)));
        builder.Services.AddExceptionHandler<FaultHandler>();
        builder.Services.AddAccess(builder.Configuration, data);
        builder.AddIntake(data);
        builder.Services.AddCropLinks(data);
        builder.Services.AddPeople();
        builder.Services.AddSlackCallbacks(builder.Configuration);
        builder.Services.AddPages();
        builder.Services.AddSetup();
        builder.Services.AddReadiness();
        replace?.Invoke(builder);

        var app = builder.Build();
        app.UseMiddleware<UnreadBody>();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseMiddleware<SecurityHeaders>();
        app.UseStaticFiles();
        app.UseAuthentication();
        app.UseAuthorization();
        app.Use(app.Services.GetRequiredService<CallerLimit>().InvokeAsync);
        app.MapHealth();
        app.MapSignIn();
        app.MapSlackApi();
        app.MapIntakeApi();
        app.MapCrops();
        app.MapAdminApi();
        app.MapPeopleApi();
        app.MapScalingApi();
        app.MapDashboard().RequireAuthorization(AccessPolicies.Operator).WithMetadata(ContentPolicy.Dashboard);
        app.MapPages();
        app.MapSetup();
        if (app.Services.GetRequiredService<PracticeMode>().IsOn) app.MapPractice();
        return app;
    }

    /// <summary>Practice in Development when no Slack token is given; anywhere else a missing token stops the start.</summary>
    private static void AddPractice(WebApplicationBuilder builder, DataFolder data)
    {
        var mode = PracticeMode.Choose(builder.Environment, builder.Configuration);
        builder.Services.AddSingleton(mode);
        if (mode.IsOn) builder.Services.AddPracticeSlack(builder.Environment, options => options.DataFolder = data.Path);
    }
}
