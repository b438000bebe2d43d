using System.Diagnostics.CodeAnalysis;
using Atmosphere.Embedded.Hosting;
using Atmosphere.Embedded.Streams;
using Atmosphere.Embedded.Timers;

namespace Atmosphere.Embedded.Runtime;

/// <summary>One grain object in memory, with its queue. It runs one request at a time; read-only ones interleave with each other, some timers with everything.</summary>
/// <remarks>The order of locks: an activation's own, then its scheduler's. Nothing is called out under a lock.</remarks>
internal sealed partial class Activation : IActivation, ITurnOwner
{
    /// <summary>After so many requests, continuations of running ones get their chance.</summary>
    private const int MaxStartsPerTurn = 32;

    private readonly Queue<Request> _waiting = new(0);
    private Queue<Request>? _interleaving;
    private Request? _running;
    private List<Request>? _runningToo;
    private int _readOnlyWaiting;
    private bool _watched;
    private long _lastUsed;
    private long _keepUntil;
    private Rare? _rare;

    public Activation(EngineCore engine, GrainClass grainClass, string key)
    {
        Engine = engine;
        Class = grainClass;
        Key = key;
        Scheduler = new TurnScheduler(engine.Executor, this);
        _lastUsed = engine.Clock.GetTimestamp();
    }

    public EngineCore Engine { get; }

    public GrainClass Class { get; }

    public string Key { get; }

    public TurnScheduler Scheduler { get; }

    public GrainId GrainId => GrainId.Create(Class.GrainType, Key);

    /// <summary>The grain object; there is one once a request runs.</summary>
    public Grain Grain => _grain!;

    public object? GrainInstance => _grain;

    public IServiceProvider ActivationServices => _scope!.Value.ServiceProvider;

    public IGrainFactory GrainFactory => Engine.Factory;

    public Task Deactivated
    {
        get
        {
            lock (this) return _state is ActivationState.Ended ? Task.CompletedTask : EnsureRare().Ended.Task;
        }
    }

    public TGrainInterface AsReference<TGrainInterface>() => Engine.Reference<TGrainInterface>(Class, Key);

    /// <summary>Takes a request into the queue. False: the activation has ended, look for its successor.</summary>
    public bool TryEnqueue(Request request)
    {
        var watch = false;
        lock (this)
        {
            if (_state is ActivationState.Ended) return false;
            request.Target = this;
            if (request.Interleaves) (_interleaving ??= new Queue<Request>()).Enqueue(request);
            else _waiting.Enqueue(request);
            if (request.IsReadOnly) _readOnlyWaiting++;
            if (request.Deadline != long.MaxValue && !_watched) watch = _watched = true;
        }

        if (watch) Engine.Calls.Add(this);
        Scheduler.Signal();
        return true;
    }

    /// <summary>Starts what may start. Runs in turns only.</summary>
    public void OnSignal()
    {
        for (var i = 0; i < MaxStartsPerTurn; i++)
        {
            if (!TakeNext(out var request)) return;
            var running = request.Start(this);
            if (running.IsCompleted) Finished(request);
            else _ = FinishAsync(request, running);
        }

        Scheduler.Signal();
    }

