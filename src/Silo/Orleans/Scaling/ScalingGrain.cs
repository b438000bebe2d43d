using System.Collections.Immutable;
using Atmosphere.Grains;

namespace Atmosphere.Silo.Scaling;

/// <summary>
/// The shell around <see cref="ScalingDecider"/>. A number of silos is on disk before anybody is told of it; what has been seen of the
/// load is memory, and a new activation looks for itself.
/// </summary>
internal sealed partial class ScalingGrain(
    [PersistentState(WellKnownNames.States.Scaling, WellKnownNames.Storage)] IPersistentState<ScalingState> store,
    ScalingOptions options,
    TimeProvider time,
    ILogger<ScalingGrain> logger) : Grain, IScalingGrain
{
    private readonly Dictionary<string, SiloDemand> _reports = new(StringComparer.Ordinal);
    private ScalingState _state = new();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state = store.State;
        return base.OnActivateAsync(cancellationToken);
    }

    public Task Report(SiloDemand demand)
    {
        var now = time.GetUtcNow();
        _reports[demand.Silo] = demand with { At = now };
        foreach (var gone in _reports.Values.Where(report => !ScalingDecider.IsFresh(report with { Cpu = 0 }, now, options)).ToList()) _reports.Remove(gone.Silo);
        return LookAsync(now);
    }

    public async Task<bool?> Wants(int silo)
    {
        await LookAsync(time.GetUtcNow());
        return _state.Wants(silo, options);
    }

    public Task<ScalingView> Show()
    {
        var now = time.GetUtcNow();
        var fresh = _reports.Values.Where(report => ScalingDecider.IsFresh(report, now, options)).ToList();
        var load = fresh.Count == 0 ? default : ScalingLoad.Of(fresh, fresh.Count, options);
        return Task.FromResult(new ScalingView
        {
            Wanted = _state.Wanted,
            ChangedAt = _state.ChangedAt,
            Reporting = fresh.Count,
            Load = load.Share,
            Measure = load.Measure ?? "",
            AboveSince = _state.AboveSince,
            BelowSince = _state.BelowSince,
        });
    }

    private async Task LookAsync(DateTimeOffset now)
    {
        ImmutableArray<SiloDemand> reports = [.. _reports.Values];
        var next = ScalingDecider.Decide(_state, reports, now, options);
        if (next.Wanted != _state.Wanted)
        {
            await WriteAsync(next);
            var load = ScalingLoad.Of(reports, Math.Max(_state.Wanted ?? reports.Length, 1), options);
            LogChanged(_state.Wanted, next.Wanted, load.Share, load.Measure);
        }

        _state = next;
    }

    private async Task WriteAsync(ScalingState next)
    {
        var before = store.State;
        store.State = next;
        try
        {
            await store.WriteStateAsync();
        }
        catch
        {
            store.State = before;
            DeactivateOnIdle();
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Silos wanted: {Before} -> {After} (load {Load:0.00} of what they shall carry, by {Measure})")]
    private partial void LogChanged(int? before, int? after, double load, string measure);
}
