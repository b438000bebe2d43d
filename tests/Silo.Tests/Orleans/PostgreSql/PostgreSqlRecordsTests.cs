using Atmosphere.Grains.Channels;
using Atmosphere.Silo.Clustering;
using Atmosphere.Silo.Hosting;
using Atmosphere.Silo.Operating;
using Atmosphere.Silo.Transfer;
using Microsoft.Extensions.Configuration;

namespace Atmosphere.Silo.Tests.PostgreSql;

/// <summary>Export from and import into the tables that Orleans' providers work on.</summary>
public sealed class PostgreSqlRecordsTests(PostgresServer server)
{
    private static readonly DateTimeOffset Due = new(2126, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("face", "face", "0196f000-0000-7000-8000-00000000000a")]
    [InlineData("photo", "photo", "aa55aa55aa55aa55aa55aa55aa55aa55aa55aa55aa55aa55aa55aa55aa55aa55")]
    [InlineData("person", "person", "U0ANN")]
    [InlineData("channel", "channel", "C0FACE5")] // a hexadecimal number
    [InlineData("channel", "channel", "C0FACES")]
    [InlineData("strangers", "strangers", "atmosphere")]
    [InlineData("training", "training", "00face")] // noughts and all: its reminder spells it
    [InlineData("deadletter", "dead-letters", "images-in-db/0")]
    public async Task Key_of_every_kind_comes_back_as_it_was(string type, string name, string key)
    {
        var cluster = await ClusterAsync();
        GrainRecord[] records = [new StateRecord(type, key, name, """{"version":1}"""u8.ToArray()), new ReminderRecord(type, key, "due", Due, TimeSpan.FromMinutes(15))];

        await new PostgreSqlRecords(cluster).FillAsync(records, Token);

        var read = await ReadAsync(cluster);
        read.OfType<StateRecord>().Select(state => (state.GrainType, state.Key, state.Name, System.Text.Encoding.UTF8.GetString(state.Json.Span))).ShouldBe([(type, key, name, """{"version":1}""")]);
        read.OfType<ReminderRecord>().ShouldBe([new(type, key, "due", Due, TimeSpan.FromMinutes(15))]);
    }

    [Fact]
    public async Task Import_is_where_Orleans_own_providers_look()
    {
        var cluster = await ClusterAsync();
        var channel = GrainId.Create("channel", "C0FACE5");
        await new PostgreSqlRecords(cluster).FillAsync(
            [new StateRecord("channel", "C0FACE5", "channel", """{"open":{"f":"2026-03-02T09:00:00+00:00"}}"""u8.ToArray()), new ReminderRecord("channel", "C0FACE5", "due", Due, TimeSpan.FromMinutes(15))], Token);

        await using var tables = await ClusterTables.OpenAsync(cluster.ConnectionString);
        var state = new GrainState<ChannelState>(new());
        await tables.Storage.ReadStateAsync("channel", channel, state);

        state.State!.Open.Keys.ShouldBe(["f"]);
        var reminder = (await tables.Reminders.ReadRow(channel, "due", Token)).ShouldNotBeNull();
        reminder.StartAt.ToUniversalTime().ShouldBe(Due.UtcDateTime);
    }

    [Fact]
    public async Task Reminder_that_is_overdue_comes_soon()
    {
        var cluster = await ClusterAsync();
        var now = TimeProvider.System.GetUtcNow();

        await new PostgreSqlRecords(cluster).FillAsync([new ReminderRecord("face", "f", "due", now - TimeSpan.FromDays(3), TimeSpan.FromMinutes(15))], Token);

        (await ReadAsync(cluster)).OfType<ReminderRecord>().Single().Due.ShouldBeInRange(now, now + TimeSpan.FromMinutes(16));
    }

    [Fact]
    public async Task Import_that_breaks_off_changes_nothing()
    {
        var cluster = await ClusterAsync();

        await Should.ThrowAsync<RefusalException>(() => new PostgreSqlRecords(cluster).FillAsync(BreakingOff(), Token));

        (await PostgresServer.ScalarAsync<long>(cluster.ConnectionString, "SELECT (SELECT count(*) FROM orleans_grain_state) + (SELECT count(*) FROM orleans_reminder)")).ShouldBe(0);

        static IEnumerable<GrainRecord> BreakingOff()
        {
            for (var number = 0; number < 50; number++) yield return new StateRecord("face", $"f-{number}", "face", "{}"u8.ToArray());
            throw new RefusalException("The file has changed meanwhile.");
        }
    }

