using Atmosphere.Silo.Intake;
using Orleans.Configuration;
using Orleans.Serialization;
using ClusterOptions = Atmosphere.Silo.Clustering.ClusterOptions;

namespace Atmosphere.Silo;

/// <summary>Feeds <c>images-in-db</c> from an Event Hub that other systems write to.</summary>
internal static class EventHubIntake
{
    /// <summary>The stream provider's name. Checkpoints are kept under it: another name starts again with the oldest event.</summary>
    public const string Provider = "images-in-db";

    /// <summary>What is read again after a crash. Reading twice changes nothing, so this only spares work.</summary>
    private static readonly TimeSpan CheckpointEvery = TimeSpan.FromSeconds(10);

    public static void AddTo(ISiloBuilder silo, IConfiguration configuration, ClusterOptions cluster)
    {
        if (EventHubIntakeOptions.Read(configuration, cluster) is not { } intake) return;
        var tables = AzureTables.Open(intake.CheckpointTableEndpoint, intake.CheckpointConnectionString, "Intake:EventHub:CheckpointConnectionString");
        silo.AddEventHubStreams(Provider, streams =>
        {
            streams.ConfigureEventHub(hub => hub.Configure(options => Connect(options, intake)));
            streams.UseDataAdapter((services, _) => new ImagesInDbAdapter(services.GetRequiredService<Serializer>()));
            // A queue of work: where nothing was read yet, begin with the oldest event. Orleans' default is the newest.
            streams.ConfigurePartitionReceiver(receiver => receiver.Configure(options => options.StartFromNow = false));
            streams.UseAzureTableCheckpointer(checkpoints => checkpoints.Configure(options =>
            {
                options.TableServiceClient = tables;
                options.PersistInterval = CheckpointEvery;
            }));
            streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly);
            streams.ConfigurePullingAgent(agent => agent.Configure(options => options.MaxEventDeliveryTime = TimeSpan.FromDays(1)));
        });
    }

    private static void Connect(EventHubOptions options, EventHubIntakeOptions intake)
    {
        if (intake.Namespace.Length > 0) options.ConfigureEventHubConnection(intake.Namespace, intake.Name, intake.ConsumerGroup, AzureIdentity.Credential);
        else options.ConfigureEventHubConnection(intake.ConnectionString, intake.Name, intake.ConsumerGroup);
    }
}
