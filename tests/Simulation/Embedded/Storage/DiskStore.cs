using Atmosphere.Embedded.Storage;
using Atmosphere.Grains;
using Atmosphere.Simulation.Outside;
using Atmosphere.Simulation.Processes;

namespace Atmosphere.Simulation.Storage;

/// <summary>One process's way to the disk: takes time, and fails before or after a write has landed. What is under way when the process dies may land or not.</summary>
internal sealed class DiskStore(Disk disk, Weather weather, Outages outages, Lifetime life) : IEngineStore
{
    public const string Service = "disk";

    public Task OpenAsync(CancellationToken cancellationToken) => ReadAsync(() => true);

    public Task<StoredState?> ReadStateAsync(StateKey key, CancellationToken cancellationToken) => ReadAsync(() => disk.State(key));

    public Task<string> WriteStateAsync(StateKey key, ReadOnlyMemory<byte> payload, string? expectedEtag, CancellationToken cancellationToken)
    {
        var bytes = payload.ToArray();
        return WriteAsync(() => disk.WriteState(key, bytes, expectedEtag));
    }

    public Task ClearStateAsync(StateKey key, string? expectedEtag, CancellationToken cancellationToken) => WriteAsync(() => disk.ClearState(key, expectedEtag));

    public Task<string> WriteReminderAsync(ReminderKey key, DateTimeOffset firstTick, TimeSpan period) => WriteAsync(() => disk.WriteReminder(key, firstTick, period));

    public Task<bool> RemoveReminderAsync(ReminderKey key, string etag) => WriteAsync(() => disk.RemoveReminder(key, etag));

    public Task<StoredReminder?> ReadReminderAsync(ReminderKey key) => ReadAsync(() => disk.Reminder(key));

    public Task<IReadOnlyList<StoredReminder>> ReadRemindersAsync(string grainType, string grainKey) => ReadAsync<IReadOnlyList<StoredReminder>>(
        () => [.. disk.Reminders.Where(r => r.Key.GrainType == grainType && r.Key.GrainKey == grainKey).OrderBy(r => r.Key.Name, StringComparer.Ordinal)]);

    public Task<IReadOnlyList<StoredReminder>> ReadDueRemindersAsync(DateTimeOffset due, int limit) => ReadAsync<IReadOnlyList<StoredReminder>>(
        () => [.. disk.Reminders.Where(r => r.NextTick <= due).OrderBy(r => r.NextTick).Take(limit)]);

    public Task<DateTimeOffset?> ReadNextDueAsync(DateTimeOffset after) =>
        ReadAsync(() => disk.Reminders.Where(r => r.NextTick > after).Select(r => (DateTimeOffset?)r.NextTick).Min());

    public Task AdvanceReminderAsync(ReminderKey key, string etag, DateTimeOffset nextTick) => WriteAsync(() => disk.AdvanceReminder(key, etag, nextTick));

    public Task BringRemindersForwardAsync(DateTimeOffset now, DateTimeOffset until) => WriteAsync(() => disk.BringRemindersForward(now, until));

    /// <summary>
    /// The streams are part of the store, and the worst of any stream is part of them: late, twice, and between grains also lost,
    /// since a publish is no acknowledgement there.
    /// </summary>
    public async Task AppendEventsAsync(IReadOnlyList<NewEvent> events)
    {
        var inner = events.All(each => each.Lane.Namespace is WellKnownNames.Streams.FaceTagged or WellKnownNames.Streams.FaceTrainingSent or WellKnownNames.Streams.FaceCleanup
            or WellKnownNames.Streams.FaceFollows);
        await life.Clock.Delay(weather.StreamTakes());
        if (inner && weather.EventIsLost()) return;
        await WriteAsync(() => disk.AppendEvents(weather.EventComesTwice() ? [.. events, .. events] : events));
    }

    public Task<IReadOnlyList<StoredEvent>> ReadEventsAsync(long after, int limit) =>
        ReadAsync<IReadOnlyList<StoredEvent>>(() => [.. disk.Events.Where(e => e.Sequence > after).Take(limit)]);

    public Task<IReadOnlyList<StoredEvent>> ReadEventsAsync(EventLane lane, long after, int limit) =>
        ReadAsync<IReadOnlyList<StoredEvent>>(() => [.. disk.Events.Where(e => e.Lane == lane && e.Sequence > after).Take(limit)]);

    public Task DeleteEventsAsync(IReadOnlyList<long> sequences) => WriteAsync(() => disk.DeleteEvents(sequences));

    public Task BuryEventAsync(long sequence, DateTimeOffset when, string reason) => WriteAsync(() => disk.BuryEvent(sequence, reason));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<T> ReadAsync<T>(Func<T> read)
    {
        await life.Clock.Delay(weather.DiskTakes());
        if (weather.ReadFails()) throw new SimulatedFaultException("The disk can't be read.");
        return read();
    }

    private async Task<T> WriteAsync<T>(Func<T> write)
    {
        var fault = weather.NextWrite(isFull: outages.Of(Service) is not null);
        var answer = default(T)!;
        var underWay = life.Begin(() => answer = write(), mayHappen: fault != WriteFault.FailsBefore);
        await life.Clock.Delay(weather.DiskTakes());
        if (fault == WriteFault.FailsBefore)
        {
            underWay.Drop();
            throw new SimulatedFaultException("The write failed.");
        }

        underWay.Happen();
        await life.Clock.Delay(weather.DiskTakes());
        return fault == WriteFault.FailsAfter ? throw new SimulatedFaultException("The write failed after it had landed.") : answer;
    }
}

/// <summary>A fault that this world made; any other exception is the product's own.</summary>
internal sealed class SimulatedFaultException(string message) : IOException(message);
