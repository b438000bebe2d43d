using Atmosphere.Embedded.Hosting;
using Atmosphere.Embedded.Runtime;
using Atmosphere.Embedded.Storage;

namespace Atmosphere.Embedded.Streams;

/// <summary>Takes events into the store, and brings them to their grains: at least once, in order within a lane, many lanes at once.</summary>
/// <remarks>
/// The store is the queue; memory holds a window of it. A reader goes through the events in the order of their numbers and
/// hands them to their lanes. A lane that has enough in memory is passed over and fetches the rest itself later, so that a
/// lane that is stuck holds up no other. All state belongs to the turns of one scheduler.
/// </remarks>
internal sealed partial class StreamPump
{
    private const int PageSize = 500;
    private const int WindowPerLane = 32;
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromSeconds(30);

    private readonly EngineCore _engine;
    private readonly IUndeliveredEvents? _undelivered;
    private readonly EventCodec _codec;
    private readonly TurnScheduler _turns;
    private readonly Dictionary<EventLane, Lane> _lanes = [];
    private readonly Queue<Lane> _ready = new();
    private readonly CancellationTokenSource _stopping = new();
    private List<long> _delivered = [];
    private long _readTo;
    private int _inMemory;
    private int _delivering;
    private int _announced;
    private bool _unread;
    private bool _reading;
    private bool _deleting;
    private TaskCompletionSource? _idle;

    public StreamPump(EngineCore engine, IUndeliveredEvents? undelivered)
    {
        _engine = engine;
        _undelivered = undelivered;
        _codec = new EventCodec(engine.Serializer);
        _turns = new TurnScheduler(engine.Executor);
    }

    /// <summary>How many events are in memory at once, not counting those of lanes that wait for a retry.</summary>
    internal int WindowOfAll { get; set; } = 10_000;

    /// <summary>Begins to deliver, with what was left by the last process.</summary>
    public void Start() => Announce();

