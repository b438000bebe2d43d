using System.Globalization;

namespace Atmosphere.Simulation;

/// <summary>What a reader wants to know of a run.</summary>
internal static class Report
{
    public static string Of(Outcome outcome)
    {
        var faults = string.Join(", ", outcome.Faults.Select(fault => $"{fault.Value} × {fault.Key}"));
        var result = outcome.Breach is { } breach ? $"BROKEN: {breach.Invariant}: {breach.What}" : "Every promise was kept.";
        return string.Create(CultureInfo.InvariantCulture, $"""
            seed {outcome.Seed}: {outcome.Turns} turns in {outcome.Simulated.TotalHours:0.0} simulated hours, trace hash {outcome.Hash:x16}
            settings: {outcome.Settings}
            faults: {(faults.Length == 0 ? "none" : faults)}
            {result}
            again: dotnet run -c Release --project tests/Simulation -- --seed {outcome.Seed} {outcome.Scale} --trace
            """);
    }
}

/// <summary>The sum of many runs. Runs may be added from several threads.</summary>
internal sealed class Totals
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, long> _faults = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _events = new(StringComparer.Ordinal);
    private int _runs;
    private long _turns;
    private TimeSpan _simulated;

    public void Add(Outcome outcome)
    {
        lock (_gate)
        {
            _runs++;
            _turns += outcome.Turns;
            _simulated += outcome.Simulated;
            foreach (var (fault, count) in outcome.Faults) _faults[fault] = _faults.GetValueOrDefault(fault) + count;
            foreach (var (happened, count) in outcome.Events) _events[happened] = _events.GetValueOrDefault(happened) + count;
        }
    }

    public string Describe(TimeSpan elapsed)
    {
        var minutes = elapsed.TotalMinutes;
        var faults = _faults.Values.Sum();
        return string.Create(CultureInfo.InvariantCulture, $"""
            {_runs} seeds in {elapsed.TotalSeconds:0.0} s: {_turns:#,0} turns, {faults:#,0} faults, {_simulated.TotalHours:#,0} simulated hours
            per minute: {_runs / minutes:#,0} seeds, {_turns / minutes:#,0} turns, {faults / minutes:#,0} faults, {_simulated.TotalHours / minutes:#,0} simulated hours
            faults: {string.Join(", ", _faults.Select(fault => $"{fault.Value} × {fault.Key}"))}
            what happened: {string.Join(", ", _events.Select(happened => $"{happened.Value} × {happened.Key}"))}
            """);
    }
}
