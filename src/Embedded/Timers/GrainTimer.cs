using Atmosphere.Embedded.Runtime;
using Microsoft.Extensions.Logging;

namespace Atmosphere.Embedded.Timers;

/// <summary>A timer of an activation. A tick is a request of its own; the next one is set when it has ended.</summary>
internal abstract partial class GrainTimer : Request, IGrainTimer
{
    /// <summary>What <see cref="Timer"/> takes at most.</summary>
    private const uint MaxMilliseconds = 0xfffffffe;

    private readonly Activation _activation;
    private readonly bool _interleaves;
    private readonly bool _keepsAlive;
    private readonly CancellationTokenSource _disposed = new();
    private readonly ITimer _timer;
    private TimeSpan _due;
    private TimeSpan _period;
    private int _firing;
    private bool _changed;

    protected GrainTimer(Activation activation, bool interleaves, bool keepsAlive)
    {
        _activation = activation;
        _interleaves = interleaves;
        _keepsAlive = keepsAlive;
        using var _ = NoFlow.Enter();
        _timer = activation.Engine.Clock.CreateTimer(static timer => ((GrainTimer)timer!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public override bool Interleaves => _interleaves;

    public override bool IsLocal => true;

    public override bool KeepsAlive => _keepsAlive;

    public override bool IsAnswered => _disposed.IsCancellationRequested;

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, nameof(dueTime));
        Check(period, nameof(period));
        _changed = true;
        _due = dueTime;
        _period = period;
        // From its firing to the end of its callback a change waits for that end.
        if (Volatile.Read(ref _firing) == 0 && !IsAnswered) _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
    }

    public override Task Start(Activation activation)
    {
        if (IsAnswered) return Task.CompletedTask;
        _changed = false;
        try
        {
            var running = Run(_disposed.Token);
            if (!running.IsCompletedSuccessfully) return FinishAsync(running);
        }
        catch (Exception failure)
        {
            OnFailed(failure);
        }

        SetNext();
        return Task.CompletedTask;
    }

    public override bool Fail(Exception failure) => false;

    public void Dispose()
    {
        if (IsAnswered) return;
        try
        {
            _disposed.Cancel();
        }
        catch (AggregateException failure)
        {
            LogFailed(_activation.Engine.Log, failure, _activation.GrainId);
        }

        _timer.Dispose();
        _activation.Forget(this);
    }

    protected abstract Task Run(CancellationToken cancellationToken);

    private static void Check(TimeSpan time, string name)
    {
        var milliseconds = (long)time.TotalMilliseconds;
        ArgumentOutOfRangeException.ThrowIfLessThan(milliseconds, -1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(milliseconds, MaxMilliseconds, name);
    }

    private async Task FinishAsync(Task running)
    {
        try
        {
            await running;
        }
        catch (Exception failure)
        {
            OnFailed(failure);
        }

        SetNext();
    }

    private void OnFailed(Exception failure)
    {
        LogFailed(_activation.Engine.Log, failure, _activation.GrainId);
        _activation.OnCallFailed(failure);
    }

    private void Fire()
    {
        // A change that races with the firing arms the timer once more: that must not become a second tick at the same time.
        if (Interlocked.Exchange(ref _firing, 1) == 0) _activation.TryEnqueue(this);
    }

    private void SetNext()
    {
        Volatile.Write(ref _firing, 0);
        if (!IsAnswered) _timer.Change(_changed ? _due : _period, Timeout.InfiniteTimeSpan);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A timer of {Grain} threw. It goes on.")]
    private static partial void LogFailed(ILogger logger, Exception failure, GrainId grain);
}

/// <summary>A timer with the state that its callback gets.</summary>
internal sealed class GrainTimer<TState>(Activation activation, Func<TState, CancellationToken, Task> callback, TState state, bool interleaves, bool keepsAlive)
    : GrainTimer(activation, interleaves, keepsAlive)
{
    protected override Task Run(CancellationToken cancellationToken) => callback(state, cancellationToken);
}
