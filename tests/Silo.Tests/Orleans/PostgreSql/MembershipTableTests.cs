using System.Net;

namespace Atmosphere.Silo.Tests.PostgreSql;

/// <summary>The list of silos: what <see cref="IMembershipTable"/> promises, over Orleans' provider and our statements.</summary>
public sealed class MembershipTableTests(PostgresServer server)
{
    private static readonly DateTime Morning = new(2026, 3, 2, 9, 0, 0, 250, DateTimeKind.Utc);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_cluster_has_a_version_and_no_silo()
    {
        await using var tables = await ClusterTables.NewAsync(server);

        var all = await tables.Membership.ReadAllAsync(Token);

        all.Members.ShouldBeEmpty();
        all.Version.Version.ShouldBe(0);
        (await tables.Membership.ReadRowAsync(Address(1), Token)).Members.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_silo_comes_back_as_it_was_inserted()
    {
        await using var tables = await ClusterTables.NewAsync(server);
        var entry = Entry(1);

        (await tables.Membership.InsertRowAsync(entry, (await tables.Membership.ReadAllAsync(Token)).Version.Next(), Token)).ShouldBeTrue();

        foreach (var read in new[] { await tables.Membership.ReadAllAsync(Token), await tables.Membership.ReadRowAsync(Address(1), Token) })
        {
            read.Version.Version.ShouldBe(1);
            var found = read.Members.ShouldHaveSingleItem().Item1;
            (found.SiloAddress, found.SiloName, found.HostName, found.Status, found.ProxyPort).ShouldBe((entry.SiloAddress, "silo-1", "host-1", SiloStatus.Joining, 30001));
            (found.StartTime, found.IAmAliveTime).ShouldBe((Morning, Morning.AddSeconds(1)));
            found.SuspectTimes.ShouldBeNull();
        }
    }

    [Fact]
    public async Task A_silo_that_is_listed_is_not_inserted_again_and_the_version_stays()
    {
        await using var tables = await ClusterTables.NewAsync(server);
        await InsertAsync(tables, Entry(1));

        (await tables.Membership.InsertRowAsync(Entry(1), (await tables.Membership.ReadAllAsync(Token)).Version.Next(), Token)).ShouldBeFalse();

        (await tables.Membership.ReadAllAsync(Token)).Version.Version.ShouldBe(1);
    }

    [Fact]
    public async Task Nothing_is_inserted_or_updated_with_an_old_version()
    {
        await using var tables = await ClusterTables.NewAsync(server);
        var old = (await tables.Membership.ReadAllAsync(Token)).Version.Next();
        await InsertAsync(tables, Entry(1));

        (await tables.Membership.InsertRowAsync(Entry(2), old, Token)).ShouldBeFalse();
        (await tables.Membership.UpdateRowAsync(Entry(1, SiloStatus.Active), old.VersionEtag, old, Token)).ShouldBeFalse();

        var all = await tables.Membership.ReadAllAsync(Token);
        all.Version.Version.ShouldBe(1);
        all.Members.ShouldHaveSingleItem().Item1.Status.ShouldBe(SiloStatus.Joining);
    }

    [Fact]
    public async Task An_update_brings_status_and_suspicions_and_a_new_version()
    {
        await using var tables = await ClusterTables.NewAsync(server);
        await InsertAsync(tables, Entry(1));
        await InsertAsync(tables, Entry(2));
        var suspected = Entry(1, SiloStatus.Active);
        suspected.SuspectTimes = [Tuple.Create(Address(2), Morning), Tuple.Create(Address(3), Morning.AddMinutes(1))];

        await UpdateAsync(tables, suspected);

        var read = await tables.Membership.ReadRowAsync(Address(1), Token);
        read.Version.Version.ShouldBe(3);
        var found = read.Members.ShouldHaveSingleItem().Item1;
        found.Status.ShouldBe(SiloStatus.Active);
        found.SuspectTimes.ShouldBe(suspected.SuspectTimes);
        (await tables.Membership.ReadRowAsync(Address(2), Token)).Members.ShouldHaveSingleItem().Item1.Status.ShouldBe(SiloStatus.Joining);
    }

    [Fact]
    public async Task An_update_of_a_silo_that_is_not_listed_changes_nothing()
    {
        await using var tables = await ClusterTables.NewAsync(server);

        var next = (await tables.Membership.ReadAllAsync(Token)).Version.Next();
        (await tables.Membership.UpdateRowAsync(Entry(1), next.VersionEtag, next, Token)).ShouldBeFalse();

        (await tables.Membership.ReadAllAsync(Token)).Version.Version.ShouldBe(0);
    }

    [Fact]
    public async Task Of_many_that_insert_with_the_same_version_one_succeeds()
    {
        await using var tables = await ClusterTables.NewAsync(server);
        var version = (await tables.Membership.ReadAllAsync(Token)).Version.Next();

        var results = await Task.WhenAll(Enumerable.Range(1, 16).Select(i => tables.Membership.InsertRowAsync(Entry(i), version, Token)));

        results.Count(inserted => inserted).ShouldBe(1);
        var all = await tables.Membership.ReadAllAsync(Token);
        all.Members.ShouldHaveSingleItem();
        all.Version.Version.ShouldBe(1);
    }

    [Fact]
    public async Task A_list_and_its_version_are_read_together()
    {
        await using var tables = await ClusterTables.NewAsync(server);
        var writing = Task.Run(async () =>
        {
            foreach (var i in Enumerable.Range(1, 100)) await InsertAsync(tables, Entry(i));
        }, TestContext.Current.CancellationToken);

        while (!writing.IsCompleted)
        {
            var all = await tables.Membership.ReadAllAsync(Token);
            all.Members.Count.ShouldBe(all.Version.Version); // every version of this list added one silo
        }

        await writing;
        (await tables.Membership.ReadAllAsync(Token)).Members.Count.ShouldBe(100);
    }

    [Fact]
    public async Task A_sign_of_life_changes_one_time_and_no_version()
    {
        await using var tables = await ClusterTables.NewAsync(server);
        await InsertAsync(tables, Entry(1));
        var alive = Entry(1, SiloStatus.Dead);
        alive.IAmAliveTime = Morning.AddMinutes(5);

        await tables.Membership.UpdateIAmAliveAsync(alive, Token);

        var read = await tables.Membership.ReadRowAsync(Address(1), Token);
        read.Version.Version.ShouldBe(1);
        var found = read.Members.ShouldHaveSingleItem().Item1;
        (found.IAmAliveTime, found.Status).ShouldBe((Morning.AddMinutes(5), SiloStatus.Joining));
    }

    [Fact]
    public async Task Silos_that_have_been_dead_for_long_are_cleaned_up_and_others_are_not()
    {
        await using var tables = await ClusterTables.NewAsync(server);
        var (dead, active, joining, young, accused, accusedLately) =
            (Entry(1, SiloStatus.Dead), Entry(2, SiloStatus.Active), Entry(3), Entry(4, SiloStatus.Dead), Entry(5, SiloStatus.Dead), Entry(6, SiloStatus.Dead));
        young.IAmAliveTime = Morning.AddHours(1);
        foreach (var entry in new[] { dead, active, joining, young, accused, accusedLately }) await InsertAsync(tables, entry);
        accused.SuspectTimes = [Tuple.Create(Address(2), Morning)];
        accusedLately.SuspectTimes = [Tuple.Create(Address(2), Morning.AddHours(1))];
        dead.SuspectTimes = []; // not the same as none at all, to the provider
        foreach (var entry in new[] { accused, accusedLately, dead }) await UpdateAsync(tables, entry);

        await tables.Membership.CleanupDefunctSiloEntriesAsync(new DateTimeOffset(Morning).AddMinutes(1).ToOffset(TimeSpan.FromHours(5)), Token);

        (await tables.Membership.ReadAllAsync(Token)).Members.Select(m => m.Item1.SiloAddress).ShouldBe([Address(2), Address(3), Address(4), Address(6)], ignoreOrder: true);
    }

    [Fact]
    public async Task Clusters_in_one_database_do_not_see_each_other()
    {
        await using var one = await ClusterTables.NewAsync(server);
        await using var two = await ClusterTables.OpenAsync(one.ConnectionString, "other");
        await InsertAsync(one, Entry(1));
        await InsertAsync(two, Entry(1));
        await InsertAsync(two, Entry(2));

        await two.Membership.DeleteMembershipTableEntriesAsync("other", Token);

        (await one.Membership.ReadAllAsync(Token)).Members.ShouldHaveSingleItem();
        await two.Membership.InitializeMembershipTableAsync(true, Token);
        (await two.Membership.ReadAllAsync(Token)).Members.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_list_is_begun_once()
    {
        await using var tables = await ClusterTables.NewAsync(server);
        await InsertAsync(tables, Entry(1));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => tables.Membership.InitializeMembershipTableAsync(true, Token)));

        (await tables.Membership.ReadAllAsync(Token)).Version.Version.ShouldBe(1);
    }

    private static async Task InsertAsync(ClusterTables tables, MembershipEntry entry) =>
        (await tables.Membership.InsertRowAsync(entry, (await tables.Membership.ReadAllAsync(Token)).Version.Next(), Token)).ShouldBeTrue();

    private static async Task UpdateAsync(ClusterTables tables, MembershipEntry entry)
    {
        var read = await tables.Membership.ReadRowAsync(entry.SiloAddress, Token);
        (await tables.Membership.UpdateRowAsync(entry, read.Members.ShouldHaveSingleItem().Item2, read.Version.Next(), Token)).ShouldBeTrue();
    }

    private static SiloAddress Address(int number) => SiloAddress.New(IPAddress.Parse("10.0.0.1"), 11110 + number, 1000 + number);

    private static MembershipEntry Entry(int number, SiloStatus status = SiloStatus.Joining) => new()
    {
        SiloAddress = Address(number),
        SiloName = $"silo-{number}",
        HostName = $"host-{number}",
        Status = status,
        ProxyPort = 30000 + number,
        StartTime = Morning,
        IAmAliveTime = Morning.AddSeconds(1),
    };
}
