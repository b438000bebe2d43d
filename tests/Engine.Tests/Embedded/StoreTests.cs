using System.Text;
using Atmosphere.Embedded.Hosting;
using Atmosphere.Embedded.Runtime;
using Atmosphere.Embedded.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atmosphere.Engine.Tests;

/// <summary>The SQLite file.</summary>
public sealed class StoreTests : IDisposable
{
    private static readonly StateKey Key = new("storage", "type", "key", "name");
    private readonly TestFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_write_is_answered_when_it_is_on_disk_and_not_before()
    {
        var scheduler = new HandScheduler();
        await using var store = await Open(scheduler);
        var write = store.WriteStateAsync(Key, Bytes("one"), null, Token);
        write.IsCompleted.ShouldBeFalse();
        Count("states").ShouldBe(0);
        scheduler.RunUntilIdle();
        write.IsCompletedSuccessfully.ShouldBeTrue();
        Count("states").ShouldBe(1);
    }

    [Fact]
    public async Task Writes_that_wait_together_are_one_commit()
    {
        var scheduler = new HandScheduler();
        await using var store = await Open(scheduler);
        var before = WriteAheadLogLength();
        var alone = store.WriteStateAsync(Key with { GrainKey = "alone" }, Bytes("x"), null, Token);
        scheduler.RunUntilIdle();
        var one = WriteAheadLogLength() - before;
        var many = Enumerable.Range(0, 100).Select(i => store.WriteStateAsync(Key with { GrainKey = $"{i}" }, Bytes("x"), null, Token)).ToArray();
        scheduler.RunUntilIdle();
        await Task.WhenAll([alone, .. many]);
        // A commit writes every page that it changes to the log: a hundred commits would write as many pages as a hundred lone ones.
        (WriteAheadLogLength() - before - one).ShouldBeLessThan(one * 20);
    }

