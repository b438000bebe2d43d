using Npgsql;

[assembly: AssemblyFixture(typeof(Atmosphere.Testing.PostgresServer))]

namespace Atmosphere.Testing;

/// <summary>
/// A PostgreSQL server of this test assembly, started when the first test wants a database, and gone with the assembly.
/// Everybody on this machine may log in to it: it has nothing that is worth protecting.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Install = "apt-get install postgresql";

    private readonly SemaphoreSlim _starting = new(1, 1);
    private PostgresProcess? _process;
    private int _databases;

    /// <summary>Creates an empty database and answers with the way to it. The test is skipped where PostgreSQL is not installed.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var process = await StartedAsync();
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync(process.ConnectionString("postgres"), $"CREATE DATABASE {name}");
        return process.ConnectionString(name);
    }

    /// <summary>Runs one statement on a connection that is not pooled.</summary>
    public static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = await OpenAsync(connectionString);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Reads one value on a connection that is not pooled.</summary>
    public static async Task<T> ScalarAsync<T>(string connectionString, string sql)
    {
        await using var connection = await OpenAsync(connectionString);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>Ends every other connection to that database, as a restart of the server would.</summary>
    public static Task EndConnectionsAsync(string connectionString) => ExecuteAsync(
        connectionString,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process) await process.DisposeAsync();
        _starting.Dispose();
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    private async Task<PostgresProcess> StartedAsync()
    {
        var programs = PostgresProcess.FindPrograms();
        Requirement.Holds(programs is not null, Install);
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return _process ??= await PostgresProcess.StartAsync(programs!);
        }
        finally
        {
            _starting.Release();
        }
    }
}
