using System.Runtime.InteropServices;
using Atmosphere.Embedded.Hosting;

namespace Atmosphere.Embedded.Storage;

/// <summary>Where the engine keeps what must not be lost. Every write is durable when its task completes, and not before.</summary>
/// <remarks>This is the seam for simulations: the engine touches no file except through it.</remarks>
public interface IEngineStore : IAsyncDisposable
{
    /// <summary>Opens the store. Called once, before anything else.</summary>
    /// <exception cref="EngineStartException">It is in use by another process, or was made by a newer version.</exception>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>The record, or null when there is none.</summary>
    Task<StoredState?> ReadStateAsync(StateKey key, CancellationToken cancellationToken);

    /// <summary>Writes a record if its version is still the expected one (null: if there is none), and returns the new version.</summary>
    /// <exception cref="InconsistentStateException">The version is another one.</exception>
    Task<string> WriteStateAsync(StateKey key, ReadOnlyMemory<byte> payload, string? expectedEtag, CancellationToken cancellationToken);

    /// <summary>Deletes a record if its version is still the expected one. A record that is not there is no error.</summary>
    /// <exception cref="InconsistentStateException">The version is another one.</exception>
    Task ClearStateAsync(StateKey key, string? expectedEtag, CancellationToken cancellationToken);

    /// <summary>Adds a reminder or replaces the one of the same name; its next tick is its first. Returns the version.</summary>
    Task<string> WriteReminderAsync(ReminderKey key, DateTimeOffset firstTick, TimeSpan period);

    /// <summary>Removes a reminder if its version is still this one. Returns whether it was removed.</summary>
    Task<bool> RemoveReminderAsync(ReminderKey key, string etag);

    /// <summary>The reminder, or null.</summary>
    Task<StoredReminder?> ReadReminderAsync(ReminderKey key);

    /// <summary>All reminders of one grain, by name.</summary>
    Task<IReadOnlyList<StoredReminder>> ReadRemindersAsync(string grainType, string grainKey);

    /// <summary>The reminders that are due at a time, the longest overdue first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<StoredReminder>> ReadDueRemindersAsync(DateTimeOffset due, int limit);

    /// <summary>When the first reminder after a time is due; null when there is none.</summary>
    Task<DateTimeOffset?> ReadNextDueAsync(DateTimeOffset after);

    /// <summary>Sets the next tick of a reminder, if its version is still this one.</summary>
    Task AdvanceReminderAsync(ReminderKey key, string etag, DateTimeOffset nextTick);

    /// <summary>Makes the ticks between two times due at the first of them.</summary>
    Task BringRemindersForwardAsync(DateTimeOffset now, DateTimeOffset until);

    /// <summary>Appends events, in order, all or none.</summary>
    Task AppendEventsAsync(IReadOnlyList<NewEvent> events);

    /// <summary>The events after a number, in order, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<StoredEvent>> ReadEventsAsync(long after, int limit);

    /// <summary>The events of one lane after a number, in order, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<StoredEvent>> ReadEventsAsync(EventLane lane, long after, int limit);

    /// <summary>Deletes delivered events.</summary>
    Task DeleteEventsAsync(IReadOnlyList<long> sequences);

    /// <summary>Puts an event aside that was given up. One that is not there is no error.</summary>
    Task BuryEventAsync(long sequence, DateTimeOffset when, string reason);
}

/// <summary>Which record: the storage provider's name, the grain and the record's name.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct StateKey(string Storage, string GrainType, string GrainKey, string Name)
{
    public override string ToString() => $"{GrainType}/{GrainKey} {Name}";
}

/// <summary>A record as it is stored.</summary>
public sealed record StoredState(ReadOnlyMemory<byte> Payload, string Etag);

/// <summary>Which reminder: the grain and the reminder's name.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ReminderKey(string GrainType, string GrainKey, string Name)
{
    public override string ToString() => $"{GrainType}/{GrainKey} {Name}";
}

/// <summary>A reminder as it is stored.</summary>
public sealed record StoredReminder(ReminderKey Key, DateTimeOffset FirstTick, TimeSpan Period, DateTimeOffset NextTick, string Etag);

/// <summary>One queue of events: those of one stream for one grain class. Events of a lane are delivered in order, lanes in parallel.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct EventLane(string GrainType, string Provider, string Namespace, string Key)
{
    public override string ToString() => $"{Provider}/{Namespace}/{Key} for {GrainType}";
}

/// <summary>An event that is to be stored.</summary>
public sealed record NewEvent(EventLane Lane, string EventType, ReadOnlyMemory<byte> Payload);

/// <summary>An event as it is stored; numbers grow in the order of the writes.</summary>
public sealed record StoredEvent(long Sequence, EventLane Lane, string EventType, ReadOnlyMemory<byte> Payload);
