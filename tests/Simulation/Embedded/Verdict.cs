namespace Atmosphere.Simulation;

/// <summary>A promise was broken.</summary>
/// <param name="Invariant">Which one.</param>
/// <param name="What">How, in a sentence.</param>
internal sealed record Violation(string Invariant, string What);

/// <summary>Whether every promise was kept so far. The first breach ends the run: it is noted, not thrown, since the product might catch it.</summary>
internal sealed class Verdict(Trace trace)
{
    public Violation? Breach { get; private set; }

    public void Fail(string invariant, string what)
    {
        if (Breach is not null) return;
        Breach = new(invariant, what);
        trace.Note($"BROKEN: {invariant}: {what}");
    }
}
