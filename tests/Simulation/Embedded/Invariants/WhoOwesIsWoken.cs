using Atmosphere.Grains;

namespace Atmosphere.Simulation.Invariants;

/// <summary>
/// At every instant a grain that owes something on disk has a reminder there that comes soon: the process may die at any instant, and
/// nobody else may ever call.
/// </summary>
internal sealed class WhoOwesIsWoken(World world) : Invariant(world)
{
    /// <summary>The reminder's period.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(15);

    /// <summary>After a write of a state, or of a reminder.</summary>
    public void Check(string grainType, string grainKey)
    {
        if (!World.States.Owes(grainType, grainKey)) return;
        if (World.Disk.Reminder(new(grainType, grainKey, WellKnownNames.DueReminder)) is not { } reminder) Fail($"{grainType} {grainKey} owes {World.States.Owing[$"{grainType} {grainKey}"]}, and has no reminder");
        else if (reminder.NextTick > World.Clock.GetUtcNow() + Soon) Fail($"{grainType} {grainKey} owes {World.States.Owing[$"{grainType} {grainKey}"]}, and is woken at {reminder.NextTick:u} only");
    }
}