    /// <summary>Ends delivering: what is on its way may arrive, and what has arrived is noted.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Task idle = Task.CompletedTask;
        await _turns.Run(() =>
        {
            _stopping.Cancel();
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            idle = _idle.Task;
            NoteIdle();
            return Task.CompletedTask;
        });
        await Continue.Here(idle).WaitAsync(cancellationToken);
    }

    /// <summary>Puts events on disk, once for every grain class that is subscribed.</summary>
    public async Task PublishAsync(string provider, StreamId stream, IReadOnlyList<object> items)
    {
        if (_engine.Phase is not (EnginePhase.Running or EnginePhase.Draining))
            throw new SiloUnavailableException("The engine is not running: it takes no events.");
        var streamNamespace = stream.GetNamespace() ?? "";
        var subscribed = _engine.Classes.SubscribedTo(streamNamespace);
        if (subscribed.Count == 0) LogNobodySubscribed(_engine.Log, streamNamespace);
        if (subscribed.Count == 0 || items.Count == 0) return;
        var events = new List<NewEvent>(items.Count * subscribed.Count);
        foreach (var item in items)
        {
            var payload = _codec.Serialize(item);
            var type = EventTypes.NameOf(item.GetType());
            foreach (var grainClass in subscribed)
                events.Add(new NewEvent(new EventLane(grainClass.Name, provider, streamNamespace, stream.GetKeyAsString()), type, payload));
        }

        try
        {
            await _engine.Store.AppendEventsAsync(events);
        }
        finally
        {
            // A write that failed may have landed: then nothing else would have its events read before the next publish or start.
            Announce();
        }
    }

    /// <summary>Has the reader look once more; publishers whose events are on disk by then share that look.</summary>
    private void Announce()
    {
        if (Interlocked.Exchange(ref _announced, 1) == 0) _turns.Post(static pump => ((StreamPump)pump!).OnPublished(), this);
    }

    private void OnPublished()
    {
        Volatile.Write(ref _announced, 0);
        _unread = true;
        Advance();
    }

    private void Advance()
    {
        if (_stopping.IsCancellationRequested) return;
        if (_unread && !_reading && _inMemory < WindowOfAll)
        {
            _reading = true;
            _ = ReadAsync();
        }

        while (_delivering < _engine.Options.ConcurrentStreams && _ready.TryDequeue(out var lane))
        {
            _delivering++;
            _ = DeliverAsync(lane);
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            _unread = false;
            var page = await _engine.Store.ReadEventsAsync(_readTo, PageSize);
            foreach (var stored in page)
            {
                _readTo = stored.Sequence;
                if (!_lanes.TryGetValue(stored.Lane, out var lane)) _lanes[stored.Lane] = lane = new Lane(stored.Lane);
                if (lane.IsCutOff || lane.Window.Count >= WindowPerLane)
                {
                    lane.IsCutOff = true;
                    continue;
                }

                lane.Window.Enqueue(stored);
                _inMemory++;
                MakeReady(lane);
            }

            if (page.Count == PageSize) _unread = true;
        }
        catch (Exception failure)
        {
            LogReadFailed(_engine.Log, failure);
            await DelayAsync(_engine.Options.EventRetryDelay);
            _unread = true;
        }

        _reading = false;
        Advance();
    }

    private void MakeReady(Lane lane)
    {
        if (lane.IsBusy) return;
        lane.IsBusy = true;
        _ready.Enqueue(lane);
    }

    /// <summary>Delivers the first event of a lane, then gives others their chance.</summary>
    private async Task DeliverAsync(Lane lane)
    {
        if (lane.Window.TryPeek(out var stored))
        {
            var failure = await TryDeliverAsync(lane, stored);
            if (failure is null)
            {
                EngineMeter.EventsDelivered.Add(1);
                Done(lane, stored);
            }
            else if (!_stopping.IsCancellationRequested)
            {
                await OnFailedAsync(lane, stored, failure);
            }
        }

        _delivering--;
        if (!_stopping.IsCancellationRequested) await ContinueAsync(lane);
        Advance();
        NoteIdle();
    }

    private async Task<Exception?> TryDeliverAsync(Lane lane, StoredEvent stored)
    {
        try
        {
            lane.Attempts++;
            lane.FirstTried ??= _engine.Clock.GetTimestamp();
            await SendAsync(new EventRequest(stored, _codec));
            return null;
        }
        catch (Exception failure)
        {
            return failure;
        }
    }

    private Task SendAsync(EventRequest request)
    {
        if (!_engine.Classes.TryGet(request.Event.Lane.GrainType, out var grainClass))
            throw new UndeliverableException($"There is no grain class '{request.Event.Lane.GrainType}' any more.");
        request.Deadline = _engine.Deadline(_engine.Options.ResponseTimeout);
        _engine.Send(grainClass, request.Event.Lane.Key, request);
        return request.Task;
    }

    private void Done(Lane lane, StoredEvent stored)
    {
        lane.Window.Dequeue();
        lane.LastDone = stored.Sequence;
        lane.Attempts = 0;
        lane.FirstTried = null;
        _inMemory--;
        _delivered.Add(stored.Sequence);
        if (_deleting) return;
        _deleting = true;
        _ = DeleteAsync();
    }

    private async Task DeleteAsync()
    {
        while (_delivered.Count > 0)
        {
            var batch = _delivered;
            _delivered = [];
            try
            {
                await _engine.Store.DeleteEventsAsync(batch);
            }
            catch (Exception failure)
            {
                LogDeleteFailed(_engine.Log, failure);
                _delivered.AddRange(batch);
                // At a stop they stay, and come again after the start: delivery is at least once.
                if (_stopping.IsCancellationRequested) break;
                await DelayAsync(_engine.Options.EventRetryDelay);
            }
        }

        _deleting = false;
        NoteIdle();
    }

    private async Task OnFailedAsync(Lane lane, StoredEvent stored, Exception failure)
    {
        var tried = _engine.Clock.GetElapsedTime(lane.FirstTried!.Value);
        if (failure is not UndeliverableException && tried < _engine.Options.MaxEventDeliveryTime)
        {
            EngineMeter.EventsRetried.Add(1);
            LogRetry(_engine.Log, failure, stored.Sequence, stored.Lane.GrainType, lane.Attempts);
            KeepFirstOnly(lane);
            lane.Retry = Backoff(lane.Attempts);
            return;
        }

        LogGivenUp(_engine.Log, failure, stored.Sequence, stored.Lane.GrainType, lane.Attempts);
        if (failure is not UndeliverableException) await TellGrainAsync(stored, failure);
        await TellHostAsync(lane, stored, failure);
        try
        {
            await _engine.Store.BuryEventAsync(stored.Sequence, _engine.Clock.GetUtcNow(), $"{failure.GetType().FullName}: {failure.Message}");
        }
        catch (Exception storeFailure)
        {
            LogBuryFailed(_engine.Log, storeFailure, stored.Sequence);
            lane.Retry = LongestRetryDelay;
            return;
        }

        EngineMeter.EventsGivenUp.Add(1);
        Done(lane, stored);
    }

    private async Task TellGrainAsync(StoredEvent stored, Exception failure)
    {
        try
        {
            await SendAsync(new EventRequest(stored, _codec, failure));
        }
        catch (Exception refused)
        {
            LogTellingFailed(_engine.Log, refused, stored.Sequence);
        }
    }

    private async Task TellHostAsync(Lane lane, StoredEvent stored, Exception failure)
    {
        if (_undelivered is null) return;
        try
        {
            await _undelivered.OnUndelivered(
                new UndeliveredEvent
                {
                    Sequence = stored.Sequence,
                    ProviderName = stored.Lane.Provider,
                    StreamId = StreamId.Create(stored.Lane.Namespace, stored.Lane.Key),
                    GrainType = stored.Lane.GrainType,
                    EventType = stored.EventType,
                    Payload = stored.Payload,
                    Attempts = lane.Attempts,
                    Failure = failure,
                },
                _stopping.Token);
        }
        catch (Exception refused)
        {
            LogTellingFailed(_engine.Log, refused, stored.Sequence);
        }
    }

    /// <summary>A lane that waits keeps one event in memory; the rest is in the store.</summary>
    private void KeepFirstOnly(Lane lane)
    {
        if (lane.Window.Count <= 1) return;
        var first = lane.Window.Dequeue();
        _inMemory -= lane.Window.Count;
        lane.Window.Clear();
        lane.Window.Enqueue(first);
        lane.IsCutOff = true;
    }

    private TimeSpan Backoff(int attempts)
    {
        var delay = _engine.Options.EventRetryDelay * Math.Pow(2, Math.Min(attempts - 1, 20));
        return delay < LongestRetryDelay ? delay : LongestRetryDelay;
    }

    private async Task ContinueAsync(Lane lane)
    {
        if (lane.Retry is { } retry)
        {
            lane.Retry = null;
            // Its places among those that deliver and in the window of all are free meanwhile; the lane stays busy.
            _inMemory -= lane.Window.Count;
            Advance();
            await DelayAsync(retry);
            _inMemory += lane.Window.Count;
        }

        while (lane.Window.Count == 0 && lane.IsCutOff && !_stopping.IsCancellationRequested) await RefillAsync(lane);
        lane.IsBusy = false;
        if (lane.Window.Count > 0) MakeReady(lane);
        else _lanes.Remove(lane.Key);
    }

    private async Task RefillAsync(Lane lane)
    {
        try
        {
            // What is not read by then the reader will hand over in its course.
            var readTo = _readTo;
            var rest = await _engine.Store.ReadEventsAsync(lane.Key, lane.LastDone, WindowPerLane);
            lane.IsCutOff = rest.Count == WindowPerLane || _readTo != readTo;
            foreach (var stored in rest.TakeWhile(e => e.Sequence <= readTo))
            {
                lane.Window.Enqueue(stored);
                _inMemory++;
            }
        }
        catch (Exception failure)
        {
            LogReadFailed(_engine.Log, failure);
            await DelayAsync(_engine.Options.EventRetryDelay);
        }
    }

    private async Task DelayAsync(TimeSpan delay)
    {
        await Task.Delay(delay, _engine.Clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    private void NoteIdle()
    {
        if (_delivering == 0 && !_deleting) _idle?.TrySetResult();
    }

    private sealed class Lane(EventLane key)
    {
        public EventLane Key => key;

        /// <summary>The next events, in order.</summary>
        public Queue<StoredEvent> Window { get; } = new();

        /// <summary>The store has read events of the lane that are not in the window.</summary>
        public bool IsCutOff { get; set; }

        /// <summary>It delivers, waits for its place or waits for a retry.</summary>
        public bool IsBusy { get; set; }

        public int Attempts { get; set; }

        public long? FirstTried { get; set; }

        public TimeSpan? Retry { get; set; }

        /// <summary>The number of the last event that was delivered or given up.</summary>
        public long LastDone { get; set; }
    }
}
