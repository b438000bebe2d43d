using System.Diagnostics;
using Atmosphere.Load;

namespace Atmosphere.Faults.Tests;

/// <summary>Faces whose silo is gone, and that nobody asks for.</summary>
[Collection(nameof(ClusterOfProcesses))]
public sealed class LostSiloTests(PostgresServer postgres, ITestOutputHelper output)
{
    private const int Silos = 2;
    private const int Faces = 24;

    /// <summary>A grain that owes something is looked after by its reminder after two minutes, or later.</summary>
    private static readonly TimeSpan BeforeTheirReminders = Rounds.BeforeReminders;

    public enum Loss
    {
        Killed,
        Ended,
        AllEnded,
    }

    [Theory]
    [InlineData(Loss.Killed)]
    [InlineData(Loss.Ended)]
    [InlineData(Loss.AllEnded)]
    public async Task Faces_of_a_lost_silo_go_on_before_their_reminders(Loss loss)
    {
        Assert.SkipUnless(loss == Loss.AllEnded || Rounds.AreAskedFor, "Others meet this on their way: ask for it with ATMOSPHERE_KILL_ROUNDS=2.");
        await using var world = await StandIns.StartAsync();
        using var folder = new TemporaryFolder();
        await using var cluster = await Cluster.StartAsync(Build.Own, await postgres.CreateDatabaseAsync(), Silos,
        [
            .. TestSettings.For(world, folder.Path), "--Slack:Client=BuiltIn", "--Recognition:Client=BuiltIn",
        ]);
        await using var load = new VoteLoad(world, () => cluster.Address, TestSettings.CameraToken, Rounds.Seed);
        world.SlackFault.Hangs();
        var asked = Task.WhenAll(Enumerable.Range(0, Faces).Select(face => load.BringAsync(new Random(HashCode.Combine(Rounds.Seed, face)))));
        await Eventually.Holds(() => load.Accepted == Faces && world.SlackFault.Met > 0, "all faces are accepted");

        var watch = Stopwatch.StartNew();
        await LoseAsync(cluster, loss);
        world.SlackFault.Ends();
        try
        {
            await asked.WaitAsync(BeforeTheirReminders - watch.Elapsed, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            output.WriteLine(cluster.Said);
            throw;
        }

        output.WriteLine($"{loss}: all {Faces} faces are asked about after {watch.Elapsed.TotalSeconds:0.0} s");
        foreach (var posts in world.Messages.Where(message => message.Metadata is not null).CountBy(message => StandIns.FaceOf(message.Metadata!))) posts.Value.ShouldBe(1, posts.Key);
    }

    private static async Task LoseAsync(Cluster cluster, Loss loss)
    {
        switch (loss)
        {
            case Loss.Killed:
                await cluster.KillAsync(cluster.Silos[0]);
                break;
            case Loss.Ended:
                await cluster.TerminateAsync(cluster.Silos[0]);
                break;
            case Loss.AllEnded:
                await Task.WhenAll(cluster.Silos.ToList().Select(cluster.TerminateAsync));
                await cluster.AddSiloAsync();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(loss), loss, "No such loss.");
        }
    }
}
