using System.Diagnostics;
using Atmosphere.Load;

namespace Atmosphere.Faults.Tests;

/// <summary>Silos of a cluster are killed under load and replaced.</summary>
[Collection(nameof(ClusterOfProcesses))]
public sealed class ClusterKillTests(PostgresServer postgres, ITestOutputHelper output)
{
    private const int UsualRounds = 2;
    private const int Silos = 3;
    private const int Workers = 8;
    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Whatever_was_answered_is_kept_while_silos_are_killed()
    {
        output.WriteLine($"seed {Rounds.Seed} (ATMOSPHERE_SEED={Rounds.Seed} repeats the plan)");
        await using var world = await StandIns.StartAsync();
        using var folder = new TemporaryFolder();
        await using var cluster = await Cluster.StartAsync(Build.Own, await postgres.CreateDatabaseAsync(), Silos,
        [
            .. TestSettings.For(world, folder.Path), "--Slack:Client=BuiltIn", "--Recognition:Client=BuiltIn",
        ]);

        var random = new Random(Rounds.Seed);
        using var promises = new Promises(world, () => cluster.Address, TestSettings.OperatorKey);
        await using var load = new VoteLoad(world, () => cluster.Address, TestSettings.CameraToken, Rounds.Seed);
        load.Start(Workers);
        for (var round = 1; round <= Rounds.CountOr(UsualRounds); round++)
        {
            await Eventually.Holds(() => load.Finished.Count >= round * 2 * Workers, "some faces are finished");
            var known = load.Finished.ToList();
            var victim = cluster.Silos[random.Next(cluster.Silos.Count)];
            var watch = Stopwatch.StartNew();
            await cluster.KillAsync(victim);
            try
            {
                await Eventually.Holds(async () => (await Task.WhenAll(known.Select(face => promises.AnswersAsync(face.FaceId)))).All(answered => answered), "all faces answer again", Recovery);
            }
            catch (TimeoutException)
            {
                output.WriteLine($"{promises.LastFault}\n{cluster.Said}");
                throw;
            }

            output.WriteLine($"round {round}: {known.Count} faces answer again {watch.Elapsed.TotalSeconds:0.0} s after one of {Silos} silos was killed");
            await cluster.AddSiloAsync();
        }

        await load.FinishAsync();
        await promises.AreKeptAsync(load.Finished);
        output.WriteLine($"{load.Finished.Count} faces, {load.Accepted} requests accepted of {load.Attempts} sent; the longest wait for a question {load.LongestWait.TotalSeconds:0.0} s");
        load.LongestWait.ShouldBeLessThan(Rounds.BeforeReminders);
    }
}
