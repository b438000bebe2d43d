using Atmosphere.Grains.Ports;

namespace Atmosphere.Silo.Outside;

/// <summary>Takes note of what becomes of calls to one outside service. Any number of callers.</summary>
/// <param name="name">How it is called at the start of a sentence.</param>
/// <param name="time">To tell how long something lasts.</param>
public sealed class OutsideService(string name, TimeProvider time)
{
    private readonly Lock _gate = new();
    private OutsideHealth _health = new();

    public OutsideReport Current
    {
        get { lock (_gate) return _health.Report(name, time.GetUtcNow()); }
    }

    /// <summary>Passes a call's outcome on, having taken note of it. A call that throws is a bug or was cancelled, and tells nothing.</summary>
    internal async Task<Outcome<T>> WatchAsync<T>(string call, Task<Outcome<T>> outcome)
    {
        var became = await outcome;
        lock (_gate) _health = _health.After(call, became.Kind, became.Reason, became.RetryAfter, time.GetUtcNow());
        return became;
    }
}

/// <summary>The outside services that work depends on and that this process can't mend.</summary>
public sealed class OutsideServices(TimeProvider time)
{
    public OutsideService Slack { get; } = new("Slack", time);

    /// <summary>The receiver of <c>Webhook:Url</c>.</summary>
    public OutsideService Webhook { get; } = new("The webhook's receiver", time);

    public OutsideService Recogniser { get; } = new("The recogniser", time);
}
