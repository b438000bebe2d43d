using Atmosphere.Grains;
using Atmosphere.Grains.Storage;
using Atmosphere.Silo.Clustering;
using Atmosphere.Silo.Hosting;
using Azure.Data.Tables;

namespace Atmosphere.Silo;

/// <summary>Membership, grain state and reminders in Azure Table Storage, in tables that the silos make.</summary>
internal static class AzureStorageCluster
{
    public static void AddTo(ISiloBuilder silo, ClusterOptions cluster)
    {
        var tables = Open(cluster);
        silo.UseAzureStorageClustering(options => options.TableServiceClient = tables);
        ListeningSilo.AddTo(silo, cluster);
        AddStorage(silo, tables);
        ImportMark.AddGuard(silo, tables);
    }

    /// <summary>Grain state and reminders.</summary>
    public static void AddStorage(ISiloBuilder silo, TableServiceClient tables)
    {
        silo.AddAzureTableGrainStorage(WellKnownNames.Storage, options =>
        {
            options.TableServiceClient = tables;
            options.GrainStorageSerializer = new GrainStateSerializer();
            options.DeleteStateOnClear = true; // the key of somebody who is forgotten names her
            // As bytes, a state that is too large (over 960 KiB) is refused. As text it would be cut, without a word, after 480 Ki characters.
            options.UseStringFormat = false;
        });
        silo.UseAzureTableReminderService(options => options.TableServiceClient = tables);
    }

    public static void AddTo(IClientBuilder client, ClusterOptions cluster)
    {
        var tables = Open(cluster);
        client.UseAzureStorageClustering(options => options.TableServiceClient = tables);
    }

    /// <summary>Nothing is sent yet.</summary>
    /// <exception cref="SettingException">The connection string can't be read.</exception>
    public static TableServiceClient Open(ClusterOptions cluster) => AzureTables.Open(cluster.TableEndpoint, cluster.ConnectionString, "Cluster:ConnectionString");
}