    [Fact]
    public async Task What_an_import_that_was_killed_has_left_is_invisible_and_cleared_up_by_the_next()
    {
        var cluster = await ClusterAsync();
        await using (var died = await StorageProviders.StartAsync("importing before", "importing before", silo => PostgreSqlCluster.AddStorage(silo, cluster), Token))
            await died.Reminders.UpsertRow(new ReminderEntry { GrainId = GrainId.Create("face", "half"), ReminderName = "due", StartAt = Due.UtcDateTime, Period = TimeSpan.FromMinutes(15) }, Token);
        (await ReadAsync(cluster)).ShouldBeEmpty();

        await new PostgreSqlRecords(cluster).FillAsync([new StateRecord("face", "f", "face", "{}"u8.ToArray())], Token);

        (await ReadAsync(cluster)).ShouldHaveSingleItem().Key.ShouldBe("f");
        (await PostgresServer.ScalarAsync<long>(cluster.ConnectionString, "SELECT count(*) FROM orleans_reminder")).ShouldBe(0);
    }

    [Fact]
    public async Task Store_that_is_not_empty_is_refused_and_so_is_a_cluster_that_runs()
    {
        var cluster = await ClusterAsync();
        GrainRecord[] records = [new StateRecord("face", "f", "face", "{}"u8.ToArray())];
        await PostgresServer.ExecuteAsync(
            cluster.ConnectionString,
            "INSERT INTO orleans_membership VALUES ('test', 1); INSERT INTO orleans_silo VALUES ('test', '127.0.0.1', 11111, 1, 'silo', 'host', 3, 30000, NULL, now(), now())");
        (await Should.ThrowAsync<RefusalException>(() => new PostgreSqlRecords(cluster).FillAsync(records, Token))).Message.ShouldContain("127.0.0.1:11111 of this cluster is running");

        await PostgresServer.ExecuteAsync(cluster.ConnectionString, "UPDATE orleans_silo SET i_am_alive_time = now() - interval '3 minutes'");
        await new PostgreSqlRecords(cluster).FillAsync(records, Token);
        (await Should.ThrowAsync<RefusalException>(() => new PostgreSqlRecords(cluster).FillAsync(records, Token))).Message.ShouldContain("has 1 states and reminders");
        (await ReadAsync(cluster)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task State_that_this_version_does_not_know_is_no_reason_to_lose_it_silently()
    {
        var cluster = await ClusterAsync();
        await new PostgreSqlRecords(cluster).FillAsync([new StateRecord("face", "f", "face", "{}"u8.ToArray())], Token);
        await PostgresServer.ExecuteAsync(cluster.ConnectionString, "UPDATE orleans_grain_state SET state_name = 'halo'");

        (await Should.ThrowAsync<RefusalException>(() => ReadAsync(cluster))).Message.ShouldContain("'halo'");
    }

    [Fact]
    public async Task Store_in_memory_says_that_it_can_not_be_exported()
    {
        var configuration = new ConfigurationBuilder().Build();

        (await Should.ThrowAsync<SettingException>(() => GrainEngine.FillAsync(configuration, null!, [], Token))).Message.ShouldContain("in memory");
        Should.Throw<SettingException>(() => GrainEngine.ReadRecordsAsync(configuration, null!, Token)).Message.ShouldContain("in memory");
    }

    private static async Task<List<GrainRecord>> ReadAsync(ClusterOptions cluster)
    {
        var records = new List<GrainRecord>();
        await foreach (var record in new PostgreSqlRecords(cluster).ReadAsync(new ConfigurationBuilder().Build(), Token)) records.Add(record);
        return records;
    }

    private async Task<ClusterOptions> ClusterAsync()
    {
        var connectionString = await server.CreateDatabaseAsync();
        await ClusterSchema.ApplyAsync(connectionString, _ => { }, Token);
        return new() { Provider = ClusterProvider.PostgreSQL, ConnectionString = connectionString, ClusterId = "test", ServiceId = "test" };
    }
}
