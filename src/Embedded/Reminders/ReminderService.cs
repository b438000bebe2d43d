using Atmosphere.Embedded.Hosting;
using Atmosphere.Embedded.Runtime;
using Atmosphere.Embedded.Storage;
using Microsoft.Extensions.Logging;

namespace Atmosphere.Embedded.Reminders;

/// <summary>Keeps reminders in the store and delivers their ticks.</summary>
/// <remarks>
/// The store's index on the next tick is the schedule: memory holds the ticks that are under way, and one timer for the next
/// time there is something to do, however many reminders there are. The next tick is stored when this one has ended, so a tick
/// that the process did not live to deliver comes after the restart. All state belongs to the turns of one scheduler.
/// </remarks>
internal sealed partial class ReminderService : IReminderRegistry
{
    /// <summary>Timers have an upper limit, and clocks get adjusted.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromHours(1);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly EngineCore _engine;
    private readonly TurnScheduler _turns;
    private readonly HashSet<ReminderKey> _underWay = [];
    private ITimer? _timer;
    private DateTimeOffset _wakeAt = DateTimeOffset.MaxValue;
    private bool _working;
    private bool _again;
    private bool _stopping;
    private TaskCompletionSource? _idle;

    public ReminderService(EngineCore engine)
    {
        _engine = engine;
        _turns = new TurnScheduler(engine.Executor);
    }

    /// <summary>Begins with what is due by now.</summary>
    public void Start() => _turns.Post(static service => ((ReminderService)service!).Work(), this);

