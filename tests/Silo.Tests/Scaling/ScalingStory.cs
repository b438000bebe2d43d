using System.Collections.Immutable;
using Atmosphere.Silo.Scaling;

namespace Atmosphere.Silo.Tests.Scaling;

/// <summary>A cluster whose load a test sets, looked at every ten seconds.</summary>
internal sealed class ScalingStory(ScalingOptions? options = null, int? wanted = 1)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(10);

    public ScalingOptions Options { get; } = options ?? new();

    public DateTimeOffset Now { get; private set; } = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public ScalingState State { get; private set; } = new() { Wanted = wanted };

    /// <summary>How many silos report; usually as many as are wanted.</summary>
    public int? Reporting { get; set; }

    /// <summary>The processor use of the whole cluster, in per cent of one silo.</summary>
    public double Cpu { get; set; }

    /// <summary>Changes a silo's report; the number is its own.</summary>
    public Func<SiloDemand, int, SiloDemand> Report { get; set; } = (report, _) => report;

    /// <summary>Lets time pass and looks.</summary>
    public ScalingStory Pass(TimeSpan time)
    {
        for (var end = Now + time; Now < end;)
        {
            Now += Look;
            LookNow();
        }

        return this;
    }

    /// <summary>Lets time pass in which nobody looks.</summary>
    public ScalingStory Sleep(TimeSpan time)
    {
        Now += time;
        return this;
    }

    public ScalingStory LookNow()
    {
        State = ScalingDecider.Decide(State, Reports(), Now, Options);
        return this;
    }

    private ImmutableArray<SiloDemand> Reports()
    {
        var count = Reporting ?? State.Wanted ?? 1;
        return [.. Enumerable.Range(0, count).Select(silo => Report(new SiloDemand { Silo = $"silo-{silo}", At = Now, Cpu = Math.Min(100, Cpu / count) }, silo))];
    }
}
