using Atmosphere.Grains;
using Atmosphere.Grains.Storage;
using Atmosphere.Silo.Clustering;

namespace Atmosphere.Silo;

/// <summary>One silo that nobody has to find, on loopback.</summary>
internal static class LocalCluster
{
    public static void AddTo(ISiloBuilder silo, ClusterOptions cluster)
    {
        silo.UseLocalhostClustering(cluster.SiloPort, cluster.GatewayPort, serviceId: cluster.ServiceId, clusterId: cluster.ClusterId);
        if (cluster.Keeps)
        {
            PostgreSqlCluster.AddStorage(silo, cluster);
            return;
        }

        silo.AddMemoryGrainStorage(WellKnownNames.Storage, options => options.GrainStorageSerializer = new GrainStateSerializer());
        silo.UseInMemoryReminderService();
    }

    public static void AddTo(IClientBuilder client, ClusterOptions cluster) =>
        client.UseLocalhostClustering(cluster.GatewayPort, cluster.ServiceId, cluster.ClusterId);
}
