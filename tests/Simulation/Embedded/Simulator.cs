using Atmosphere.Simulation.Story;

namespace Atmosphere.Simulation;

/// <summary>How a run went.</summary>
internal sealed record Outcome
{
    public required ulong Seed { get; init; }

    public required Scale Scale { get; init; }

    public Violation? Breach { get; init; }

    /// <summary>The same for the same seed, scale and program.</summary>
    public required ulong Hash { get; init; }

    public required long Turns { get; init; }

    public required TimeSpan Simulated { get; init; }

    public required IReadOnlyDictionary<string, int> Faults { get; init; }

    /// <summary>What happened to the faces, by kind.</summary>
    public required IReadOnlyDictionary<string, int> Events { get; init; }

    public required string Settings { get; init; }

    /// <summary>Empty unless it was asked for.</summary>
    public required IReadOnlyList<string> Trace { get; init; }
}

/// <summary>One run: a storm, a calm in which everything owed is done, and days in which nobody presses a button.</summary>
internal static class Simulator
{
    /// <summary>The longest wait of anything is an hour (a Retry-After, or in a narrow channel an expiry), and reminders look every 15 minutes.</summary>
    private static readonly TimeSpan UntilDone = TimeSpan.FromHours(30);

    public static Outcome Run(ulong seed, Scale scale, bool traces = false)
    {
        // No test framework's context may take what is awaited here.
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var world = new World(seed, scale, traces);
            Play(world, scale);
            return new()
            {
                Seed = seed,
                Scale = scale,
                Breach = world.Verdict.Breach,
                Hash = world.Thread.Hash,
                Turns = world.Thread.Turns,
                Simulated = world.Thread.Now - world.Thread.Start,
                Faults = world.Weather.Faults,
                Events = world.Histories.Counts,
                Settings = world.Settings.ToString(),
                Trace = world.Trace.Lines,
            };
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    private static void Play(World world, Scale scale)
    {
        world.Start(world.Operator.KeepRunningAsync);
        var within = world.Dice.Pick([TimeSpan.FromMinutes(2), TimeSpan.FromHours(1), TimeSpan.FromHours(8), TimeSpan.FromDays(2)]);
        world.Start(() => new Arrivals(world, world.Dice.Fork()).RunAsync(scale.Arrivals, within));
        world.Start(() => new Crowd(world, world.Dice.Fork()).RunAsync(scale.Presses, within));
        world.Start(() => new Troubles(world, world.Dice.Fork()).RunAsync(within));
        world.Start(() => new Farewells(world, world.Dice.Fork(), new Dice(~world.Seed)).RunAsync(within));

        // The operator's activity does not end.
        world.Run(() => world.Activities == 1, TimeSpan.FromDays(10));

        world.Trace.Note("the faults stop");
        world.Weather.BecomeCalm();
        world.Outages.EndAll();
        Settle(world);

        world.Run(() => false, world.Settings.ExpireAfter + TimeSpan.FromHours(30) + TimeSpan.FromDays(world.Settings.CropsDays));
        Settle(world);
        if (world.Verdict.Breach is null) world.Invariants.AtEnd();
    }

    private static void Settle(World world)
    {
        // With a budget for each day the last question waits for its day.
        var atMost = UntilDone + TimeSpan.FromDays(world.Settings.PerDay > 0 ? world.States.Faces.Count / world.Settings.PerDay : 0);
        if (!world.Run(() => world.Activities == 1 && world.States.Owing.Count == 0 && world.Disk.Events.Count == 0, atMost))
            world.Verdict.Fail("OwedEffectsDrain", $"after {atMost} without a fault, {string.Join("; ", world.States.Owing)} are owed, {world.Disk.Events.Count} events wait, and {world.Activities - 1} callers");
        if (world.Verdict.Breach is null) world.Invariants.AtRest();
    }
}
