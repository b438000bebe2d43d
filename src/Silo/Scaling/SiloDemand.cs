namespace Atmosphere.Silo.Scaling;

/// <summary>What one silo has to do at a moment. Loads are of this silo alone; the cluster's are their sums.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.SiloDemand")]
public sealed record SiloDemand
{
    /// <summary>Names one life of a silo: another one after a restart.</summary>
    [Id(0)] public string Silo { get; init; } = "";

    /// <summary>When it was measured, by the clock of whoever collects the reports.</summary>
    [Id(1)] public DateTimeOffset At { get; init; }

    /// <summary>Grains that are performing what they owe. Those that wait (for a place in the channel, for a retry) are not counted: another silo would not help them.</summary>
    [Id(2)] public int Effects { get; init; }

    /// <summary>Grains in memory.</summary>
    [Id(3)] public int Activations { get; init; }

    /// <summary>Processor use, smoothed: 0 to 100 % of what the silo has.</summary>
    [Id(4)] public double Cpu { get; init; }

    /// <summary>Stream events that wait to be read; 0 where the stream provider does not tell.</summary>
    [Id(5)] public long Events { get; init; }

    /// <summary>How long the oldest event waited that was read of late.</summary>
    [Id(6)] public TimeSpan EventAge { get; init; }

    /// <summary>False for what no silo can mean: such a report counts as none.</summary>
    internal bool IsSound => Effects >= 0 && Activations >= 0 && Cpu >= 0 && double.IsFinite(Cpu) && Events >= 0 && EventAge >= TimeSpan.Zero;
}
