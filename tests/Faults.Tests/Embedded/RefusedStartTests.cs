using System.Net;
using System.Net.Sockets;
using Atmosphere.Load;
using Microsoft.Data.Sqlite;

namespace Atmosphere.Faults.Tests.Embedded;

/// <summary>A start that can't work says what to do, ends with exit code 1 and changes nothing: the next good start goes on with everything.</summary>
public sealed class RefusedStartTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private StandIns? _world;
    private Starts? _starts;

    public async ValueTask InitializeAsync()
    {
        _world = await StandIns.StartAsync();
        _starts = new Starts(_world, _folder.Path);
    }

    public async ValueTask DisposeAsync()
    {
        if (_world is not null) await _world.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Databases_of_a_newer_version_are_refused_and_kept()
    {
        var faces = await _starts!.LiveAsync();
        var version = Query<long>("atmosphere.db", "PRAGMA user_version");
        Execute("atmosphere.db", $"PRAGMA user_version = {version + 98}");
        await _starts.ShouldBeRefusedAsync("was made by a newer version");
        Query<long>("atmosphere.db", "PRAGMA user_version").ShouldBe(version + 98);
        Execute("atmosphere.db", $"PRAGMA user_version = {version}");

        Execute("catalogue.db", "INSERT INTO schema_version (version) VALUES (99)");
        await _starts.ShouldBeRefusedAsync("The catalogue has schema version 99", "Start the newer program again");
        Query<long>("catalogue.db", "SELECT MAX(version) FROM schema_version").ShouldBe(99);
        Execute("catalogue.db", "DELETE FROM schema_version WHERE version = 99");

        await _starts.ShouldGoOnAsync(faces);
    }

    [Fact]
    public async Task Second_process_on_the_folder_is_refused_while_the_first_goes_on()
    {
        var faces = await _starts!.LiveAsync(async _ => await _starts.ShouldBeRefusedAsync("is in use by another process", "Data:Folder, for example"));
        await _starts.ShouldGoOnAsync(faces);
    }

    [Fact]
    public async Task Address_that_is_taken_is_refused_and_the_folder_is_free_again()
    {
        using (var other = new TcpListener(IPAddress.Loopback, 0))
        {
            other.Start();
            await _starts!.ShouldBeRefusedAsync(new Uri($"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}"), "address already in use", "--urls=");
        }

        await _starts.ShouldGoOnAsync(await _starts.LiveAsync());
    }

    /// <summary>What a broken disk lost is lost, and with it what was known of a face under way; what was done before is whole, and work goes on.</summary>
    [Fact]
    public async Task Write_ahead_log_that_was_cut_off_takes_nothing_with_it_that_was_before()
    {
        var before = await _starts!.LiveAsync(comesToRest: true);
        await _starts.LiveAsync(isKilled: true);
        var log = new FileInfo(Path.Combine(_folder.Path, "atmosphere.db-wal"));
        log.Length.ShouldBeGreaterThan(10_000, "or there is nothing to cut off");
        using (var file = log.OpenWrite()) file.SetLength((log.Length / 2) + 7);

        await _starts.ShouldGoOnAsync(before);
        await _starts.ShouldGoOnAsync(await _starts.LiveAsync());
        Query<string>("atmosphere.db", "PRAGMA integrity_check").ShouldBe("ok");
    }

    [Fact]
    public async Task Database_that_is_none_is_refused_and_kept()
    {
        var path = Path.Combine(_folder.Path, "atmosphere.db");
        await File.WriteAllTextAsync(path, "Somebody's diary.", TestContext.Current.CancellationToken);
        await _starts!.ShouldBeRefusedAsync("can't be read as a database", "Nothing was changed.");
        (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ShouldBe("Somebody's diary.");
    }

    private void Execute(string name, string sql)
    {
        using var connection = Open(name);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private T Query<T>(string name, string sql)
    {
        using var connection = Open(name);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (T)command.ExecuteScalar()!;
    }

    private SqliteConnection Open(string name)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(_folder.Path, name), Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
