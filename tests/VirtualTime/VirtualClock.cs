namespace Atmosphere.VirtualTime;

/// <summary>The clock of one process, or of the world outside. Its timers fire as turns of that process.</summary>
internal sealed class VirtualClock(OneThread thread, TurnQueue turns) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => thread.Now;

    public override long GetTimestamp() => thread.Now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(thread, turns, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public Task Delay(TimeSpan time, CancellationToken cancellationToken = default) => Task.Delay(time, this, cancellationToken);
}

internal sealed class VirtualTimer(OneThread thread, TurnQueue turns, Action callback) : ITimer
{
    private TimeSpan _period;
    private long _setting;
    private bool _isSet;
    private bool _disposed;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_disposed) return false;
        _period = period;
        _setting++;
        _isSet = dueTime != Timeout.InfiniteTimeSpan;
        if (_isSet) thread.Set(this, thread.Now + dueTime, _setting);
        return true;
    }

    public bool IsSet(long setting) => _isSet && setting == _setting;

    public void Fire()
    {
        _isSet = false;
        if (_period > TimeSpan.Zero) Change(_period, _period);
        turns.Post(callback);
    }

    public void Dispose()
    {
        _disposed = true;
        _isSet = false;
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
