using Atmosphere.Load;

namespace Atmosphere.Faults.Tests;

/// <summary>SIGTERM for a silo and for the API of a cluster, under load: both end in order, and what was accepted is kept.</summary>
[Collection(nameof(ClusterOfProcesses))]
public sealed class ClusterTerminationTests(PostgresServer postgres, ITestOutputHelper output)
{
    private const int Silos = 2;
    private const int Workers = 8;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Whatever_was_answered_is_kept_through_SIGTERM_for_a_silo_and_for_the_API()
    {
        Assert.SkipUnless(Rounds.AreAskedFor, "It takes a minute: ask for it with ATMOSPHERE_KILL_ROUNDS=2.");
        await using var world = await StandIns.StartAsync();
        using var folder = new TemporaryFolder();
        await using var cluster = await Cluster.StartAsync(Build.Own, await postgres.CreateDatabaseAsync(), Silos,
        [
            .. TestSettings.For(world, folder.Path), "--Slack:Client=BuiltIn", "--Recognition:Client=BuiltIn",
        ]);
        await using var load = new VoteLoad(world, () => cluster.Address, TestSettings.CameraToken, Rounds.Seed);
        load.Start(Workers);
        await Eventually.Holds(() => load.Finished.Count >= 2 * Workers, "some faces are finished");

        var silo = cluster.Silos[0];
        Ended("the silo", await cluster.TerminateAsync(silo), silo.Said);
        await cluster.AddSiloAsync();
        await MoreAreFinishedAsync(load);

        Ended("the API", await cluster.ReplaceApiAsync(), "");
        await MoreAreFinishedAsync(load);

        await load.FinishAsync();
        using var promises = new Promises(world, () => cluster.Address, TestSettings.OperatorKey);
        await promises.AreKeptAsync(load.Finished);
        output.WriteLine($"{load.Finished.Count} faces, {load.Accepted} requests accepted of {load.Attempts} sent, {load.Failed} answered with 500 or more; the longest wait for a question {load.LongestWait.TotalSeconds:0.0} s");
        load.LongestWait.ShouldBeLessThan(Rounds.BeforeReminders);
    }

    private static Task MoreAreFinishedAsync(VoteLoad load)
    {
        var before = load.Finished.Count;
        return Eventually.Holds(() => load.Finished.Count > before + Workers, "faces are finished");
    }

    private void Ended(string who, (TimeSpan Took, int ExitCode) end, string said)
    {
        output.WriteLine($"{who} ended {end.Took.TotalSeconds:0.0} s after the signal");
        end.ExitCode.ShouldBe(0, said);
        end.Took.ShouldBeLessThan(Limit);
    }
}
