using System.Diagnostics;
using Atmosphere.Load;

namespace Atmosphere.Faults.Tests;

/// <summary>The application is killed under load, again and again, on one data folder.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int UsualRounds = 20;
    private const int Workers = 16;
    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Whatever_was_answered_is_kept_through_kill_9()
    {
        output.WriteLine($"seed {Rounds.Seed} (ATMOSPHERE_SEED={Rounds.Seed} repeats the plan)");
        await using var world = await StandIns.StartAsync();
        using var folder = new TemporaryFolder();
        var address = new Uri($"http://127.0.0.1:{AtmosphereProcess.FreePort()}");
        var settings = TestSettings.For(world, folder.Path);

        var random = new Random(Rounds.Seed);
        var rounds = Rounds.CountOr(UsualRounds);
        await using var load = new VoteLoad(world, () => address, TestSettings.CameraToken, Rounds.Seed);
        var slowest = TimeSpan.Zero;
        for (var round = 0; round <= rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            await using var api = AtmosphereProcess.Launch(Build.Own, "Api", settings, address);
            await api.AnswersAsync();
            if (watch.Elapsed > slowest) slowest = watch.Elapsed;
            if (round == 0) load.Start(Workers);
            if (round < rounds)
            {
                await PassAsync(LongestLife * random.NextDouble());
                await load.ThrowIfFailedAsync();
                await api.KillAsync();
                continue;
            }

            await load.FinishAsync();
            using var promises = new Promises(world, () => address, TestSettings.OperatorKey);
            await promises.AreKeptAsync(load.Finished);
        }

        output.WriteLine($"{rounds} rounds, {load.Finished.Count} faces, {load.Accepted} requests accepted of {load.Attempts} sent; slowest start {slowest.TotalSeconds:0.0} s");
    }

    private static async Task PassAsync(TimeSpan time)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1) + time);
        await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
    }
}
