using System.Collections.Immutable;
using Atmosphere.Silo.Scaling;

namespace Atmosphere.Silo.Tests.Scaling;

/// <summary>Decides as <see cref="ScalingDecider.Decide"/> does.</summary>
internal delegate ScalingState Decide(ScalingState state, ImmutableArray<SiloDemand> reports, DateTimeOffset now, ScalingOptions options);

/// <param name="At">Since the beginning.</param>
/// <param name="From">Silos wanted before.</param>
/// <param name="To">Silos wanted after.</param>
internal sealed record ScalingChange(TimeSpan At, int From, int To);

/// <summary>What a run came to.</summary>
internal sealed record ScalingRun(ImmutableArray<ScalingChange> Changes, double LeftOver, TimeSpan LongestWait, int MostRunning, int LeastRunning);

/// <summary>
/// A cluster on virtual time, second by second: work arrives, the silos that run do it, each reports every ten seconds, and
/// KEDA asks for every silo every 30 seconds as its executor does: "1" starts what is stopped and is remembered; what has heard
/// nothing but "0" for 300 seconds is stopped.
/// </summary>
internal sealed class ScalingSimulation(ScalingOptions options, Decide decide, Func<double, double> arrivals)
{
    /// <summary>Pieces of work that one silo does in a second at 100 % of its processor.</summary>
    public const double Speed = 10;

    private const int ReportEvery = 10;
    private const int PollEvery = 30;
    private const int KedaCoolDown = 300;
    private const int SiloStart = 60;

    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    private readonly Silo[] _silos = [.. Enumerable.Range(0, options.MaxSilos).Select(number => new Silo { Number = number })];
    private readonly Dictionary<string, SiloDemand> _reports = new(StringComparer.Ordinal);
    private readonly List<ScalingChange> _changes = [];
    private ScalingState _state = new() { Wanted = options.MinSilos };
    private double _waiting;

    public ScalingRun Run(TimeSpan time)
    {
        var longest = 0.0;
        var (most, least) = (0, int.MaxValue);
        foreach (var silo in _silos.Take(options.MinSilos)) silo.UpSince = -SiloStart;
        for (var second = 0; second < time.TotalSeconds; second++)
        {
            var running = _silos.Where(silo => silo.IsUp(second)).ToList();
            Work(running, second);
            longest = Math.Max(longest, _waiting / (Speed * running.Count));
            (most, least) = (Math.Max(most, running.Count), Math.Min(least, running.Count));
            foreach (var silo in running.Where(silo => (second + (3 * silo.Number)) % ReportEvery == 0)) Report(silo, running.Count, second);
            if (second % PollEvery == 0) Poll(second);
        }

        return new([.. _changes], _waiting, TimeSpan.FromSeconds(longest), most, least);
    }

    private void Work(List<Silo> running, int second)
    {
        _waiting += arrivals(second);
        var done = Math.Min(_waiting, Speed * running.Count);
        _waiting -= done;
        // Smoothed over some seconds, as Orleans does.
        foreach (var silo in running) silo.Cpu += ((100 * done / (Speed * running.Count)) - silo.Cpu) / 5;
    }

    private void Report(Silo silo, int running, int second)
    {
        var name = $"{silo.Number}@{silo.UpSince}";
        _reports[name] = new SiloDemand
        {
            Silo = name,
            At = Start.AddSeconds(second),
            Cpu = silo.Cpu,
            Effects = (int)(_waiting / running),
            Events = (long)(_waiting / running),
            EventAge = TimeSpan.FromSeconds(_waiting / (Speed * running)),
        };
        Look(second);
    }

    private void Look(int second)
    {
        var before = _state.Wanted!.Value;
        _state = decide(_state, [.. _reports.Values], Start.AddSeconds(second), options);
        if (_state.Wanted is { } wanted && wanted != before) _changes.Add(new(TimeSpan.FromSeconds(second), before, wanted));
    }

    private void Poll(int second)
    {
        Look(second);
        foreach (var silo in _silos.Skip(options.MinSilos))
        {
            if (_state.Wants(silo.Number, options) == true)
            {
                silo.UpSince ??= second;
                silo.LastActive = second;
            }
            else if (silo.UpSince is not null && second - silo.LastActive > KedaCoolDown)
            {
                (silo.UpSince, silo.Cpu) = (null, 0);
            }
        }
    }

    private sealed class Silo
    {
        public int Number { get; init; }

        public int? UpSince { get; set; }

        public int LastActive { get; set; }

        public double Cpu { get; set; }

        public bool IsUp(int second) => UpSince is { } since && second - since >= SiloStart;
    }
}
