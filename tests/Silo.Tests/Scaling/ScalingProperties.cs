using System.Collections.Immutable;
using Atmosphere.Silo.Scaling;

namespace Atmosphere.Silo.Tests.Scaling;

/// <summary>What holds whatever silos report, and whenever: random walks from seeds, so that a failure can be repeated.</summary>
public sealed class ScalingProperties
{
    private const int Steps = 4000;
    private static readonly ScalingOptions Options = new() { MinSilos = 1, MaxSilos = 4 };

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory, MemberData(nameof(Seeds))]
    public void Changes_are_by_one_within_the_bounds_and_the_cool_down_apart(int seed)
    {
        DateTimeOffset? last = null;
        Walk(seed, (before, after, _, now) =>
        {
            after.Wanted!.Value.ShouldBeInRange(Options.MinSilos, Options.MaxSilos);
            if (after.Wanted == before.Wanted) return;
            Math.Abs(after.Wanted.Value - before.Wanted!.Value).ShouldBe(1);
            if (last is { } earlier) (now - earlier).ShouldBeGreaterThanOrEqualTo(Options.CoolDown);
            last = now;
        });
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Nothing_changes_unless_every_wanted_silo_and_no_other_has_reported(int seed) => Walk(seed, (before, after, reports, now) =>
    {
        if (after.Wanted != before.Wanted) reports.Count(report => ScalingDecider.IsFresh(report, now, Options)).ShouldBe(before.Wanted!.Value);
    });

    [Theory, MemberData(nameof(Seeds))]
    public void After_a_change_the_load_does_not_ask_for_the_opposite(int seed) => Walk(seed, (before, after, reports, now) =>
    {
        if (after.Wanted == before.Wanted) return;
        var fresh = reports.Where(report => ScalingDecider.IsFresh(report, now, Options)).ToList();
        if (after.Wanted < before.Wanted) ScalingLoad.Of(fresh, after.Wanted!.Value, Options).Share.ShouldBeLessThan(Options.ShrinkBelow);
        else ScalingLoad.Of(fresh, before.Wanted!.Value, Options).Share.ShouldBeGreaterThan(1);
    });

    [Theory, MemberData(nameof(Seeds))]
    public void Looking_twice_at_the_same_time_changes_nothing_more(int seed) => Walk(seed, (_, after, reports, now) =>
        ScalingDecider.Decide(after, reports, now, Options).ShouldBe(after));

    /// <summary>Silos that mostly do what is wanted, sometimes fall silent or talk nonsense, under a load that comes and goes.</summary>
    private static void Walk(int seed, Action<ScalingState, ScalingState, ImmutableArray<SiloDemand>, DateTimeOffset> check)
    {
        var random = new Random(seed);
        var now = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
        var state = new ScalingState { Wanted = 1 };
        var reports = ImmutableDictionary<string, SiloDemand>.Empty;
        var (level, changes) = (0.0, 0);
        for (var step = 0; step < Steps; step++)
        {
            now += TimeSpan.FromSeconds(random.Next(1, 15));
            // Another load every 20 minutes or so, so that all timers run out now and then.
            if (step % 150 == 0) level = 400 * random.NextDouble();
            var load = level * (0.9 + (0.2 * random.NextDouble()));
            var count = random.Next(300) == 0 ? random.Next(0, 6) : state.Wanted!.Value;
            for (var silo = 0; silo < count; silo++)
            {
                if (random.Next(20) == 0) continue;
                var cpu = random.Next(1000) == 0 ? double.NaN : load / count;
                reports = reports.SetItem($"silo-{silo}", new() { Silo = $"silo-{silo}", At = now, Cpu = cpu });
            }

            var all = reports.Values.ToImmutableArray();
            var next = ScalingDecider.Decide(state, all, now, Options);
            check(state, next, all, now);
            if (next.Wanted != state.Wanted) changes++;
            state = next;
        }

        changes.ShouldBeGreaterThan(5, "a walk without changes shows nothing");
    }
}
