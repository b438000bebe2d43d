namespace Atmosphere.Silo.Tests.PostgreSql;

/// <summary>Reminders: what <see cref="IReminderTable"/> promises, over Orleans' provider and our statements.</summary>
public sealed class ReminderTableTests(PostgresServer server)
{
    private static readonly DateTime Morning = new(2026, 3, 2, 9, 0, 0, 250, DateTimeKind.Utc);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reminder_comes_back_as_it_was_registered()
    {
        await using var tables = await ClusterTables.NewAsync(server);
        var entry = Entry(1, "due");

        var etag = await tables.Reminders.UpsertRow(entry, Token);

        foreach (var found in new[] { await tables.Reminders.ReadRow(entry.GrainId, "due", Token), (await tables.Reminders.ReadRows(entry.GrainId, Token)).Reminders.ShouldHaveSingleItem() })
        {
            found.ShouldNotBeNull();
            (found.GrainId, found.ReminderName, found.StartAt, found.Period, found.ETag).ShouldBe((entry.GrainId, "due", Morning, TimeSpan.FromMinutes(15), etag));
        }
    }

    [Fact]
    public async Task Nothing_registered_is_nothing_found()
    {
        await using var tables = await ClusterTables.NewAsync(server);

        (await tables.Reminders.ReadRow(Grain(1), "due", Token)).ShouldBeNull();
        (await tables.Reminders.ReadRows(Grain(1), Token)).Reminders.ShouldBeEmpty();
        (await tables.Reminders.ReadRows(0, 0, Token)).Reminders.ShouldBeEmpty();
        (await tables.Reminders.RemoveRow(Grain(1), "due", "1", Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task Registering_again_replaces_and_has_a_new_etag()
    {
        await using var tables = await ClusterTables.NewAsync(server);
        var first = await tables.Reminders.UpsertRow(Entry(1, "due"), Token);
        var changed = Entry(1, "due");
        (changed.StartAt, changed.Period) = (Morning.AddDays(7), TimeSpan.FromDays(30)); // 30 days are more milliseconds than an int has

        var second = await tables.Reminders.UpsertRow(changed, Token);

        second.ShouldNotBe(first);
        var found = (await tables.Reminders.ReadRows(Grain(1), Token)).Reminders.ShouldHaveSingleItem();
        (found.StartAt, found.Period, found.ETag).ShouldBe((Morning.AddDays(7), TimeSpan.FromDays(30), second));
    }

    [Fact]
    public async Task A_grain_has_several_reminders_and_reads_only_its_own()
    {
        await using var tables = await ClusterTables.NewAsync(server);
        foreach (var (grain, name) in new[] { (1, "due"), (1, "nightly"), (2, "due") }) await tables.Reminders.UpsertRow(Entry(grain, name), Token);

        (await tables.Reminders.ReadRows(Grain(1), Token)).Reminders.Select(r => r.ReminderName).ShouldBe(["due", "nightly"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_reminder_is_removed_with_its_etag_and_not_with_an_old_one()
    {
        await using var tables = await ClusterTables.NewAsync(server);
        var old = (await tables.Reminders.UpsertRow(Entry(1, "due"), Token))!;
        var etag = (await tables.Reminders.UpsertRow(Entry(1, "due"), Token))!;

        (await tables.Reminders.RemoveRow(Grain(1), "due", old, Token)).ShouldBeFalse();
        (await tables.Reminders.ReadRow(Grain(1), "due", Token)).ShouldNotBeNull();
        (await tables.Reminders.RemoveRow(Grain(1), "due", etag, Token)).ShouldBeTrue();
        (await tables.Reminders.ReadRow(Grain(1), "due", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task An_etag_of_before_a_removal_does_not_remove_what_was_registered_since()
    {
        await using var tables = await ClusterTables.NewAsync(server);
        var old = (await tables.Reminders.UpsertRow(Entry(1, "due"), Token))!;
        await tables.Reminders.RemoveRow(Grain(1), "due", old, Token);
        await tables.Reminders.UpsertRow(Entry(1, "due"), Token);

        (await tables.Reminders.RemoveRow(Grain(1), "due", old, Token)).ShouldBeFalse();

        (await tables.Reminders.ReadRow(Grain(1), "due", Token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Many_that_register_the_same_reminder_at_once_all_succeed()
    {
        await using var tables = await ClusterTables.NewAsync(server);

        var etags = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => tables.Reminders.UpsertRow(Entry(1, "due"), Token)));

        etags.ShouldBeUnique();
        etags.ShouldContain((await tables.Reminders.ReadRows(Grain(1), Token)).Reminders.ShouldHaveSingleItem().ETag);
    }

    /// <summary>Arcs of the ring of hashes, as Orleans deals them out: after the beginning, up to and with the end.</summary>
    [Theory]
    [InlineData(0u, 0x3FFFFFFFu)]
    [InlineData(0x3FFFFFFFu, 0x7FFFFFFFu)]
    [InlineData(0x7FFFFFFFu, 0xBFFFFFFFu)]
    [InlineData(0x70000000u, 0x90000000u)] // over the border between positive and negative numbers, which the table has
    [InlineData(0xBFFFFFFFu, 0xFFFFFFFFu)]
    [InlineData(0xC0000000u, 0x20000000u)] // around the end of the ring
    [InlineData(0x20000000u, 0x1FFFFFFFu)] // nearly all of it
    [InlineData(0u, 0u)] // all of it
    [InlineData(0x80000000u, 0x80000000u)]
    public async Task An_arc_of_the_ring_has_the_reminders_whose_hashes_are_in_it(uint begin, uint end)
    {
        await using var tables = await ClusterTables.NewAsync(server);
        var grains = Enumerable.Range(1, 200).Select(Grain).ToList();
        foreach (var number in Enumerable.Range(1, 200)) await tables.Reminders.UpsertRow(Entry(number, "due"), Token);

        var found = (await tables.Reminders.ReadRows(begin, end, Token)).Reminders.Select(r => r.GrainId).ToList();

        found.ShouldBe(grains.Where(grain => IsIn(grain.GetUniformHashCode())), ignoreOrder: true);
        found.ShouldNotBeEmpty();

        bool IsIn(uint hash) => begin < end ? hash > begin && hash <= end : hash > begin || hash <= end;
    }

    [Fact]
    public async Task The_bounds_of_an_arc_are_after_its_beginning_and_with_its_end()
    {
        await using var tables = await ClusterTables.NewAsync(server);
        await tables.Reminders.UpsertRow(Entry(1, "due"), Token);
        var hash = Grain(1).GetUniformHashCode();

        (await tables.Reminders.ReadRows(hash - 1, hash, Token)).Reminders.ShouldHaveSingleItem();
        (await tables.Reminders.ReadRows(hash, hash + 1, Token)).Reminders.ShouldBeEmpty();
        (await tables.Reminders.ReadRows(hash + 1, hash, Token)).Reminders.ShouldHaveSingleItem();
        (await tables.Reminders.ReadRows(hash, hash - 1, Token)).Reminders.ShouldBeEmpty();
    }

    [Fact]
    public async Task Services_in_one_database_do_not_see_each_other()
    {
        await using var one = await ClusterTables.NewAsync(server);
        await using var two = await ClusterTables.OpenAsync(one.ConnectionString, "other");
        await one.Reminders.UpsertRow(Entry(1, "due"), Token);
        await two.Reminders.UpsertRow(Entry(1, "due"), Token);

        await two.Reminders.TestOnlyClearTable(Token);

        (await one.Reminders.ReadRows(0, 0, Token)).Reminders.ShouldHaveSingleItem();
        (await two.Reminders.ReadRows(0, 0, Token)).Reminders.ShouldBeEmpty();
    }

    private static GrainId Grain(int number) => GrainId.Create("face", $"0196f000-0000-7000-8000-{number:x12}");

    private static ReminderEntry Entry(int number, string name) => new()
    {
        GrainId = Grain(number),
        ReminderName = name,
        StartAt = Morning,
        Period = TimeSpan.FromMinutes(15),
    };
}
