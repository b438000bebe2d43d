namespace Atmosphere.Embedded.Runtime;

/// <summary>Ends the wait of callers whose time is up.</summary>
/// <remarks>
/// There is no timer per call. An activation that gets a request registers itself once; a sweep, several times per timeout,
/// looks through the requests of those that are registered and lets the finished ones go. A call ends at most a tenth of its
/// timeout late.
/// </remarks>
internal sealed class CallWatch
{
    private static readonly TimeSpan Coarsest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Finest = TimeSpan.FromMilliseconds(10);

    private readonly EngineCore _engine;
    private readonly Lock _gate = new();
    private List<Activation> _watched = [];
    private List<Activation> _spare = [];
    private ITimer? _timer;
    private TimeSpan _resolution = Coarsest;
    private bool _armed;

    public CallWatch(EngineCore engine)
    {
        _engine = engine;
        Expect(engine.Options.ResponseTimeout);
    }

    /// <summary>How many activations are looked at in the next sweep.</summary>
    public int WatchedCount
    {
        get { lock (_gate) return _watched.Count; }
    }

    /// <summary>Makes the sweeps frequent enough for a timeout.</summary>
    public void Expect(TimeSpan timeout)
    {
        lock (_gate)
        {
            var wanted = timeout / 10;
            if (wanted < Finest) wanted = Finest;
            if (wanted < _resolution) _resolution = wanted;
        }
    }

    /// <summary>Has the activation looked at in the next sweep.</summary>
    public void Add(Activation activation)
    {
        lock (_gate)
        {
            _watched.Add(activation);
            if (_armed) return;
            _armed = true;
            Arm();
        }
    }

    /// <summary>Ends every wait, at the end of the engine.</summary>
    public void FailAll(Func<Activation, Exception> failure)
    {
        Activation[] watched;
        lock (_gate)
        {
            watched = [.. _watched];
            _timer?.Dispose();
            _timer = null;
            // Nothing is armed any more: who waits from now on has been refused.
            _armed = true;
        }

        foreach (var activation in watched) activation.FailOutstanding(failure(activation));
    }

    private void Arm()
    {
        if (_timer is null)
        {
            using var _ = NoFlow.Enter();
            _timer = _engine.Clock.CreateTimer(static watch => ((CallWatch)watch!).Sweep(), this, _resolution, Timeout.InfiniteTimeSpan);
        }
        else
        {
            _timer.Change(_resolution, Timeout.InfiniteTimeSpan);
        }
    }

    private void Sweep()
    {
        List<Activation> looking;
        lock (_gate)
        {
            looking = _watched;
            _watched = _spare;
        }

        var now = _engine.Clock.GetTimestamp();
        looking.RemoveAll(activation => !activation.EndOverdueWaits(now));
        lock (_gate)
        {
            _watched.AddRange(looking);
            looking.Clear();
            _spare = looking;
            if (_watched.Count > 0 && _timer is not null) Arm();
            else _armed = _timer is null;
        }
    }
}
