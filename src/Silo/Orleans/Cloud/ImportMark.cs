using Atmosphere.Silo.Hosting;
using Atmosphere.Silo.Operating;
using Azure;
using Azure.Data.Tables;
using Orleans.Configuration;

namespace Atmosphere.Silo;

/// <summary>
/// A row in the table of the states while an import is under way, since Azure's tables can't take all of it at once: no silo starts on half
/// of a store, and whoever imports again knows what to clear up.
/// </summary>
/// <param name="states">The table.</param>
/// <param name="serviceId">Whose states.</param>
/// <param name="silence">After which an import that does not renew its mark is dead.</param>
internal sealed class ImportMark(TableClient states, string serviceId, TimeSpan silence)
{
    /// <summary>An import that lives renews its mark many times within this.</summary>
    public static readonly TimeSpan UsualSilence = TimeSpan.FromMinutes(2);

    /// <summary>No cluster's states have such a key: theirs begin with the service's id.</summary>
    private const string KeyStart = "importing ";

    private const string Row = "import";

    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(20);

    private readonly TableEntity _mark = new(KeyStart + serviceId, Row);
    private long _renewed;

    /// <returns>Whether an import has died here, and left something to clear up.</returns>
    /// <exception cref="RefusalException">Another import lives.</exception>
    public async Task<bool> TakeAsync(CancellationToken cancellationToken)
    {
        var found = await FindAsync(states, serviceId, cancellationToken);
        if (found?.Timestamp > TimeProvider.System.GetUtcNow() - silence)
            throw new RefusalException("Another import into these tables is under way. Wait for its end; or for two minutes, if it was killed.");
        try
        {
            if (found is null) await states.AddEntityAsync(_mark, cancellationToken);
            else await states.UpdateEntityAsync(_mark, found.ETag, TableUpdateMode.Replace, cancellationToken);
        }
        catch (RequestFailedException both) when (both.Status is 409 or 412)
        {
            throw new RefusalException("Another import into these tables has begun at the same time. Wait for its end.");
        }

        _renewed = TimeProvider.System.GetTimestamp();
        return found is not null;
    }

    /// <summary>To be called again and again.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        var last = Volatile.Read(ref _renewed);
        if (TimeProvider.System.GetElapsedTime(last) < RenewEvery || Interlocked.CompareExchange(ref _renewed, TimeProvider.System.GetTimestamp(), last) != last) return;
        await states.UpsertEntityAsync(_mark, TableUpdateMode.Replace, cancellationToken);
    }

    public Task RemoveAsync() => states.DeleteEntityAsync(_mark.PartitionKey, _mark.RowKey, ETag.All, CancellationToken.None);

    /// <summary>Keeps a silo from starting on half of a store.</summary>
    public static void AddGuard(ISiloBuilder silo, TableServiceClient tables) =>
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(services => new Guard(tables, services.GetRequiredService<Microsoft.Extensions.Options.IOptions<Orleans.Configuration.ClusterOptions>>().Value.ServiceId));

    private static async Task<TableEntity?> FindAsync(TableClient states, string serviceId, CancellationToken cancellationToken)
    {
        var found = await states.GetEntityIfExistsAsync<TableEntity>(KeyStart + serviceId, Row, cancellationToken: cancellationToken);
        return found.HasValue ? found.Value : null;
    }

    private sealed class Guard(TableServiceClient tables, string serviceId) : ILifecycleParticipant<ISiloLifecycle>
    {
        public void Participate(ISiloLifecycle observer) => observer.Subscribe(nameof(ImportMark), ServiceLifecycleStage.First, StartAsync, _ => Task.CompletedTask);

        private async Task StartAsync(CancellationToken cancellationToken)
        {
            try
            {
                if (await FindAsync(tables.GetTableClient(AzureTableStorageOptions.DEFAULT_TABLE_NAME), serviceId, cancellationToken) is null) return;
            }
            catch (RequestFailedException none) when (none.Status == 404)
            {
                return; // no silo has made the table yet
            }

            throw new SettingException("An import into the tables of Cluster:ConnectionString or Cluster:TableEndpoint is under way, or was not finished: half of a store is none. Repeat it, for example dotnet run --project src/Silo -p:Engine=Orleans -- import /var/backups/atmosphere.jsonl");
        }
    }
}
