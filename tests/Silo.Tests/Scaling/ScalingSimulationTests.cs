using Atmosphere.Silo.Scaling;

namespace Atmosphere.Silo.Tests.Scaling;

/// <summary>Loads through a day or more. Work that one silo does comfortably: 7 pieces a second (70 % of 10).</summary>
public sealed class ScalingSimulationTests
{
    private const int Seeds = 6;
    private static readonly ScalingOptions Options = new() { MinSilos = 1, MaxSilos = 3 };
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Quiet, then for three hours what needs three silos, then quiet.</summary>
    private static double Step(double second) => second is > 3600 and < 4 * 3600 ? 18 : 2;

    /// <summary>From nearly nothing at midnight to what needs three silos at noon.</summary>
    private static double Daily(double second) => 9 - (8.5 * Math.Cos(2 * Math.PI * second / Day.TotalSeconds));

    /// <summary>Every ten minutes 20 seconds of what needs three silos: a camera that sends its day's photos.</summary>
    private static double ShortBursts(double second) => second % 600 < 20 ? 20 : 1;

    /// <summary>Every three hours 40 minutes of what needs three silos.</summary>
    private static double LongBursts(double second) => second % (3 * 3600) < 2400 ? 20 : 1;

    /// <summary>Just what one silo shall carry, the whole day.</summary>
    private static double Edge(double second) => 7 + (0 * second);

    public static TheoryData<string, int> Cases()
    {
        var cases = new TheoryData<string, int>();
        foreach (var load in Loads.Keys)
            for (var seed = 1; seed <= Seeds; seed++) cases.Add(load, seed);
        return cases;
    }

    /// <summary>Each load, how many changes it requires at most in two days, and how long work may wait: what the cluster is short of while it grows.</summary>
    private static readonly Dictionary<string, (Func<double, double> Rate, int Changes, TimeSpan Wait)> Loads = new(StringComparer.Ordinal)
    {
        ["step"] = (Step, 4, TimeSpan.FromMinutes(8)), // two up, two down
        ["daily"] = (Daily, 8, TimeSpan.FromMinutes(3)), // two up, two down, each day
        ["short bursts"] = (ShortBursts, 0, TimeSpan.FromMinutes(2)), // over before a silo would have started
        ["long bursts"] = (LongBursts, 64, TimeSpan.FromMinutes(8)), // 16 bursts: two up, two down each
        ["edge"] = (Edge, 1, TimeSpan.FromMinutes(3)), // once up; two carry it, and it is too much for one
    };

    [Theory, MemberData(nameof(Cases))]
    public void The_cluster_follows_the_load_and_does_not_flap(string load, int seed)
    {
        var run = Simulate(load, seed, ScalingDecider.Decide);
        Flaws(load, run).ShouldBeEmpty();
    }

    [Fact]
    public void Loads_that_need_them_get_all_silos_and_give_them_back()
    {
        foreach (var load in (string[])["step", "daily", "long bursts"])
        {
            var run = Simulate(load, 1, ScalingDecider.Decide);
            run.MostRunning.ShouldBe(3, load);
            run.LeastRunning.ShouldBe(1, load);
            run.Changes[^1].To.ShouldBeLessThan(3, load);
        }
    }

    /// <summary>What a first attempt would be: as many silos as the load of this moment asks for.</summary>
    private static ScalingState FollowEveryWave(
        ScalingState state, System.Collections.Immutable.ImmutableArray<SiloDemand> reports, DateTimeOffset now, ScalingOptions options)
    {
        var fresh = reports.Where(report => ScalingDecider.IsFresh(report, now, options)).ToList();
        var wanted = (int)Math.Ceiling(ScalingLoad.Of(fresh, 1, options).Share);
        return state with { Wanted = Math.Clamp(wanted, options.MinSilos, options.MaxSilos), ChangedAt = now };
    }

    [Theory]
    [InlineData("step")]
    [InlineData("daily")]
    [InlineData("short bursts")]
    [InlineData("long bursts")]
    [InlineData("edge")]
    public void A_decider_that_follows_every_wave_is_caught(string load) =>
        Flaws(load, Simulate(load, 1, FollowEveryWave)).ShouldNotBeEmpty();

    [Fact]
    public void A_decider_that_never_grows_is_caught() =>
        Flaws("step", Simulate("step", 1, (state, _, _, _) => state)).ShouldNotBeEmpty();

    /// <summary>The load with a noise of a fifth either way, for two days.</summary>
    private static ScalingRun Simulate(string load, int seed, Decide decide)
    {
        var random = new Random(seed);
        return new ScalingSimulation(Options, decide, second => Loads[load].Rate(second) * (0.8 + (0.4 * random.NextDouble()))).Run(2 * Day);
    }

    private static IEnumerable<string> Flaws(string load, ScalingRun run)
    {
        var (_, most, wait) = Loads[load];
        if (run.Changes.Length > most) yield return $"{run.Changes.Length} changes where {most} are enough";
        if (run.LongestWait > wait) yield return $"work waited for {run.LongestWait}";
        if (run.LeftOver > 60 * ScalingSimulation.Speed) yield return $"{run.LeftOver} pieces of work were not worked off";
        if (run.LeastRunning < Options.MinSilos || run.MostRunning > Options.MaxSilos) yield return $"{run.LeastRunning} to {run.MostRunning} silos ran";
        foreach (var change in run.Changes.Where(change => Math.Abs(change.To - change.From) != 1)) yield return $"{change} is not one at a time";
        foreach (var (before, after) in run.Changes.Zip(run.Changes.Skip(1)))
        {
            if (after.At - before.At < Options.CoolDown) yield return $"{after} came too soon after {before}";
            if (before.To < before.From && after.To > after.From && after.At - before.At < Options.CoolDown) yield return $"{after} took back {before}";
        }
    }
}