    [Fact]
    public async Task A_write_that_can_not_be_done_does_not_take_the_others_with_it()
    {
        var scheduler = new HandScheduler();
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.DatabasePath)!);
        await using var connection = new SqliteConnection($"Data Source={_folder.DatabasePath};Pooling=False");
        await connection.OpenAsync(Token);
        using var writes = new SqliteWrites(connection, SqliteSchema.Prepare(connection));
        var commits = new GroupCommit(writes, TurnExecutor.On(scheduler), NullLogger.Instance);
        var good = Enumerable.Range(0, 10).Select(i => commits.Enqueue(w => w.WriteState(Key with { GrainKey = $"{i}" }, Bytes("x"), null), Token)).ToList();
        var bad = commits.Enqueue<int>(_ => throw new SqliteException("The statement fails on purpose.", 1), Token);
        good.AddRange(Enumerable.Range(10, 10).Select(i => commits.Enqueue(w => w.WriteState(Key with { GrainKey = $"{i}" }, Bytes("x"), null), Token)));
        scheduler.RunUntilIdle();
        (await Should.ThrowAsync<SqliteException>(() => bad)).Message.ShouldBe("The statement fails on purpose.");
        (await Task.WhenAll(good)).Distinct().Count().ShouldBe(20);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM states";
        (await command.ExecuteScalarAsync(Token)).ShouldBe(20L);
    }

    [Fact]
    public async Task A_cancelled_write_that_still_waits_is_not_done()
    {
        var scheduler = new HandScheduler();
        await using var store = await Open(scheduler);
        using var cancellation = new CancellationTokenSource();
        var write = store.WriteStateAsync(Key, Bytes("one"), null, cancellation.Token);
        await cancellation.CancelAsync();
        scheduler.RunUntilIdle();
        await Should.ThrowAsync<OperationCanceledException>(() => write);
        Count("states").ShouldBe(0);
    }

    [Fact]
    public async Task Versions_are_not_given_out_again_by_a_later_process()
    {
        string first;
        await using (var store = await Open()) first = await store.WriteStateAsync(Key, Bytes("one"), null, Token);
        await using (var store = await Open())
        {
            await store.ClearStateAsync(Key, first, Token);
            (await store.WriteStateAsync(Key, Bytes("two"), null, Token)).ShouldNotBe(first);
            await Should.ThrowAsync<InconsistentStateException>(() => store.WriteStateAsync(Key, Bytes("three"), first, Token));
        }
    }

    [Fact]
    public async Task A_payload_comes_back_byte_for_byte()
    {
        var payload = Enumerable.Range(0, 100_000).Select(i => (byte)(i * 31)).ToArray();
        await using var store = await Open();
        var etag = await store.WriteStateAsync(Key, payload.AsMemory(10, 99_000), null, Token);
        var stored = await store.ReadStateAsync(Key, Token);
        stored!.Etag.ShouldBe(etag);
        stored.Payload.ToArray().ShouldBe(payload[10..99_010]);
        (await store.ReadStateAsync(Key with { Storage = "other" }, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_second_store_on_the_same_file_is_refused()
    {
        await using var first = await Open();
        await using var second = new SqliteStore(_folder.DatabasePath, TaskScheduler.Default, NullLogger.Instance);
        (await Should.ThrowAsync<InvalidOperationException>(() => second.OpenAsync(Token))).Message.ShouldContain("in use by another process");
        await first.WriteStateAsync(Key, Bytes("still mine"), null, Token);
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused_and_not_touched()
    {
        await using (await Open()) { }
        Execute($"PRAGMA user_version = {SqliteSchema.Version + 1}; PRAGMA journal_mode = DELETE");
        var before = await File.ReadAllBytesAsync(_folder.DatabasePath, Token);
        await using var store = new SqliteStore(_folder.DatabasePath, TaskScheduler.Default, NullLogger.Instance);
        (await Should.ThrowAsync<InvalidOperationException>(() => store.OpenAsync(Token))).Message.ShouldContain("was made by a newer version");
        (await File.ReadAllBytesAsync(_folder.DatabasePath, Token)).ShouldBe(before);
    }

    [Fact]
    public async Task Files_of_something_else_are_refused_and_not_touched()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.DatabasePath)!);
        Execute("CREATE TABLE theirs (x); PRAGMA user_version = 1");
        await Refused("is a database of something else");
        await File.WriteAllTextAsync(_folder.DatabasePath, new string('x', 5000), Token);
        await Refused("can't be read as a database");

        async Task Refused(string why)
        {
            var before = await File.ReadAllBytesAsync(_folder.DatabasePath, Token);
            await using var store = new SqliteStore(_folder.DatabasePath, TaskScheduler.Default, NullLogger.Instance);
            (await Should.ThrowAsync<InvalidOperationException>(() => store.OpenAsync(Token))).Message.ShouldContain(why);
            (await File.ReadAllBytesAsync(_folder.DatabasePath, Token)).ShouldBe(before);
        }
    }

    [Fact]
    public async Task A_broken_file_is_refused_with_what_to_do()
    {
        await using (var first = await Open()) await first.WriteStateAsync(Key, Bytes(new string('x', 20_000)), null, Token);
        await using (var file = File.OpenWrite(_folder.DatabasePath)) file.SetLength(4096);
        await using var store = new SqliteStore(_folder.DatabasePath, TaskScheduler.Default, NullLogger.Instance);
        (await Should.ThrowAsync<EngineStartException>(() => store.OpenAsync(Token))).Message.ShouldContain("with Data:Folder, for example");
    }

    [Fact]
    public async Task Closing_finishes_the_writes_that_were_asked_for()
    {
        var store = await Open();
        var writes = Enumerable.Range(0, 2000).Select(i => store.WriteStateAsync(Key with { GrainKey = $"{i}" }, Bytes("x"), null, Token)).ToArray();
        await store.DisposeAsync();
        writes.ShouldAllBe(w => w.IsCompletedSuccessfully);
        Count("states").ShouldBe(2000);
        await Should.ThrowAsync<ObjectDisposedException>(() => store.WriteStateAsync(Key, Bytes("late"), null, Token));
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private async Task<SqliteStore> Open(TaskScheduler? scheduler = null)
    {
        var store = new SqliteStore(_folder.DatabasePath, scheduler ?? TaskScheduler.Default, NullLogger.Instance);
        await store.OpenAsync(Token);
        return store;
    }

    private long WriteAheadLogLength() => new FileInfo(_folder.DatabasePath + "-wal").Length;

    private long Count(string table) => (long)Execute($"SELECT count(*) FROM {table}")!;

    private object? Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.DatabasePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
