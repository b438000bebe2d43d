using Atmosphere.Engine.Bench;
using Atmosphere.Load;
using Atmosphere.Silo;
using Atmosphere.Testing;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Atmosphere.Figures.Bench;

/// <summary>Grains whose state is in PostgreSQL, as a cluster's is.</summary>
internal static class PostgreSqlFigures
{
    private const int Callers = 64;

    public static async Task MeasureAsync(TimeSpan duration)
    {
        if (PostgresProcess.FindPrograms() is not { } programs)
        {
            Console.WriteLine("writes on Orleans and PostgreSQL: not measured, PostgreSQL is not installed (apt-get install postgresql)");
            return;
        }

        await using var postgres = await PostgresProcess.StartAsync(programs);
        var connection = new NpgsqlConnectionStringBuilder(postgres.ConnectionString("postgres")) { MaxPoolSize = Callers }.ConnectionString;
        var settings = new Dictionary<string, string?> { ["Cluster:Provider"] = "PostgreSQL", ["Cluster:ConnectionString"] = connection };
        await ClusterSchema.ApplyAsync(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), _ => { }, CancellationToken.None);
        var floor = await InsertsAsync(connection, duration);
        await using var engine = await BenchEngine.StartAsync(connection);
        var grains = Enumerable.Range(0, Callers).Select(i => engine.Client.GetGrain<ICounterGrain>($"writes{i}")).ToArray();
        var writes = await Timings.ClosedLoopAsync(Callers, duration / 5, duration, (caller, _) => grains[caller].Increment());
        Figure.Print("writes on Orleans, durable in PostgreSQL, beside bare inserts there", writes.PerSecond, "writes/s", floor.PerSecond);
    }

    private static async Task<Timings> InsertsAsync(string connection, TimeSpan duration)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using (var table = source.CreateCommand("CREATE TABLE floor (caller INTEGER, piece INTEGER, body BYTEA NOT NULL, PRIMARY KEY (caller, piece))")) await table.ExecuteNonQueryAsync();
        var (row, next) = (new byte[GroupCommitFloor.RowSize], new int[Callers]);
        return await Timings.ClosedLoopAsync(Callers, duration / 5, duration, async (caller, _) =>
        {
            await using var insert = source.CreateCommand("INSERT INTO floor (caller, piece, body) VALUES ($1, $2, $3)");
            insert.Parameters.AddWithValue(caller);
            insert.Parameters.AddWithValue(next[caller]++);
            insert.Parameters.AddWithValue(row);
            await insert.ExecuteNonQueryAsync();
        });
    }
}