    /// <summary>Ends: ticks that are under way may finish.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Task idle = Task.CompletedTask;
        await _turns.Run(() =>
        {
            _stopping = true;
            _timer?.Dispose();
            _timer = null;
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            idle = _idle.Task;
            NoteIdle();
            return Task.CompletedTask;
        });
        await Continue.Here(idle).WaitAsync(cancellationToken);
    }

    public Task<IGrainReminder> RegisterOrUpdateReminder(GrainId grainId, string reminderName, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == Timeout.InfiniteTimeSpan) throw new ArgumentOutOfRangeException(nameof(dueTime), "Cannot use InfiniteTimeSpan dueTime to create a reminder");
        if (dueTime < TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(dueTime), "Cannot use negative dueTime to create a reminder");
        if (period == Timeout.InfiniteTimeSpan) throw new ArgumentOutOfRangeException(nameof(period), "Cannot use InfiniteTimeSpan period to create a reminder");
        if (period < TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(period), "Cannot use negative period to create a reminder");
        var least = _engine.Options.MinimumReminderPeriod;
        if (period < least) throw new ArgumentException($"Cannot register reminder {reminderName} as requested period ({period}) is less than minimum allowed reminder period ({least})", nameof(period));
        CheckName(reminderName);
        CheckTurn();
        return RegisterAsync(KeyOf(grainId, reminderName), dueTime, period);
    }

    public async Task UnregisterReminder(GrainId grainId, IGrainReminder reminder)
    {
        CheckTurn();
        if (reminder is not Reminder registered) throw new ArgumentException("The reminder was not made by this engine.", nameof(reminder));
        if (await _engine.Store.RemoveReminderAsync(registered.Key, registered.Etag)) return;
        if (await _engine.Store.ReadReminderAsync(registered.Key) is not null)
            throw new ReminderException($"Could not unregister reminder {registered.Key} from the reminder table, due to tag mismatch. You can retry.");
    }

    public async Task<IGrainReminder?> GetReminder(GrainId grainId, string reminderName)
    {
        CheckName(reminderName);
        CheckTurn();
        var stored = await _engine.Store.ReadReminderAsync(KeyOf(grainId, reminderName));
        return stored is null ? null : new Reminder(stored.Key, stored.Etag);
    }

    public async Task<List<IGrainReminder>> GetReminders(GrainId grainId)
    {
        CheckTurn();
        var stored = await _engine.Store.ReadRemindersAsync(grainId.Type.ToString(), grainId.Key.ToString());
        return [.. stored.Select(r => new Reminder(r.Key, r.Etag))];
    }

    /// <summary>The first tick of the schedule that lies after a time: ticks that were missed meanwhile come once.</summary>
    internal static DateTimeOffset NextTick(DateTimeOffset firstTick, TimeSpan period, DateTimeOffset after)
    {
        if (after < firstTick) return firstTick;
        var periods = ((after - firstTick).Ticks / period.Ticks) + 1;
        return firstTick + (periods * period);
    }

    private static ReminderKey KeyOf(GrainId grainId, string name) => new(grainId.Type.ToString(), grainId.Key.ToString(), name);

    private static void CheckName(string name)
    {
        if (string.IsNullOrEmpty(name)) throw new ArgumentException("Cannot use null or empty name for the reminder", nameof(name));
    }

    private static void CheckTurn()
    {
        if (CurrentTurn.Activation is null) throw new InvalidOperationException("Reminders can be used in the turns of a grain only.");
    }

    private async Task<IGrainReminder> RegisterAsync(ReminderKey key, TimeSpan dueTime, TimeSpan period)
    {
        var firstTick = _engine.Clock.GetUtcNow() + dueTime;
        var etag = await _engine.Store.WriteReminderAsync(key, firstTick, period);
        _turns.Post(static state =>
        {
            var (service, due) = ((ReminderService, DateTimeOffset))state!;
            if (due < service._wakeAt) service.WakeAt(due);
        }, (this, firstTick));
        return new Reminder(key, etag);
    }

    private void WakeAt(DateTimeOffset due)
    {
        if (_stopping) return;
        _wakeAt = due;
        var wait = due - _engine.Clock.GetUtcNow();
        if (wait <= TimeSpan.Zero)
        {
            Work();
            return;
        }

        if (wait > LongestSleep) wait = LongestSleep;
        // Timers count whole milliseconds: rounded up, a tick is never found to be not due yet.
        wait = TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
        if (_timer is null)
        {
            using var _ = NoFlow.Enter();
            _timer = _engine.Clock.CreateTimer(static service => ((ReminderService)service!).OnTimer(), this, wait, Timeout.InfiniteTimeSpan);
        }
        else
        {
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnTimer() => _turns.Post(static service => ((ReminderService)service!).Work(), this);

    private void Work()
    {
        _again = true;
        if (_working || _stopping) return;
        _working = true;
        _ = WorkAsync();
    }

    private async Task WorkAsync()
    {
        while (_again && !_stopping)
        {
            _again = false;
            try
            {
                await StartDueAsync();
            }
            catch (Exception failure)
            {
                LogReadFailed(_engine.Log, failure);
                WakeAt(_engine.Clock.GetUtcNow() + RetryDelay);
            }
        }

        _working = false;
        NoteIdle();
    }

    private async Task StartDueAsync()
    {
        var free = _engine.Options.ConcurrentReminders - _underWay.Count;
        // A tick that ends makes room and calls again.
        if (free <= 0) return;
        var now = _engine.Clock.GetUtcNow();
        // What is under way is still due in the store, so there may be as many more rows.
        var due = await _engine.Store.ReadDueRemindersAsync(now, free + _underWay.Count);
        foreach (var reminder in due)
        {
            if (_stopping || _underWay.Count >= _engine.Options.ConcurrentReminders) return;
            if (!_underWay.Add(reminder.Key)) continue;
            EngineMeter.Tardiness.Record((now - reminder.NextTick).TotalSeconds);
            _ = TickAsync(reminder, now);
        }

        if (_underWay.Count < _engine.Options.ConcurrentReminders && !_stopping)
            WakeAt(await _engine.Store.ReadNextDueAsync(now) ?? now + LongestSleep);
    }

    private async Task TickAsync(StoredReminder reminder, DateTimeOffset now)
    {
        var delivered = false;
        try
        {
            await DeliverAsync(reminder, now);
            delivered = true;
            EngineMeter.Ticks.Add(1);
        }
        catch (Exception failure)
        {
            EngineMeter.TicksFailed.Add(1);
            LogTickFailed(_engine.Log, failure, reminder.Key.Name, reminder.Key.GrainType);
        }

        // A tick that a stop has kept from its grain comes again after the start.
        if (delivered || !_stopping) await AdvanceAsync(reminder);
        _underWay.Remove(reminder.Key);
        NoteIdle();
        Work();
    }

    private Task DeliverAsync(StoredReminder reminder, DateTimeOffset now)
    {
        if (!_engine.Classes.TryGet(reminder.Key.GrainType, out var grainClass) || !typeof(IRemindable).IsAssignableFrom(grainClass.Type))
            throw new ReminderException($"There is no grain class '{reminder.Key.GrainType}' that implements {nameof(IRemindable)} any more.");
        return _engine.Reference<IRemindable>(grainClass, reminder.Key.GrainKey).ReceiveReminder(
            reminder.Key.Name, new TickStatus(reminder.FirstTick.UtcDateTime, reminder.Period, now.UtcDateTime));
    }

    private async Task AdvanceAsync(StoredReminder reminder)
    {
        while (true)
        {
            try
            {
                await _engine.Store.AdvanceReminderAsync(reminder.Key, reminder.Etag, NextTick(reminder.FirstTick, reminder.Period, _engine.Clock.GetUtcNow()));
                return;
            }
            catch (Exception failure)
            {
                LogAdvanceFailed(_engine.Log, failure, reminder.Key.Name, reminder.Key.GrainType);
                if (_stopping) return;
                await Task.Delay(RetryDelay, _engine.Clock);
            }
        }
    }

    private void NoteIdle()
    {
        if (_underWay.Count == 0 && !_working) _idle?.TrySetResult();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A tick of the reminder '{Name}' failed in a grain of type '{GrainType}'. The next one comes a period later.")]
    private static partial void LogTickFailed(ILogger logger, Exception failure, string name, string grainType);

    [LoggerMessage(Level = LogLevel.Error, Message = "The next tick of the reminder '{Name}' of a grain of type '{GrainType}' could not be stored. That will be tried again.")]
    private static partial void LogAdvanceFailed(ILogger logger, Exception failure, string name, string grainType);

    [LoggerMessage(Level = LogLevel.Error, Message = "Due reminders could not be read. That will be tried again.")]
    private static partial void LogReadFailed(ILogger logger, Exception failure);

    private sealed record Reminder(ReminderKey Key, string Etag) : IGrainReminder
    {
        public string ReminderName => Key.Name;
    }
}
