using System.Collections.Immutable;

namespace Atmosphere.Silo.Scaling;

/// <summary>
/// Decides how many silos are wanted. Pure. One change at a time: while silos that are wanted do not report, or others still do,
/// a change is under way, and nothing is decided. A silo that says nothing is not a silo that has nothing to do.
/// </summary>
internal static class ScalingDecider
{
    /// <param name="state">From the look before.</param>
    /// <param name="reports">The last report of each silo, whatever its age.</param>
    /// <param name="now">The time.</param>
    /// <param name="options">Targets and times.</param>
    public static ScalingState Decide(ScalingState state, ImmutableArray<SiloDemand> reports, DateTimeOffset now, ScalingOptions options)
    {
        var watched = Forget(state, now, options) with { LookedAt = now };
        ImmutableArray<SiloDemand> fresh = [.. reports.Where(report => IsFresh(report, now, options))];
        return watched.Wanted is { } wanted ? Look(watched, wanted, fresh, now, options) : Adopt(watched, fresh.Length, now, options);
    }

    /// <summary>Whether a report still says something of now.</summary>
    public static bool IsFresh(SiloDemand report, DateTimeOffset now, ScalingOptions options) =>
        report.IsSound && (now - report.At).Duration() <= options.StaleAfter;

    private static ScalingState Look(ScalingState state, int wanted, ImmutableArray<SiloDemand> fresh, DateTimeOffset now, ScalingOptions options)
    {
        // The operator's word, whatever the load: up at once, down in steps, so that each silo can drain before the next one goes.
        if (wanted < options.MinSilos) return Change(state, options.MinSilos, now);
        var cooled = !(now - state.ChangedAt < options.CoolDown);
        if (wanted > options.MaxSilos) return cooled ? Change(state, wanted - 1, now) : state;
        if (fresh.Length != wanted) return state with { AboveSince = null, BelowSince = null };

        var above = ScalingLoad.Of(fresh, wanted, options).Share > 1;
        var below = wanted > 1 && ScalingLoad.Of(fresh, wanted - 1, options).Share < options.ShrinkBelow;
        var watched = state with
        {
            AboveSince = above ? state.AboveSince ?? now : null,
            BelowSince = below ? state.BelowSince ?? now : null,
        };
        if (!cooled) return watched;
        if (wanted < options.MaxSilos && now - watched.AboveSince >= options.GrowAfter) return Change(watched, wanted + 1, now);
        if (wanted > options.MinSilos && now - watched.BelowSince >= options.ShrinkAfter) return Change(watched, wanted - 1, now);
        return watched;
    }

    /// <summary>Without a stored number the cluster that is there is the one that is wanted: a lost row must not stop silos under load.</summary>
    private static ScalingState Adopt(ScalingState state, int reporting, DateTimeOffset now, ScalingOptions options)
    {
        var since = state.FirstLookAt ?? now;
        return now - since < options.StaleAfter || reporting == 0
            ? state with { FirstLookAt = since }
            : Change(state, Math.Clamp(reporting, options.MinSilos, options.MaxSilos), now) with { FirstLookAt = null };
    }

    /// <summary>Nothing lasted through a time in which nobody looked, and nothing happened in the future.</summary>
    private static ScalingState Forget(ScalingState state, DateTimeOffset now, ScalingOptions options)
    {
        var unbroken = state.LookedAt is { } looked && (now - looked).Duration() <= options.StaleAfter;
        return state with
        {
            ChangedAt = state.ChangedAt > now ? now : state.ChangedAt,
            FirstLookAt = unbroken ? state.FirstLookAt : null,
            AboveSince = unbroken ? state.AboveSince : null,
            BelowSince = unbroken ? state.BelowSince : null,
        };
    }

    private static ScalingState Change(ScalingState state, int wanted, DateTimeOffset now) =>
        state with { Wanted = wanted, ChangedAt = now, AboveSince = null, BelowSince = null };
}
