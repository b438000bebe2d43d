using System.Runtime.CompilerServices;
using Atmosphere.Grains;
using Atmosphere.Silo.Operating;
using Atmosphere.Silo.Transfer;
using Azure;
using Azure.Data.Tables;
using Orleans.Clustering.AzureStorage;
using Orleans.Configuration;
using ClusterOptions = Atmosphere.Silo.Clustering.ClusterOptions;

namespace Atmosphere.Silo;

/// <summary>
/// What the grains of a cluster keep in Azure's tables, in the form that Orleans' providers give it: a row per state, whose partition key is
/// the service's id and the grain's, whose row key is the state's name, and whose bytes are in pieces.
/// </summary>
internal static class AzureTableRecords
{
    private const string Bytes = "Data";

    /// <summary>Rows that are written or deleted at the same time.</summary>
    private const int Writers = 8;

    /// <summary>Silos that live write a sign of it every half minute.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(2);

    /// <summary>Everything. No silo may run: tables can't be read as of one instant.</summary>
    /// <exception cref="RefusalException">A silo is running, an import was not finished, or there is something that this version does not know.</exception>
    public static async IAsyncEnumerable<GrainRecord> ReadAsync(ClusterOptions cluster, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var tables = AzureStorageCluster.Open(cluster);
        await RequireStoppedAsync(tables, cluster, cancellationToken);
        await using var providers = await ProvidersAsync(tables, cluster, cancellationToken);
        await foreach (var row in StatesAsync(tables, cluster, cancellationToken))
        {
            if (row.RowKey == WellKnownNames.States.Scaling) continue; // how many silos are wanted is this cluster's own business
            if (!StateKind.All.TryGetValue(row.RowKey, out var kind)) throw new RefusalException($"The store has a state '{row.RowKey}', which this version does not know. Export with the version that made it.");
            var bytes = BytesOf(row);
            if (bytes.Length > 0) yield return new StateRecord(kind.GrainType, KeyOf(row, cluster, kind), kind.Name, bytes);
        }

        var now = TimeProvider.System.GetUtcNow();
        foreach (var reminder in (await providers.Reminders.ReadRows(0, 0, cancellationToken)).Reminders)
        {
            var start = new DateTimeOffset(DateTime.SpecifyKind(reminder.StartAt, DateTimeKind.Utc));
            yield return new ReminderRecord(
                reminder.GrainId.Type.ToString()!, reminder.GrainId.Key.ToString()!, reminder.ReminderName, StorageProviders.NextTick(start, reminder.Period, now), reminder.Period);
        }
    }

    /// <summary>Fills an empty store. What was written is deleted again when it breaks off, or by the next import when it was killed; until then no silo starts.</summary>
    /// <exception cref="RefusalException">It is not empty, silos are running, or another import is under way.</exception>
    public static Task FillAsync(ClusterOptions cluster, IEnumerable<GrainRecord> records, CancellationToken cancellationToken) =>
        FillAsync(cluster, records, ImportMark.UsualSilence, cancellationToken);

    /// <inheritdoc cref="FillAsync(ClusterOptions, IEnumerable{GrainRecord}, CancellationToken)"/>
    internal static async Task FillAsync(ClusterOptions cluster, IEnumerable<GrainRecord> records, TimeSpan silence, CancellationToken cancellationToken)
    {
        var tables = AzureStorageCluster.Open(cluster);
        await RequireStoppedAsync(tables, cluster, cancellationToken);
        await using var providers = await ProvidersAsync(tables, cluster, cancellationToken);
        var mark = new ImportMark(StatesOf(tables), cluster.ServiceId, silence);
        if (await mark.TakeAsync(cancellationToken)) await SweepAsync(tables, cluster, providers);
        try
        {
            await RequireEmptyAsync(tables, cluster, providers, cancellationToken);
        }
        catch
        {
            await mark.RemoveAsync();
            throw;
        }

        try
        {
            var now = TimeProvider.System.GetUtcNow();
            await Parallel.ForEachAsync(records, new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = cancellationToken }, async (record, token) =>
            {
                await mark.RenewAsync(token);
                await providers.WriteAsync(record, now, token);
            });
        }
        catch
        {
            await SweepAsync(tables, cluster, providers);
            await mark.RemoveAsync();
            throw;
        }

