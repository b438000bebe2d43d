using System.Diagnostics;

namespace Atmosphere.Simulation;

/// <summary>Looks for less that still breaks the same promise: the same seed with fewer arrivals, people, presses, restarts and faults.</summary>
internal static class Shrinker
{
    /// <summary>A reader waits for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static Outcome Shrink(Outcome failed)
    {
        var watch = Stopwatch.StartNew();
        var smallest = failed;
        while (Smaller() is { } smaller) smallest = smaller;
        return Simulator.Run(smallest.Seed, smallest.Scale, traces: true);

        Outcome? Smaller()
        {
            foreach (var scale in smallest.Scale.Smaller())
            {
                if (watch.Elapsed > Patience) return null;
                var outcome = Simulator.Run(failed.Seed, scale);
                if (outcome.Breach?.Invariant == failed.Breach!.Invariant) return outcome;
            }

            return null;
        }
    }
}
