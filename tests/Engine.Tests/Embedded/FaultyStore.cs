using System.Collections.Concurrent;
using Atmosphere.Embedded.Storage;
using Atmosphere.Engine.Tests.Contract;

namespace Atmosphere.Engine.Tests;

/// <summary>A store that fails when it is told to.</summary>
internal sealed class FaultyStore(IEngineStore inner) : IEngineStore
{
    private readonly ConcurrentDictionary<string, bool> _writes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _reads = new(StringComparer.Ordinal);

    /// <summary>The next append of events lands, and its answer is lost.</summary>
    public bool LosesAnswerOfNextAppend { get; set; }

    public void FailNextWrite(GrainId grain, string stateName) => _writes[$"{grain} {stateName}"] = true;

    public void FailNextRead(GrainId grain, string stateName) => _reads[$"{grain} {stateName}"] = true;

    public Task OpenAsync(CancellationToken cancellationToken) => inner.OpenAsync(cancellationToken);

    public Task<StoredState?> ReadStateAsync(StateKey key, CancellationToken cancellationToken) =>
        _reads.TryRemove($"{key}", out _) ? Task.FromException<StoredState?>(new StoreFailureException()) : inner.ReadStateAsync(key, cancellationToken);

    public Task<string> WriteStateAsync(StateKey key, ReadOnlyMemory<byte> payload, string? expectedEtag, CancellationToken cancellationToken) =>
        _writes.TryRemove($"{key}", out _) ? Task.FromException<string>(new StoreFailureException()) : inner.WriteStateAsync(key, payload, expectedEtag, cancellationToken);

    public Task ClearStateAsync(StateKey key, string? expectedEtag, CancellationToken cancellationToken) => inner.ClearStateAsync(key, expectedEtag, cancellationToken);

    public Task<string> WriteReminderAsync(ReminderKey key, DateTimeOffset firstTick, TimeSpan period) => inner.WriteReminderAsync(key, firstTick, period);

    public Task<bool> RemoveReminderAsync(ReminderKey key, string etag) => inner.RemoveReminderAsync(key, etag);

    public Task<StoredReminder?> ReadReminderAsync(ReminderKey key) => inner.ReadReminderAsync(key);

    public Task<IReadOnlyList<StoredReminder>> ReadRemindersAsync(string grainType, string grainKey) => inner.ReadRemindersAsync(grainType, grainKey);

    public Task<IReadOnlyList<StoredReminder>> ReadDueRemindersAsync(DateTimeOffset due, int limit) => inner.ReadDueRemindersAsync(due, limit);

    public Task<DateTimeOffset?> ReadNextDueAsync(DateTimeOffset after) => inner.ReadNextDueAsync(after);

    public Task AdvanceReminderAsync(ReminderKey key, string etag, DateTimeOffset nextTick) => inner.AdvanceReminderAsync(key, etag, nextTick);

    public Task BringRemindersForwardAsync(DateTimeOffset now, DateTimeOffset until) => inner.BringRemindersForwardAsync(now, until);

    public async Task AppendEventsAsync(IReadOnlyList<NewEvent> events)
    {
        await inner.AppendEventsAsync(events);
        if (!LosesAnswerOfNextAppend) return;
        LosesAnswerOfNextAppend = false;
        throw new StoreFailureException();
    }

    public Task<IReadOnlyList<StoredEvent>> ReadEventsAsync(long after, int limit) => inner.ReadEventsAsync(after, limit);

    public Task<IReadOnlyList<StoredEvent>> ReadEventsAsync(EventLane lane, long after, int limit) => inner.ReadEventsAsync(lane, after, limit);

    public Task DeleteEventsAsync(IReadOnlyList<long> sequences) => inner.DeleteEventsAsync(sequences);

    public Task BuryEventAsync(long sequence, DateTimeOffset when, string reason) => inner.BuryEventAsync(sequence, when, reason);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
