using System.Data;
using System.Runtime.CompilerServices;
using Atmosphere.Grains;
using Atmosphere.Silo.Clustering;
using Atmosphere.Silo.Operating;
using Atmosphere.Silo.Transfer;
using Dapper;
using Npgsql;

namespace Atmosphere.Silo;

/// <summary>What the grains of a cluster keep in PostgreSQL.</summary>
internal sealed class PostgreSqlRecords(ClusterOptions cluster)
{
    /// <summary>What a service is called into which an import writes. No cluster has such a <c>Cluster:ServiceId</c>.</summary>
    private const string Staging = "importing ";

    /// <summary>Any number that no other program uses: "atmi" in ASCII.</summary>
    private const long ImportLock = 0x61746D69;

    /// <summary>Rows that are written at the same time.</summary>
    private const int Writers = 8;

    /// <summary>Silos that live write a sign of it every half minute.</summary>
    private const string LivingSilo =
        "SELECT address || ':' || port FROM orleans_silo WHERE cluster_id = @ClusterId AND status < 6 AND i_am_alive_time > now() - interval '2 minutes' LIMIT 1";

    /// <summary>Everything at one instant.</summary>
    /// <param name="configuration">Where keys may be named that the tables do not spell.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<GrainRecord> ReadAsync(IConfiguration configuration, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var source = PostgreSqlCluster.Source(cluster.ConnectionString);
        await ClusterSchema.RequireAsync(source, cancellationToken);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var instant = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var now = TimeProvider.System.GetUtcNow();
        var known = (await connection.QueryAsync<string>(
                new CommandDefinition("SELECT grain_id FROM orleans_reminder WHERE service_id = @ServiceId", new { cluster.ServiceId }, instant, cancellationToken: cancellationToken)))
            .Select(GrainId.Parse)
            .Select(id => (Type: id.Type.ToString()!, Key: id.Key.ToString()!))
            .ToLookup(id => id.Type, id => id.Key);
        string[] configured = [configuration["Recognition:Gallery"] ?? "", configuration["Slack:Channel"] ?? ""];

        await using (var command = Command(connection, instant, "SELECT grain_number_0, grain_number_1, grain_text, state_name, payload FROM orleans_grain_state WHERE service_id = $1 AND payload IS NOT NULL"))
        {
            await using var rows = await command.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
            {
                var name = rows.GetString(3);
                if (name == WellKnownNames.States.Scaling) continue; // how many silos are wanted is this cluster's own business
                if (!StateKind.All.TryGetValue(name, out var kind)) throw new RefusalException($"The store has a state '{name}', which this version does not know. Export with the version that made it.");
                var key = StoredKey.Of(rows.GetInt64(0), rows.GetInt64(1), rows.GetString(2), [.. known[kind.GrainType], .. configured], isUpper: name == WellKnownNames.States.Channel);
                yield return new StateRecord(kind.GrainType, key, name, rows.GetFieldValue<byte[]>(4));
            }
        }

        await using (var command = Command(connection, instant, "SELECT grain_id, name, start_time, period FROM orleans_reminder WHERE service_id = $1"))
        {
            await using var rows = await command.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
            {
                var id = GrainId.Parse(rows.GetString(0));
                var period = TimeSpan.FromMilliseconds(rows.GetInt64(3));
                yield return new ReminderRecord(id.Type.ToString()!, id.Key.ToString()!, rows.GetString(1), StorageProviders.NextTick(rows.GetFieldValue<DateTimeOffset>(2), period, now), period);
            }
        }
    }

    /// <summary>
    /// Fills an empty store. Orleans' providers write everything under another service's name, where no silo sees it; then all of it is
    /// given this service's in one transaction.
    /// </summary>
    /// <exception cref="RefusalException">It is not empty, silos are running, or another import is under way.</exception>
    public async Task FillAsync(IEnumerable<GrainRecord> records, CancellationToken cancellationToken)
    {
        await using var source = PostgreSqlCluster.Source(cluster.ConnectionString);
        await ClusterSchema.RequireAsync(source, cancellationToken);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        if (!await connection.ExecuteScalarAsync<bool>("SELECT pg_try_advisory_lock(@ImportLock)", new { ImportLock }))
            throw new RefusalException("Another import into this database is under way. Wait for its end.");
        try
        {
            await SweepAsync(connection); // of one that died
            if (await connection.ExecuteScalarAsync<string>(LivingSilo, new { cluster.ClusterId }) is { } silo)
                throw new RefusalException($"The silo {silo} of this cluster is running. Stop all silos, and wait two minutes if one of them was killed.");
            await RequireEmptyAsync(connection, transaction: null);
            await StageAsync(records, cancellationToken);
            await PublishAsync(connection, cancellationToken);
        }
        finally
        {
            await SweepAsync(connection);
            await connection.ExecuteAsync("SELECT pg_advisory_unlock(@ImportLock)", new { ImportLock });
        }
    }

    /// <summary>What is written for a service of another name no silo sees.</summary>
    private async Task StageAsync(IEnumerable<GrainRecord> records, CancellationToken cancellationToken)
    {
        var name = Staging + Guid.NewGuid().ToString("N");
        await using var staging = await StorageProviders.StartAsync(name, name, silo => PostgreSqlCluster.AddStorage(silo, cluster), cancellationToken);
        var now = TimeProvider.System.GetUtcNow();
        await Parallel.ForEachAsync(
            records, new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = cancellationToken }, async (record, token) => await staging.WriteAsync(record, now, token));
    }

    private async Task PublishAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync("LOCK TABLE orleans_grain_state, orleans_reminder IN SHARE ROW EXCLUSIVE MODE", transaction: transaction);
        await RequireEmptyAsync(connection, transaction);
        var names = new { cluster.ServiceId, Pattern = Staging + "%" };
        await connection.ExecuteAsync("UPDATE orleans_grain_state SET service_id = @ServiceId WHERE service_id LIKE @Pattern", names, transaction, commandTimeout: 0);
        await connection.ExecuteAsync("UPDATE orleans_reminder SET service_id = @ServiceId WHERE service_id LIKE @Pattern", names, transaction, commandTimeout: 0);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task RequireEmptyAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction)
    {
        var count = await connection.ExecuteScalarAsync<long>(
            """
            SELECT (SELECT count(*) FROM orleans_grain_state WHERE service_id = @ServiceId AND state_name <> @Scaling)
              + (SELECT count(*) FROM orleans_reminder WHERE service_id = @ServiceId)
            """,
            new { cluster.ServiceId, WellKnownNames.States.Scaling },
            transaction);
        if (count > 0)
            throw new RefusalException($"The store has {count} states and reminders of grains in it, and an import fills an empty one. Let Cluster:ConnectionString lead to another database, prepared with init-db.");
    }

    private static Task<int> SweepAsync(NpgsqlConnection connection) => connection.ExecuteAsync(
        "DELETE FROM orleans_grain_state WHERE service_id LIKE @Pattern; DELETE FROM orleans_reminder WHERE service_id LIKE @Pattern", new { Pattern = Staging + "%" }, commandTimeout: 0);

    private NpgsqlCommand Command(NpgsqlConnection connection, NpgsqlTransaction transaction, string sql) =>
        new(sql, connection, transaction) { Parameters = { new() { Value = cluster.ServiceId } } };
}
