using System.Collections.Concurrent;
using System.Text;
using Atmosphere.Embedded.Hosting;
using Atmosphere.Embedded.Storage;
using Atmosphere.Engine.Tests.Contract;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atmosphere.Engine.Tests;

/// <summary>What becomes of events that nobody takes.</summary>
public sealed class UndeliveredEventTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Recorder _recorder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_given_up_event_is_told_to_the_host_and_kept_aside()
    {
        var key = Key.New("poison");
        await using var engine = await Start();
        await engine.Client.GetGrain<IThreadGrain>(key).Publish(key, "poison");
        await Eventually.Holds(() => !_recorder.Told.IsEmpty, "the host is told");
        var told = _recorder.Told.ShouldHaveSingleItem();
        told.StreamId.ShouldBe(StreamId.Create(ThreadGrain.Namespace, key));
        told.ProviderName.ShouldBe(ContractSettings.Streams);
        told.GrainType.ShouldBe("thread");
        told.EventType.ShouldBe("System.String");
        Encoding.UTF8.GetString(told.Payload.Span).ShouldBe("\"poison\"");
        told.Attempts.ShouldBeGreaterThan(1);
        told.Failure.ShouldBeOfType<InvalidOperationException>();
        await Eventually.Holds(() => Dead() is [("poison", _)] && Count("events") == 0, "the event is kept aside");
    }

    [Fact]
    public async Task A_host_that_fails_to_listen_holds_up_nothing()
    {
        var key = Key.New("deaf");
        _recorder.Fails = true;
        await using var engine = await Start();
        await engine.Client.GetGrain<IThreadGrain>(key).Publish(key, "poison");
        await engine.Client.GetGrain<IThreadGrain>(key).Publish(key, "next");
        await Journal.Has(key, "event next");
    }

    [Fact]
    public async Task An_event_that_can_not_be_read_is_given_up_at_once()
    {
        var key = Key.New("unreadable");
        await using (await Start()) { }
        Execute($"INSERT INTO events (grain_type, provider, namespace, key, event_type, payload) VALUES ('thread', '{ContractSettings.Streams}', '{ThreadGrain.Namespace}', '{key}', 'System.String', x'7b')");
        Execute($"INSERT INTO events (grain_type, provider, namespace, key, event_type, payload) VALUES ('thread', '{ContractSettings.Streams}', '{ThreadGrain.Namespace}', '{key}', 'unheard-of', x'7b7d')");
        Execute($"INSERT INTO events (grain_type, provider, namespace, key, event_type, payload) VALUES ('no-such-class', '{ContractSettings.Streams}', '{ThreadGrain.Namespace}', '{key}', 'System.String', x'7b7d')");
        await using var engine = await Start();
        await engine.Client.GetGrain<IThreadGrain>(key).Publish(key, "next");
        await Journal.Has(key, "event next");
        await Eventually.Holds(() => Dead().Count == 3, "all three are kept aside");
        _recorder.Told.Count.ShouldBe(3);
        _recorder.Told.ShouldAllBe(t => t.Attempts == 1);
    }

    [Fact]
    public async Task An_event_whose_publish_failed_after_it_had_landed_is_delivered_all_the_same()
    {
        var key = Key.New("landed");
        await using var store = new FaultyStore(new SqliteStore(_folder.DatabasePath, TaskScheduler.Default, NullLogger.Instance)) { LosesAnswerOfNextAppend = true };
        await using var engine = new TestEngine(store: store);
        await engine.Engine.StartAsync(TestContext.Current.CancellationToken);
        await Should.ThrowAsync<StoreFailureException>(() => engine.Client.GetGrain<IThreadGrain>(key).Publish(key, "first"));
        await Journal.Has(key, "event first");
    }

    private Task<TestEngine> Start() => TestEngine.StartAsync(_folder.DatabasePath, undelivered: _recorder, configure: options =>
    {
        options.EventRetryDelay = TimeSpan.FromMilliseconds(10);
        options.MaxEventDeliveryTime = TimeSpan.FromMilliseconds(100);
    });

    private List<(string Payload, string Reason)> Dead()
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT payload, reason FROM dead_events WHERE died_at LIKE '20__-%Z' ORDER BY sequence";
        using var rows = command.ExecuteReader();
        var dead = new List<(string, string)>();
        while (rows.Read()) dead.Add((Encoding.UTF8.GetString(rows.GetFieldValue<byte[]>(0)).Trim('"'), rows.GetString(1)));
        return dead;
    }

    private long Count(string table)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {table}";
        return (long)command.ExecuteScalar()!;
    }

    private void Execute(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={_folder.DatabasePath};Pooling=False");
        connection.Open();
        return connection;
    }

    private sealed class Recorder : IUndeliveredEvents
    {
        public ConcurrentQueue<UndeliveredEvent> Told { get; } = new();

        public bool Fails { get; set; }

        public Task OnUndelivered(UndeliveredEvent undelivered, CancellationToken cancellationToken)
        {
            Told.Enqueue(undelivered);
            return Fails ? throw new InvalidOperationException("The host fails on purpose.") : Task.CompletedTask;
        }
    }
}
