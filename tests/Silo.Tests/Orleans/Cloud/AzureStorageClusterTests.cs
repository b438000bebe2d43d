using Atmosphere.Silo.Hosting;
using Atmosphere.Silo.Tests.Storage;

namespace Atmosphere.Silo.Tests.Cloud;

/// <summary>Two silos that find each other, and keep state and reminders, in Azure's tables, as Azurite has them.</summary>
public sealed class AzureStorageClusterTests(Azurite azurite)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task State_of_a_silo_that_dies_is_read_on_the_other()
    {
        await using var cluster = await TwoSilosAsync();
        var keepers = await KeepersOnBothAsync(cluster);
        foreach (var keeper in keepers) await keeper.Keep($"text of {keeper.GetPrimaryKeyString()}");

        await cluster.KillAsync("first");

        foreach (var keeper in keepers)
        {
            var kept = await ReadAsync(keeper, kept => kept.Silo == "second");
            kept.Text.ShouldBe($"text of {keeper.GetPrimaryKeyString()}");
        }
    }

    [Fact]
    public async Task Reminders_of_a_silo_that_dies_fire_on_the_other()
    {
        await using var cluster = await TwoSilosAsync();
        var keepers = Enumerable.Range(0, 16).Select(number => cluster.Client.GetGrain<IKeeperGrain>($"reminded-{number}")).ToList();
        await Task.WhenAll(keepers.Select(keeper => keeper.Remind(TimeSpan.FromSeconds(5))));

        await cluster.KillAsync("first");

        foreach (var keeper in keepers) (await ReadAsync(keeper, kept => kept.Ticks > 0)).Silo.ShouldBe("second");
    }

    [Fact]
    public async Task A_silo_that_joins_later_gets_grains_and_knows_what_was_kept()
    {
        await using var cluster = new AzureCluster(await azurite.ConnectionStringAsync());
        await cluster.AddSiloAsync("first");
        await cluster.ConnectAsync();
        var keeper = cluster.Client.GetGrain<IKeeperGrain>("early");
        await keeper.Keep("early");

        await cluster.AddSiloAsync("second");
        await KeepersOnBothAsync(cluster);
        await cluster.KillAsync("first");

        (await ReadAsync(keeper, kept => kept.Silo == "second")).Text.ShouldBe("early");
    }

    [Fact]
    public async Task Large_state_comes_back_whole_and_what_is_too_large_is_refused_and_not_cut()
    {
        await using var cluster = new AzureCluster(await azurite.ConnectionStringAsync());
        await cluster.AddSiloAsync("first");
        await cluster.ConnectAsync();
        var keeper = cluster.Client.GetGrain<IKeeperGrain>("large");
        var large = new string('x', 960 * 1024 - 1000);

        await keeper.Keep(large);
        await keeper.Leave();
        (await ReadAsync(keeper, _ => true)).Text.ShouldBe(large);

        await Should.ThrowAsync<Exception>(() => keeper.Keep(large + new string('y', 1000)));
        await keeper.Leave();
        (await ReadAsync(keeper, _ => true)).Text.ShouldBe(large);
    }

    [Fact]
    public void A_connection_string_that_is_none_is_refused_by_its_name_and_not_quoted()
    {
        var problem = Should.Throw<SettingException>(() => AzureTables.Open("", "AccountKey=secret", "Cluster:ConnectionString")).Message;

        problem.ShouldContain("Cluster:ConnectionString");
        problem.ShouldNotContain("secret");
    }

    [Fact]
    public void Managed_identity_needs_no_secret_to_open_the_tables() =>
        AzureTables.Open("https://faces.table.core.windows.net", "", "Cluster:ConnectionString").Uri.ShouldBe(new Uri("https://faces.table.core.windows.net"));

    private async Task<AzureCluster> TwoSilosAsync()
    {
        var cluster = new AzureCluster(await azurite.ConnectionStringAsync());
        await Task.WhenAll(cluster.AddSiloAsync("first"), cluster.AddSiloAsync("second"));
        await cluster.ConnectAsync();
        return cluster;
    }

    /// <summary>Makes grains until each silo has some.</summary>
    private static async Task<List<IKeeperGrain>> KeepersOnBothAsync(AzureCluster cluster)
    {
        var (keepers, silos) = (new List<IKeeperGrain>(), new HashSet<string>());
        await Eventually.Holds(
            async () =>
            {
                var keeper = cluster.Client.GetGrain<IKeeperGrain>($"keeper-{keepers.Count}");
                silos.Add((await keeper.Read()).Silo);
                keepers.Add(keeper);
                return silos.Count == 2;
            },
            "both silos have grains");
        return keepers;
    }

    /// <summary>Reads until it is so; while the silos find out who is left, calls may fail.</summary>
    private static async Task<Kept> ReadAsync(IKeeperGrain keeper, Func<Kept, bool> until)
    {
        var kept = new Kept();
        await Eventually.Holds(
            async () =>
            {
                try
                {
                    kept = await keeper.Read();
                    return until(kept);
                }
                catch (Exception fault) when (fault is OrleansException or TimeoutException)
                {
                    return false;
                }
            },
            $"{keeper.GetPrimaryKeyString()} is as expected",
            Patience);
        return kept;
    }
}