    /// <summary>A call ended with an exception: a stale write means that this activation's state is out of date.</summary>
    public void OnCallFailed(Exception failure)
    {
        if (failure is not InconsistentStateException stale || !ReferenceEquals(stale.WrittenBy, this)) return;
        // It passes through callers that are grains, too: it is no stale write of theirs.
        stale.WrittenBy = null;
        EngineMeter.StaleWrites.Add(1);
        LogStaleWrite(Engine.Log, GrainId, failure.Message);
        Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationError, failure, failure.Message));
    }

    /// <summary>Answers the requests whose callers have waited long enough. False: none is left to be watched.</summary>
    public bool EndOverdueWaits(long now)
    {
        List<Request>? overdue = null;
        lock (this)
        {
            var outstanding = false;
            foreach (var request in Outstanding())
            {
                if (request.Deadline == long.MaxValue || request.IsAnswered) continue;
                if (request.Deadline <= now) (overdue ??= []).Add(request);
                else outstanding = true;
            }

            _watched = outstanding;
        }

        foreach (var request in overdue ?? [])
        {
            var name = (request as CallRequest)?.Method.Name ?? "an event";
            if (!request.Fail(new TimeoutException($"{GrainId} did not answer {name} in time. It may still do what it was asked for."))) continue;
            EngineMeter.Timeouts.Add(1);
            LogTimeout(Engine.Log, GrainId, name);
        }

        return _watched;
    }

    /// <summary>Answers everything that still waits or runs.</summary>
    public void FailOutstanding(Exception failure)
    {
        Request[] outstanding;
        lock (this) outstanding = [.. Outstanding()];
        foreach (var request in outstanding) request.Fail(failure);
    }

    /// <summary>Asks for the end of the activation if it has not been used for its class's time.</summary>
    public void CollectIfIdle(long now, TimeSpan? olderThan = null)
    {
        var limit = olderThan ?? Class.AgeLimit ?? Engine.Options.CollectionAge;
        if (limit == TimeSpan.MaxValue) return;
        lock (this)
        {
            if (_state is not ActivationState.Valid || _running is not null || _waiting.Count > 0 || _interleaving is { Count: > 0 }) return;
            if (_keepUntil > now || Engine.Clock.GetElapsedTime(_lastUsed, now) < limit) return;
        }

        Deactivate(new DeactivationReason(DeactivationReasonCode.ActivationIdle, $"Not used for {limit}."));
    }

    public void DelayDeactivation(TimeSpan timeSpan)
    {
        lock (this)
        {
            _keepUntil = timeSpan <= TimeSpan.Zero && timeSpan != Timeout.InfiniteTimeSpan ? 0
                : timeSpan == Timeout.InfiniteTimeSpan || timeSpan > TimeSpan.FromDays(3650) ? long.MaxValue
                : Engine.Deadline(timeSpan);
        }
    }

    public IGrainTimer RegisterTimer<TState>(Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    {
        if (!ReferenceEquals(CurrentTurn.Activation, this))
            throw new InvalidOperationException($"A timer of {GrainId} can be registered in its own turns only.");
        var timer = new GrainTimer<TState>(this, callback, state, options.Interleave, options.KeepAlive);
        lock (this) EnsureRare().Timers.Add(timer);
        timer.Change(options.DueTime, options.Period);
        return timer;
    }

    public void Forget(GrainTimer timer)
    {
        lock (this) _rare?.Timers.Remove(timer);
    }

    /// <summary>The grain's consumer of a stream in this activation, made by the first event. Used in turns only.</summary>
    public Dictionary<(string Provider, StreamId Stream), StreamConsumer> Consumers => EnsureRare().Consumers;

    public override string ToString() => GrainId.ToString();

    private IEnumerable<Request> Outstanding()
    {
        if (_running is not null) yield return _running;
        foreach (var request in _runningToo ?? []) yield return request;
        foreach (var request in _waiting) yield return request;
    }

    private bool TakeNext([NotNullWhen(true)] out Request? request)
    {
        lock (this)
        {
            request = null;
            if (!MayStart()) return false;
            if (_interleaving is { Count: > 0 } ticks) request = ticks.Dequeue();
            else if (_state is ActivationState.Valid) request = NextInTurn();
            if (request is null) return false;
            if (_running is null) _running = request;
            else (_runningToo ??= []).Add(request);
            return true;
        }
    }

    /// <summary>The next waiting request, or while read-only ones run, the next read-only one: it may overtake others, as in Orleans.</summary>
    private Request? NextInTurn()
    {
        while (_waiting.TryPeek(out var first) && first.IsAnswered) Dequeue();
        if (_waiting.Count == 0) return null;
        if (NothingBlocks()) return Dequeue();
        if (_readOnlyWaiting == 0 || !OnlyReadOnlyRuns()) return null;
        Request? found = null;
        for (var i = _waiting.Count; i > 0; i--)
        {
            var each = _waiting.Dequeue();
            if (found is null && each.IsReadOnly && !each.IsAnswered) found = each;
            else _waiting.Enqueue(each);
        }

        if (found is not null) _readOnlyWaiting--;
        return found;
    }

    private Request Dequeue()
    {
        var request = _waiting.Dequeue();
        if (request.IsReadOnly) _readOnlyWaiting--;
        return request;
    }

    private bool NothingBlocks() => _running is null || (_running.Interleaves && (_runningToo is null || _runningToo.TrueForAll(r => r.Interleaves)));

    private bool OnlyReadOnlyRuns() =>
        (_running!.Interleaves || _running.IsReadOnly) && (_runningToo is null || _runningToo.TrueForAll(r => r.Interleaves || r.IsReadOnly));

    private async Task FinishAsync(Request request, Task running)
    {
        // Requests answer for themselves: what they throw is not theirs.
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        Finished(request);
        Scheduler.Signal();
    }

    private void Finished(Request request)
    {
        lock (this)
        {
            if (ReferenceEquals(_running, request))
            {
                _running = null;
                if (_runningToo is { Count: > 0 })
                {
                    _running = _runningToo[^1];
                    _runningToo.RemoveAt(_runningToo.Count - 1);
                }
            }
            else
            {
                _runningToo?.Remove(request);
            }

            if (request.KeepsAlive) _lastUsed = Engine.Clock.GetTimestamp();
        }
    }

    private Rare EnsureRare()
    {
        lock (this) return _rare ??= new Rare();
    }

    /// <summary>What most activations never need.</summary>
    private sealed class Rare
    {
        public List<GrainTimer> Timers { get; } = [];

        public Dictionary<(string Provider, StreamId Stream), StreamConsumer> Consumers { get; } = [];

        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
