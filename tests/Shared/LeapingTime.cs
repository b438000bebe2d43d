namespace Atmosphere.Testing;

/// <summary>The system's clock and timers, until a test leaps: then everything that was due meanwhile is due at once.</summary>
public sealed class LeapingTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly HashSet<LeapingTimer> _timers = [];
    private long _leapt;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _leapt));

    public override long GetTimestamp() => System.GetElapsedTime(0).Ticks + Interlocked.Read(ref _leapt);

    public void Leap(TimeSpan by)
    {
        LeapingTimer[] timers;
        lock (_gate)
        {
            Interlocked.Add(ref _leapt, by.Ticks);
            timers = [.. _timers];
        }

        foreach (var timer in timers) timer.Hasten(by);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new LeapingTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class LeapingTimer : ITimer
    {
        private readonly LeapingTime _owner;
        private readonly ITimer _inner;
        private readonly Lock _gate = new();
        private TimeSpan _period = Timeout.InfiniteTimeSpan;
        private DateTimeOffset? _due;

        public LeapingTimer(LeapingTime owner, TimerCallback callback, object? state)
        {
            _owner = owner;
            _inner = System.CreateTimer(
                _ =>
                {
                    lock (_gate) _due = _period == Timeout.InfiniteTimeSpan ? null : System.GetUtcNow() + _period;
                    callback(state);
                },
                null,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan);
            lock (owner._gate) owner._timers.Add(this);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_gate)
            {
                (_period, _due) = (period == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : period, dueTime == Timeout.InfiniteTimeSpan ? null : System.GetUtcNow() + dueTime);
                return _inner.Change(dueTime, _period);
            }
        }

        public void Hasten(TimeSpan by)
        {
            lock (_gate)
            {
                if (_due is not { } due) return;
                var left = due - by - System.GetUtcNow();
                if (left < TimeSpan.Zero) left = TimeSpan.Zero;
                _due = System.GetUtcNow() + left;
                _inner.Change(left, _period);
            }
        }

        public void Dispose()
        {
            lock (_owner._gate) _owner._timers.Remove(this);
            lock (_gate) _due = null;
            _inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