        await mark.RemoveAsync();
    }

    private static Task<StorageProviders> ProvidersAsync(TableServiceClient tables, ClusterOptions cluster, CancellationToken cancellationToken) =>
        StorageProviders.StartAsync(cluster.ClusterId, cluster.ServiceId, silo => AzureStorageCluster.AddStorage(silo, tables), cancellationToken);

    private static TableClient StatesOf(TableServiceClient tables) => tables.GetTableClient(AzureTableStorageOptions.DEFAULT_TABLE_NAME);

    private static async Task RequireStoppedAsync(TableServiceClient tables, ClusterOptions cluster, CancellationToken cancellationToken)
    {
        var silos = tables.GetTableClient(AzureStorageClusteringOptions.DEFAULT_TABLE_NAME);
        try
        {
            await foreach (var silo in silos.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {cluster.ClusterId} and Status ne 'Dead'"), cancellationToken: cancellationToken))
            {
                if (silo.ContainsKey("Status") && silo.Timestamp > TimeProvider.System.GetUtcNow() - Silence)
                    throw new RefusalException($"The silo {silo.GetString("Address")}:{silo.GetString("Port")} of this cluster is running. Stop all silos, and wait two minutes if one of them was killed.");
            }
        }
        catch (RequestFailedException none) when (none.Status == 404)
        {
            // No silo has ever made the table.
        }
    }

    private static async Task RequireEmptyAsync(TableServiceClient tables, ClusterOptions cluster, StorageProviders providers, CancellationToken cancellationToken)
    {
        var isEmpty = (await providers.Reminders.ReadRows(0, 0, cancellationToken)).Reminders.Count == 0;
        await foreach (var row in StatesAsync(tables, cluster, cancellationToken)) isEmpty &= row.RowKey == WellKnownNames.States.Scaling;
        if (!isEmpty)
            throw new RefusalException("The store has states or reminders of grains in it, and an import fills an empty one. Give another storage account, or another Cluster:ServiceId, for example Cluster:ServiceId=atmosphere2.");
    }

    private static async Task SweepAsync(TableServiceClient tables, ClusterOptions cluster, StorageProviders providers)
    {
        var rows = new ParallelOptions { MaxDegreeOfParallelism = Writers };
        await Parallel.ForEachAsync(StatesAsync(tables, cluster, CancellationToken.None), rows, async (row, token) => await StatesOf(tables).DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, token));
        var reminders = (await providers.Reminders.ReadRows(0, 0, CancellationToken.None)).Reminders;
        await Parallel.ForEachAsync(reminders, rows, async (reminder, token) => await providers.Reminders.RemoveRow(reminder.GrainId, reminder.ReminderName, reminder.ETag!, token));
    }

    /// <summary>The rows of this service. Whatever it is called, its own keys and no others begin with its id and a grain's type.</summary>
    private static async IAsyncEnumerable<TableEntity> StatesAsync(TableServiceClient tables, ClusterOptions cluster, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {Prefix(cluster)} and PartitionKey lt {Prefix(cluster)[..^1] + (char)('_' + 1)}");
        await foreach (var row in StatesOf(tables).QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            if (!StateKind.All.TryGetValue(row.RowKey, out var kind) || row.PartitionKey.StartsWith($"{Prefix(cluster)}{kind.GrainType}_", StringComparison.Ordinal)) yield return row;
        }
    }

    private static string Prefix(ClusterOptions cluster) => $"{cluster.ServiceId}_".Replace('/', '_').Replace('\\', '_').Replace('#', '_').Replace('?', '_'); // as Orleans does

    /// <summary>Tables have no slash in a key, so that Orleans writes an underscore. Of our keys the dead letters' have one, and no underscore.</summary>
    private static string KeyOf(TableEntity row, ClusterOptions cluster, StateKind kind)
    {
        var key = row.PartitionKey[(Prefix(cluster).Length + kind.GrainType.Length + 1)..];
        return kind.Name == WellKnownNames.States.DeadLetters ? key.Replace('_', '/') : key;
    }

    private static byte[] BytesOf(TableEntity row)
    {
        var bytes = new MemoryStream();
        for (var (number, name) = (0, Bytes); row.TryGetValue(name, out var piece) && piece is byte[] some; name = $"{Bytes}{++number}") bytes.Write(some);
        return bytes.ToArray();
    }
}
