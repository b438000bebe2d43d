using Atmosphere.Embedded.Storage;

namespace Atmosphere.VirtualTime;

/// <summary>The way to the disk when nothing goes wrong there and no time passes.</summary>
internal sealed class CalmStore(Disk disk) : IEngineStore
{
    public Task OpenAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<StoredState?> ReadStateAsync(StateKey key, CancellationToken cancellationToken) => Task.FromResult(disk.State(key));

    public Task<string> WriteStateAsync(StateKey key, ReadOnlyMemory<byte> payload, string? expectedEtag, CancellationToken cancellationToken) =>
        Task.FromResult(disk.WriteState(key, payload.ToArray(), expectedEtag));

    public Task ClearStateAsync(StateKey key, string? expectedEtag, CancellationToken cancellationToken) => Task.FromResult(disk.ClearState(key, expectedEtag));

    public Task<string> WriteReminderAsync(ReminderKey key, DateTimeOffset firstTick, TimeSpan period) => Task.FromResult(disk.WriteReminder(key, firstTick, period));

    public Task<bool> RemoveReminderAsync(ReminderKey key, string etag) => Task.FromResult(disk.RemoveReminder(key, etag));

    public Task<StoredReminder?> ReadReminderAsync(ReminderKey key) => Task.FromResult(disk.Reminder(key));

    public Task<IReadOnlyList<StoredReminder>> ReadRemindersAsync(string grainType, string grainKey) => Task.FromResult<IReadOnlyList<StoredReminder>>(
        [.. disk.Reminders.Where(r => r.Key.GrainType == grainType && r.Key.GrainKey == grainKey).OrderBy(r => r.Key.Name, StringComparer.Ordinal)]);

    public Task<IReadOnlyList<StoredReminder>> ReadDueRemindersAsync(DateTimeOffset due, int limit) => Task.FromResult<IReadOnlyList<StoredReminder>>(
        [.. disk.Reminders.Where(r => r.NextTick <= due).OrderBy(r => r.NextTick).Take(limit)]);

    public Task<DateTimeOffset?> ReadNextDueAsync(DateTimeOffset after) =>
        Task.FromResult(disk.Reminders.Where(r => r.NextTick > after).Select(r => (DateTimeOffset?)r.NextTick).Min());

    public Task AdvanceReminderAsync(ReminderKey key, string etag, DateTimeOffset nextTick) => Task.FromResult(disk.AdvanceReminder(key, etag, nextTick));

    public Task BringRemindersForwardAsync(DateTimeOffset now, DateTimeOffset until) => Task.FromResult(disk.BringRemindersForward(now, until));

    public Task AppendEventsAsync(IReadOnlyList<NewEvent> events) => Task.FromResult(disk.AppendEvents(events));

    public Task<IReadOnlyList<StoredEvent>> ReadEventsAsync(long after, int limit) =>
        Task.FromResult<IReadOnlyList<StoredEvent>>([.. disk.Events.Where(e => e.Sequence > after).Take(limit)]);

    public Task<IReadOnlyList<StoredEvent>> ReadEventsAsync(EventLane lane, long after, int limit) =>
        Task.FromResult<IReadOnlyList<StoredEvent>>([.. disk.Events.Where(e => e.Lane == lane && e.Sequence > after).Take(limit)]);

    public Task DeleteEventsAsync(IReadOnlyList<long> sequences) => Task.FromResult(disk.DeleteEvents(sequences));

    public Task BuryEventAsync(long sequence, DateTimeOffset when, string reason) => Task.FromResult(disk.BuryEvent(sequence, reason));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
