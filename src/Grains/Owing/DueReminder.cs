namespace Atmosphere.Grains.Owing;

/// <summary>When the one reminder of a grain is armed, re-armed and removed. Pure.</summary>
internal static class DueReminder
{
    /// <summary>How long after a write that owes the reminder looks after it: a pump that works is long done by then.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(2);

    /// <summary>How often it looks again while something is owed.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(15);

    /// <summary>The engines refuse shorter ones.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>The first tick to arm before a write, or null when one that is armed comes early enough.</summary>
    /// <param name="before">The state on disk.</param>
    /// <param name="next">The state that is to be written.</param>
    /// <param name="now">The time.</param>
    public static DateTimeOffset? ToArm<TEffect>(OwingState<TEffect> before, OwingState<TEffect> next, DateTimeOffset now)
        where TEffect : class, IOwedEffect
    {
        // A tick armed for the expiry, days ahead, is too late for what is owed now.
        var wanted = next.Owed.IsEmpty ? Wake(next, now) : now + Ahead;

        // And until the write has landed, it is too late for what was owed before: the process may die in between.
        if (!before.Owed.IsEmpty && wanted > now + Ahead) wanted = now + Ahead;
        return next.ReminderArmedFor > now && next.ReminderArmedFor <= wanted ? null : wanted;
    }

    /// <summary>The next tick to arm after a tick that found nothing owed, or null to remove the reminder.</summary>
    public static DateTimeOffset? AfterTick<TEffect>(OwingState<TEffect> state, DateTimeOffset now)
        where TEffect : class, IOwedEffect
    {
        // A write that overtook this tick has armed the reminder and counts on it, and so does every write until then.
        var wake = Wake(state, now);
        return state.ReminderArmedFor is { } armed && armed > now && !(wake < armed) ? Later(armed, now) : wake;
    }

    private static DateTimeOffset? Wake<TEffect>(OwingState<TEffect> state, DateTimeOffset now)
        where TEffect : class, IOwedEffect => state.WakeAt is { } wake ? Later(wake, now) : null;

    private static DateTimeOffset Later(DateTimeOffset wake, DateTimeOffset now) => wake > now + Shortest ? wake : now + Shortest;
}
