using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Atmosphere.Grains.Owing;

/// <summary>
/// How much this process does of what its grains owe: for whoever decides about more processes, and as instruments.
/// No grain key is ever a dimension.
/// </summary>
public sealed class OwingLoad
{
    /// <summary>The meter's name, for whoever exports it.</summary>
    public const string MeterName = "Atmosphere.Grains";

    private static readonly Meter Meter = new(MeterName);
    private static readonly UpDownCounter<int> PerformingGrains = Meter.CreateUpDownCounter<int>("owing.performing", "{grain}", "Grains that are performing what they owe.");
    private static readonly Counter<long> Attempts = Meter.CreateCounter<long>("owing.attempts", "{attempt}", "Attempts at owed effects, by effect and outcome.");
    private static readonly Histogram<double> Latency = Meter.CreateHistogram<double>("owing.latency", "s", "From an effect's being owed to its being performed.");

    private int _performing;

    /// <summary>
    /// Grains that are performing an effect now. Those that wait, for a place in the channel, for a lease or for a retry, are not among
    /// them: they use nothing, and another process would not help them.
    /// </summary>
    public int Performing => Volatile.Read(ref _performing);

    internal void Begin()
    {
        Interlocked.Increment(ref _performing);
        PerformingGrains.Add(1);
    }

    internal void End()
    {
        Interlocked.Decrement(ref _performing);
        PerformingGrains.Add(-1);
    }

    internal static void Attempted(string effect, string outcome) => Attempts.Add(1, new TagList { { "effect", effect }, { "outcome", outcome } });

    internal static void Performed(string effect, TimeSpan sinceOwed) => Latency.Record(sinceOwed.TotalSeconds, new TagList { { "effect", effect } });
}
