using Atmosphere.Silo.Clustering;
using Atmosphere.Silo.Transfer;

namespace Atmosphere.Silo;

/// <summary>In a build without the cloud packages: says so.</summary>
internal static class AzureTableRecords
{
    public static IAsyncEnumerable<GrainRecord> ReadAsync(ClusterOptions cluster, CancellationToken cancellationToken) => throw AzureStorageCluster.Missing();

    public static Task FillAsync(ClusterOptions cluster, IEnumerable<GrainRecord> records, CancellationToken cancellationToken) => throw AzureStorageCluster.Missing();
}
