namespace Atmosphere.Simulation;

/// <summary>How big a run is. A failing one is repeated with less, for as long as it still fails.</summary>
internal sealed record Scale
{
    /// <summary>Faces that other systems have cut out, and photos that are uploaded: each of them one arrival.</summary>
    public int Arrivals { get; init; } = 8;

    /// <summary>People who can vote and be tagged.</summary>
    public int People { get; init; } = 6;

    /// <summary>Presses of buttons.</summary>
    public int Presses { get; init; } = 70;

    /// <summary>How often the process dies or is stopped, at most.</summary>
    public int Restarts { get; init; } = 12;

    /// <summary>How many faults of the disk and of other services there are, at most.</summary>
    public int Faults { get; init; } = 400;

    /// <summary>The same with one number halved, the strongest first.</summary>
    public IEnumerable<Scale> Smaller()
    {
        if (Arrivals > 1) yield return this with { Arrivals = Arrivals / 2 };
        if (Presses > 0) yield return this with { Presses = Presses / 2 };
        if (Restarts > 0) yield return this with { Restarts = Restarts / 2 };
        if (Faults > 0) yield return this with { Faults = Faults / 2 };
        if (People > 2) yield return this with { People = People - 1 };
        if (Arrivals > 1) yield return this with { Arrivals = Arrivals - 1 };
        if (Presses > 0) yield return this with { Presses = Presses - 1 };
        if (Restarts > 0) yield return this with { Restarts = Restarts - 1 };
        if (Faults > 0) yield return this with { Faults = Faults - 1 };
    }

    public override string ToString() => $"--arrivals {Arrivals} --people {People} --presses {Presses} --restarts {Restarts} --faults {Faults}";
}
