using Atmosphere.Embedded.Storage;

namespace Atmosphere.Engine.Tests;

/// <summary>A store in memory whose answers come later, on a scheduler: a disk for virtual time. It outlives the engines that use it.</summary>
internal sealed class MemoryStore(TaskScheduler scheduler) : IEngineStore
{
    private readonly Dictionary<StateKey, StoredState> _states = [];
    private readonly Dictionary<ReminderKey, StoredReminder> _reminders = [];
    private readonly SortedDictionary<long, StoredEvent> _events = [];
    private readonly List<(StoredEvent Event, string Reason)> _dead = [];
    private long _lastEtag;
    private long _lastSequence;

    public IReadOnlyList<(StoredEvent Event, string Reason)> DeadEvents => _dead;

    public int EventCount => _events.Count;

    public Task OpenAsync(CancellationToken cancellationToken) => Later(() => true);

    public Task<StoredState?> ReadStateAsync(StateKey key, CancellationToken cancellationToken) => Later(() => _states.GetValueOrDefault(key));

    public Task<string> WriteStateAsync(StateKey key, ReadOnlyMemory<byte> payload, string? expectedEtag, CancellationToken cancellationToken) => Later(() =>
    {
        Check(key, expectedEtag);
        _states[key] = new StoredState(payload.ToArray(), NewEtag());
        return _states[key].Etag;
    });

    public Task ClearStateAsync(StateKey key, string? expectedEtag, CancellationToken cancellationToken) => Later(() =>
    {
        Check(key, expectedEtag);
        return _states.Remove(key);
    });

    public Task<string> WriteReminderAsync(ReminderKey key, DateTimeOffset firstTick, TimeSpan period) => Later(() =>
    {
        _reminders[key] = new StoredReminder(key, firstTick, period, firstTick, NewEtag());
        return _reminders[key].Etag;
    });

    public Task<bool> RemoveReminderAsync(ReminderKey key, string etag) => Later(() => _reminders.TryGetValue(key, out var stored) && stored.Etag == etag && _reminders.Remove(key));

    public Task<StoredReminder?> ReadReminderAsync(ReminderKey key) => Later(() => _reminders.GetValueOrDefault(key));

    public Task<IReadOnlyList<StoredReminder>> ReadRemindersAsync(string grainType, string grainKey) =>
        Later<IReadOnlyList<StoredReminder>>(() => [.. _reminders.Values.Where(r => r.Key.GrainType == grainType && r.Key.GrainKey == grainKey).OrderBy(r => r.Key.Name, StringComparer.Ordinal)]);

    public Task<IReadOnlyList<StoredReminder>> ReadDueRemindersAsync(DateTimeOffset due, int limit) =>
        Later<IReadOnlyList<StoredReminder>>(() => [.. _reminders.Values.Where(r => r.NextTick <= due).OrderBy(r => r.NextTick).Take(limit)]);

    public Task<DateTimeOffset?> ReadNextDueAsync(DateTimeOffset after) =>
        Later(() => _reminders.Values.Where(r => r.NextTick > after).Select(r => (DateTimeOffset?)r.NextTick).Min());

    public Task AdvanceReminderAsync(ReminderKey key, string etag, DateTimeOffset nextTick) => Later(() =>
    {
        if (_reminders.TryGetValue(key, out var stored) && stored.Etag == etag) _reminders[key] = stored with { NextTick = nextTick };
        return true;
    });

    public Task BringRemindersForwardAsync(DateTimeOffset now, DateTimeOffset until) => Later(() =>
    {
        foreach (var early in _reminders.Values.Where(r => r.NextTick > now && r.NextTick <= until).ToList()) _reminders[early.Key] = early with { NextTick = now };
        return true;
    });

    public Task AppendEventsAsync(IReadOnlyList<NewEvent> events) => Later(() =>
    {
        foreach (var each in events) _events[++_lastSequence] = new StoredEvent(_lastSequence, each.Lane, each.EventType, each.Payload);
        return true;
    });

    public Task<IReadOnlyList<StoredEvent>> ReadEventsAsync(long after, int limit) =>
        Later<IReadOnlyList<StoredEvent>>(() => [.. _events.Values.Where(e => e.Sequence > after).Take(limit)]);

    public Task<IReadOnlyList<StoredEvent>> ReadEventsAsync(EventLane lane, long after, int limit) =>
        Later<IReadOnlyList<StoredEvent>>(() => [.. _events.Values.Where(e => e.Lane == lane && e.Sequence > after).Take(limit)]);

    public Task DeleteEventsAsync(IReadOnlyList<long> sequences) => Later(() =>
    {
        foreach (var sequence in sequences) _events.Remove(sequence);
        return true;
    });

    public Task BuryEventAsync(long sequence, DateTimeOffset when, string reason) => Later(() =>
    {
        if (_events.Remove(sequence, out var dead)) _dead.Add((dead, reason));
        return true;
    });

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private string NewEtag() => $"{++_lastEtag}";

    private void Check(StateKey key, string? expectedEtag)
    {
        var stored = _states.GetValueOrDefault(key)?.Etag;
        if (stored != expectedEtag) throw new InconsistentStateException($"{key} is stale.", stored, expectedEtag);
    }

    private Task<T> Later<T>(Func<T> answer) => Task.Factory.StartNew(answer, CancellationToken.None, TaskCreationOptions.None, scheduler);
}
