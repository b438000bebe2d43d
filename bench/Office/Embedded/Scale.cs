namespace Atmosphere.Office.Bench;

/// <summary>How big the office is, and who is in it. Figures of an office in general, written down before the first run.</summary>
internal sealed record Scale
{
    public int People { get; init; } = 40;

    /// <summary>Pairs among them that look as alike as any two people in the measured photos.</summary>
    public int LookAlikes { get; init; } = 3;

    public int Cameras { get; init; } = 5;

    /// <summary>From a Monday on; at the weekend nobody is there.</summary>
    public int Days { get; init; } = 7;

    /// <summary>The share of voters who press anything.</summary>
    public double Careless { get; init; } = 0.1;

    /// <summary>Visitors a day, nobody of whom anybody knows; every third comes back on another day.</summary>
    public int Visitors { get; init; } = 10;
}
