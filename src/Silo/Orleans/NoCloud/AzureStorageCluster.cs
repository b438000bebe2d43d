using Atmosphere.Silo.Clustering;
using Atmosphere.Silo.Hosting;

namespace Atmosphere.Silo;

/// <summary>In a build without the cloud packages: says so.</summary>
internal static class AzureStorageCluster
{
    public static void AddTo(ISiloBuilder silo, ClusterOptions cluster) => throw Missing();

    public static void AddTo(IClientBuilder client, ClusterOptions cluster) => throw Missing();

    public static SettingException Missing() => new(
        "Cluster:Provider is AzureStorage, which this build leaves out. Build it with -p:Engine=Orleans and without -p:CloudPackages=false, or use another provider, for example Cluster:Provider=PostgreSQL.");
}
