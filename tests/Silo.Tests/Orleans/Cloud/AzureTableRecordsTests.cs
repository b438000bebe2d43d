using System.Text;
using Atmosphere.Grains.Channels;
using Atmosphere.Silo.Clustering;
using Atmosphere.Silo.Hosting;
using Atmosphere.Silo.Operating;
using Atmosphere.Silo.Tests.Storage;
using Atmosphere.Silo.Transfer;
using Orleans.Configuration;
using ClusterOptions = Atmosphere.Silo.Clustering.ClusterOptions;

namespace Atmosphere.Silo.Tests.Cloud;

/// <summary>Export from and import into Azure's tables, as Azurite has them.</summary>
public sealed class AzureTableRecordsTests(Azurite azurite)
{
    private static readonly DateTimeOffset Due = new(2126, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly StateRecord Face = new("face", "0196f000-0000-7000-8000-00000000000a", "face", """{"version":1}"""u8.ToArray());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Key_of_every_kind_comes_back_as_it_was()
    {
        var cluster = await ClusterAsync();
        GrainRecord[] records =
        [
            Face,
            new StateRecord("photo", new string('a', 64), "photo", "{}"u8.ToArray()),
            new StateRecord("person", "U0ANN", "person", "{}"u8.ToArray()),
            new StateRecord("channel", "C0FACE5", "channel", "{}"u8.ToArray()),
            new StateRecord("training", "my_gallery-1", "training", "{}"u8.ToArray()),
            new StateRecord("deadletter", "images-in-db/0", "dead-letters", "{}"u8.ToArray()),
            new ReminderRecord("face", Face.Key, "due", Due, TimeSpan.FromMinutes(15)),
            new ReminderRecord("training", "my_gallery-1", "due", Due, TimeSpan.FromMinutes(15)),
        ];

        await AzureTableRecords.FillAsync(cluster, records, Token);

        (await ReadAsync(cluster)).Select(Text).ShouldBe(records.Select(Text), ignoreOrder: true);
    }

    [Fact]
    public async Task State_in_several_pieces_comes_back_whole()
    {
        var cluster = await ClusterAsync();
        var large = new StateRecord("face", "f", "face", Encoding.UTF8.GetBytes($$"""{"reason":"{{string.Concat(Enumerable.Range(0, 60_000).Select(number => $"{number} "))}}"}"""));

        await AzureTableRecords.FillAsync(cluster, [large], Token);

        (await ReadAsync(cluster)).Select(Text).ShouldBe([Text(large)]);
    }

    [Fact]
    public async Task Import_is_where_Orleans_own_providers_look_and_another_service_sees_nothing_of_it()
    {
        var cluster = await ClusterAsync();
        await AzureTableRecords.FillAsync(
            cluster,
            [new StateRecord("channel", "C0FACE5", "channel", """{"open":{"f":"2026-03-02T09:00:00+00:00"}}"""u8.ToArray()), new ReminderRecord("channel", "C0FACE5", "due", Due, TimeSpan.FromMinutes(15))],
            Token);

        await using var providers = await ProvidersAsync(cluster);
        var (channel, state) = (GrainId.Create("channel", "C0FACE5"), new GrainState<ChannelState>(new()));
        await providers.States.ReadStateAsync("channel", channel, state);

        state.State!.Open.Keys.ShouldBe(["f"]);
        (await providers.Reminders.ReadRow(channel, "due", Token)).ShouldNotBeNull().StartAt.ToUniversalTime().ShouldBe(Due.UtcDateTime);
        (await ReadAsync(Named(cluster, cluster.ServiceId + "_2"))).ShouldBeEmpty();
        (await ReadAsync(Named(cluster, cluster.ServiceId[..^1]))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Import_that_breaks_off_leaves_nothing_and_may_be_repeated()
    {
        var cluster = await ClusterAsync();

        await Should.ThrowAsync<RefusalException>(() => AzureTableRecords.FillAsync(cluster, BreakingOff(), Token));

        (await ReadAsync(cluster)).ShouldBeEmpty();
        await AzureTableRecords.FillAsync(cluster, [Face], Token);
        (await ReadAsync(cluster)).Select(Text).ShouldBe([Text(Face)]);

        static IEnumerable<GrainRecord> BreakingOff()
        {
            for (var number = 0; number < 50; number++)
            {
                yield return new StateRecord("face", $"f-{number}", "face", "{}"u8.ToArray());
                yield return new ReminderRecord("face", $"f-{number}", "due", Due, TimeSpan.FromMinutes(15));
            }

            throw new RefusalException("The file has changed meanwhile.");
        }
    }

    [Fact]
    public async Task Store_that_is_not_empty_is_refused_and_keeps_what_it_has()
    {
        var cluster = await ClusterAsync();
        await AzureTableRecords.FillAsync(cluster, [Face], Token);

        (await Should.ThrowAsync<RefusalException>(() => AzureTableRecords.FillAsync(cluster, [Face with { Key = "other" }], Token))).Message.ShouldContain("fills an empty one");

        (await ReadAsync(cluster)).Select(Text).ShouldBe([Text(Face)]);
    }

    [Fact]
    public async Task While_an_import_is_under_way_no_other_begins_and_no_silo_starts()
    {
        await using var silos = new AzureCluster(await azurite.ConnectionStringAsync());
        await AzureTableRecords.FillAsync(silos.Options(0, 0), Watching(), Token);
        await silos.AddSiloAsync("first"); // now that it has ended

        IEnumerable<GrainRecord> Watching()
        {
            var other = Should.Throw<RefusalException>(() => AzureTableRecords.FillAsync(silos.Options(0, 0), [], Token).GetAwaiter().GetResult());
            other.Message.ShouldContain("under way");
            Should.Throw<Exception>(() => silos.AddSiloAsync("early").GetAwaiter().GetResult()).GetBaseException().ShouldBeOfType<SettingException>().Message.ShouldContain("under way");
            yield return Face;
        }
    }

    [Fact]
    public async Task Silo_that_runs_keeps_both_from_beginning()
    {
        await using var silos = new AzureCluster(await azurite.ConnectionStringAsync());
        await silos.AddSiloAsync("first");

        (await Should.ThrowAsync<RefusalException>(() => AzureTableRecords.FillAsync(silos.Options(0, 0), [Face], Token))).Message.ShouldContain("is running");
        (await Should.ThrowAsync<RefusalException>(() => ReadAsync(silos.Options(0, 0)))).Message.ShouldContain("is running");
    }

    [Fact]
    public async Task What_an_import_that_was_killed_has_left_is_cleared_up_by_the_next()
    {
        var cluster = await ClusterAsync();
        await AzureTableRecords.FillAsync(cluster, [Face], Token);
        var states = AzureStorageCluster.Open(cluster).GetTableClient(AzureTableStorageOptions.DEFAULT_TABLE_NAME);
        await new ImportMark(states, cluster.ServiceId, silence: TimeSpan.Zero).TakeAsync(Token); // and nobody takes it away

        await AzureTableRecords.FillAsync(cluster, [Face with { Key = "other" }], silence: TimeSpan.Zero, Token);

        (await ReadAsync(cluster)).Select(Text).ShouldBe([Text(Face with { Key = "other" })]);
    }

    private static string Text(GrainRecord record) => record is StateRecord state ? $"{state.GrainType}/{state.Key} {state.Name} {Encoding.UTF8.GetString(state.Json.Span)}" : record.ToString();

    private static ClusterOptions Named(ClusterOptions cluster, string serviceId) =>
        new() { Provider = cluster.Provider, ConnectionString = cluster.ConnectionString, ClusterId = cluster.ClusterId, ServiceId = serviceId };

    private static Task<StorageProviders> ProvidersAsync(ClusterOptions cluster) =>
        StorageProviders.StartAsync(cluster.ClusterId, cluster.ServiceId, silo => AzureStorageCluster.AddStorage(silo, AzureStorageCluster.Open(cluster)), Token);

    private static async Task<List<GrainRecord>> ReadAsync(ClusterOptions cluster)
    {
        var records = new List<GrainRecord>();
        await foreach (var record in AzureTableRecords.ReadAsync(cluster, Token)) records.Add(record);
        return records;
    }

    private async Task<ClusterOptions> ClusterAsync()
    {
        var name = $"test-{Guid.NewGuid():N}";
        return new() { Provider = ClusterProvider.AzureStorage, ConnectionString = await azurite.ConnectionStringAsync(), ClusterId = name, ServiceId = name };
    }
}
