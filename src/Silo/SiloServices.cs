using Atmosphere.Catalogue;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Hosting;
using Atmosphere.Grains.Storage;
using Atmosphere.Recognition;
using Atmosphere.Silo.Crops;
using Atmosphere.Silo.Outside;
using Atmosphere.Silo.Scaling;
using Atmosphere.Silo.Webhooks;
using Atmosphere.Slack;
using Microsoft.Extensions.Options;

namespace Atmosphere.Silo;

/// <summary>Everything that a process needs to run grains: the grains, their ports and the chosen engine.</summary>
public static class SiloServices
{
    /// <summary>Adds a silo to a host.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="dataFolder">Absolute path of the folder for everything that is kept on this machine.</param>
    public static IHostApplicationBuilder AddAtmosphereSilo(this IHostApplicationBuilder builder, string dataFolder)
    {
        var services = builder.Services;
        services.AddAtmosphereGrains(builder.Configuration);
        services.AddSingleton<IGrainStorageSerializer, GrainStateSerializer>();
        services.AddCatalogue(builder.Configuration, dataFolder);
        services.AddCropStore(builder.Configuration, dataFolder);
        services.AddRecognition(builder.Configuration, dataFolder);
        services.WatchRecogniser();
        AddSlack(services, builder.Configuration);
        services.AddWebhook(builder.Configuration);
        services.AddSingleton(ScalingOptions.Read(builder.Configuration));
        GrainEngine.AddSilo(builder, dataFolder);
        services.AddHostedService<TrainingScheduleStartup>();
        services.AddHostedService<RetentionStartup>();
        return builder;
    }

    /// <summary>Adds what calls the grains of a cluster and hosts none: the engine's client, and the ports that the API itself uses.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="dataFolder">Absolute path of the folder for everything that is kept on this machine.</param>
    public static IHostApplicationBuilder AddAtmosphereClient(this IHostApplicationBuilder builder, string dataFolder)
    {
        var services = builder.Services;
        services.AddGrainOptions(builder.Configuration);
        services.AddCatalogue(builder.Configuration, dataFolder);
        services.AddCropStore(builder.Configuration, dataFolder);
        services.AddRecognitionElsewhere();
        AddSlack(services, builder.Configuration);
        services.AddSingleton(ScalingOptions.Read(builder.Configuration));
        GrainEngine.AddClient(builder);
        return builder;
    }

    private static void AddSlack(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSlack(configuration);
        services.WatchSlack();
        services.AddOptions<AskingOptions>().Configure<IOptions<SlackOptions>>((asking, slack) => asking.Channel = slack.Value.Channel);
    }
}
