using Atmosphere.Silo.Hosting;
using Microsoft.Extensions.Configuration.Json;

namespace Atmosphere.Silo;

/// <summary>The silo's process: grains, and two addresses for the platform's probes.</summary>
internal static class SiloApp
{
    /// <summary>Builds the application, not started.</summary>
    /// <param name="args">Command line; overrides the configuration.</param>
    /// <param name="replace">Lets a test replace services.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? replace = null)
    {
        GrainEngine.RequireCluster();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ApplicationName = typeof(SiloApp).Assembly.GetName().Name });
        AddDefaults(builder.Configuration);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Host.UseDefaultServiceProvider(options => options.ValidateScopes = options.ValidateOnBuild = true);
        builder.AddShutdown();
        builder.AddTelemetry("atmosphere-silo");
        builder.AddAtmosphereSilo(DataFolder.Create(builder.Configuration, builder.Environment).Path);
        builder.Services.AddReadiness();
        replace?.Invoke(builder);

        var app = builder.Build();
        app.MapHealth();
        return app;
    }

    /// <summary>Below everything else. Not appsettings.json: the API, which can host a silo too, has one of its own.</summary>
    private static void AddDefaults(ConfigurationManager configuration)
    {
        var defaults = new JsonConfigurationSource { Path = Path.Combine(AppContext.BaseDirectory, "silosettings.json") };
        defaults.ResolveFileProvider();
        ((IConfigurationBuilder)configuration).Sources.Insert(0, defaults);
    }
}
