using System.Text;
using Atmosphere.Embedded.Storage;

namespace Atmosphere.VirtualTime;

/// <summary>What is on disk. It outlives the processes. Everything here happens at once: what takes time and fails is the way to it.</summary>
internal sealed class Disk
{
    private readonly Dictionary<StateKey, StoredState> _states = [];
    private readonly Dictionary<ReminderKey, StoredReminder> _reminders = [];
    private readonly SortedDictionary<long, StoredEvent> _events = [];
    private readonly List<(StoredEvent Event, string Reason)> _dead = [];
    private long _lastEtag;
    private long _lastSequence;

    /// <summary>Called after each write of a state.</summary>
    public Action<StateKey, StoredState> Written { get; set; } = (_, _) => { };

    /// <summary>Called after each deletion of a state.</summary>
    public Action<StateKey> Cleared { get; set; } = _ => { };

    /// <summary>Called after each write and deletion of a reminder; not when a tick moves it on.</summary>
    public Action<ReminderKey> ReminderChanged { get; set; } = _ => { };

    /// <summary>Every state as it is written.</summary>
    public IEnumerable<(StateKey Key, string Text)> Texts() => _states.Select(state => (state.Key, Encoding.UTF8.GetString(state.Value.Payload.Span)));

    public IReadOnlyCollection<StoredEvent> Events => _events.Values;

    public IReadOnlyCollection<StoredReminder> Reminders => _reminders.Values;

    public IReadOnlyList<(StoredEvent Event, string Reason)> DeadEvents => _dead;

    public StoredState? State(StateKey key) => _states.GetValueOrDefault(key);

    public string WriteState(StateKey key, byte[] payload, string? expectedEtag)
    {
        Check(key, expectedEtag);
        var stored = _states[key] = new StoredState(payload, NewEtag());
        Written(key, stored);
        return stored.Etag;
    }

    public bool ClearState(StateKey key, string? expectedEtag)
    {
        Check(key, expectedEtag);
        var removed = _states.Remove(key);
        Cleared(key);
        return removed;
    }

    public string WriteReminder(ReminderKey key, DateTimeOffset firstTick, TimeSpan period)
    {
        _reminders[key] = new StoredReminder(key, firstTick, period, firstTick, NewEtag());
        ReminderChanged(key);
        return _reminders[key].Etag;
    }

    public bool RemoveReminder(ReminderKey key, string etag)
    {
        if (!_reminders.TryGetValue(key, out var stored) || stored.Etag != etag) return false;
        _reminders.Remove(key);
        ReminderChanged(key);
        return true;
    }

    public StoredReminder? Reminder(ReminderKey key) => _reminders.GetValueOrDefault(key);

    public bool AdvanceReminder(ReminderKey key, string etag, DateTimeOffset nextTick)
    {
        if (!_reminders.TryGetValue(key, out var stored) || stored.Etag != etag) return false;
        _reminders[key] = stored with { NextTick = nextTick };
        return true;
    }

    public bool BringRemindersForward(DateTimeOffset now, DateTimeOffset until)
    {
        foreach (var early in _reminders.Values.Where(r => r.NextTick > now && r.NextTick <= until).ToList()) _reminders[early.Key] = early with { NextTick = now };
        return true;
    }

    public bool AppendEvents(IEnumerable<NewEvent> events)
    {
        foreach (var each in events) _events[++_lastSequence] = new StoredEvent(_lastSequence, each.Lane, each.EventType, each.Payload);
        return true;
    }

    public bool DeleteEvents(IReadOnlyList<long> sequences)
    {
        foreach (var sequence in sequences) _events.Remove(sequence);
        return true;
    }

    public bool BuryEvent(long sequence, string reason)
    {
        if (_events.Remove(sequence, out var dead)) _dead.Add((dead, reason));
        return true;
    }

    private string NewEtag() => $"{++_lastEtag}";

    private void Check(StateKey key, string? expectedEtag)
    {
        var stored = _states.GetValueOrDefault(key)?.Etag;
        if (stored != expectedEtag) throw new InconsistentStateException($"{key} is stale.", stored, expectedEtag);
    }
}
