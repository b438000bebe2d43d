using Microsoft.Data.Sqlite;

namespace Atmosphere.Embedded.Storage;

/// <summary>The statements that change something, on the writer's connection.</summary>
internal sealed class SqliteWrites : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly List<SqliteStatement> _statements = [];
    private readonly SqliteStatement _insertState;
    private readonly SqliteStatement _updateState;
    private readonly SqliteStatement _deleteState;
    private readonly SqliteStatement _etagOfState;
    private readonly SqliteStatement _writeReminder;
    private readonly SqliteStatement _removeReminder;
    private readonly SqliteStatement _advanceReminder;
    private readonly SqliteStatement _bringRemindersForward;
    private readonly SqliteStatement _insertEvent;
    private readonly SqliteStatement _deleteEvent;
    private readonly SqliteStatement _buryEvent;
    private SqliteTransaction? _transaction;
    private long _lastEtag;
    private long _lastSequence;

    public SqliteWrites(SqliteConnection connection, long opening)
    {
        _connection = connection;
        // Versions are never given out twice, also not after a clear: an old activation must not take a new record for its own.
        // Nor are the numbers of events: whoever has read up to one must not miss a later one.
        _lastEtag = opening << 36;
        _lastSequence = opening << 36;
        _insertState = Statement("INSERT INTO states (grain_type, grain_key, name, storage, etag, payload) VALUES ($0, $1, $2, $3, $4, $5) ON CONFLICT DO NOTHING", 6);
        _updateState = Statement("UPDATE states SET etag = $4, payload = $5 WHERE grain_type = $0 AND grain_key = $1 AND name = $2 AND storage = $3 AND etag = $6", 7);
        _deleteState = Statement("DELETE FROM states WHERE grain_type = $0 AND grain_key = $1 AND name = $2 AND storage = $3 AND etag = $4", 5);
        _etagOfState = Statement("SELECT etag FROM states WHERE grain_type = $0 AND grain_key = $1 AND name = $2 AND storage = $3", 4);
        _writeReminder = Statement(
            """
            INSERT INTO reminders (grain_type, grain_key, name, first_tick, period, next_tick, etag) VALUES ($0, $1, $2, $3, $4, $3, $5)
            ON CONFLICT DO UPDATE SET first_tick = $3, period = $4, next_tick = $3, etag = $5
            """,
            6);
        _removeReminder = Statement("DELETE FROM reminders WHERE grain_type = $0 AND grain_key = $1 AND name = $2 AND etag = $3", 4);
        _advanceReminder = Statement("UPDATE reminders SET next_tick = $4 WHERE grain_type = $0 AND grain_key = $1 AND name = $2 AND etag = $3", 5);
        _bringRemindersForward = Statement("UPDATE reminders SET next_tick = $0 WHERE next_tick > $0 AND next_tick <= $1", 2);
        _insertEvent = Statement("INSERT INTO events (grain_type, provider, namespace, key, event_type, payload, sequence) VALUES ($0, $1, $2, $3, $4, $5, $6)", 7);
        _deleteEvent = Statement("DELETE FROM events WHERE sequence = $0", 1);
        _buryEvent = Statement(
            """
            INSERT OR REPLACE INTO dead_events (sequence, grain_type, provider, namespace, key, event_type, payload, died_at, reason)
            SELECT sequence, grain_type, provider, namespace, key, event_type, payload, $1, $2 FROM events WHERE sequence = $0
            """,
            3);
    }

    /// <summary>Has the following writes become durable together, or not at all.</summary>
    public SqliteTransaction Begin()
    {
        _transaction = _connection.BeginTransaction();
        foreach (var statement in _statements) statement.In(_transaction);
        return _transaction;
    }

    /// <summary>Returns the new version.</summary>
    public string WriteState(StateKey key, ReadOnlyMemory<byte> payload, string? expectedEtag)
    {
        var etag = ++_lastEtag;
        var write = expectedEtag is null ? _insertState : _updateState.With(6, NumberOf(expectedEtag));
        if (State(write, key).With(4, etag).With(5, payload).Execute() == 0) throw Stale(key, expectedEtag);
        return SqliteStore.EtagOf(etag);
    }

    public void ClearState(StateKey key, string? expectedEtag)
    {
        var deleted = expectedEtag is null ? 0 : State(_deleteState, key).With(4, NumberOf(expectedEtag)).Execute();
        if (deleted == 0 && StoredEtag(key) is not null) throw Stale(key, expectedEtag);
    }

    public string WriteReminder(ReminderKey key, DateTimeOffset firstTick, TimeSpan period)
    {
        var etag = ++_lastEtag;
        Reminder(_writeReminder, key).With(3, firstTick.UtcTicks).With(4, period.Ticks).With(5, etag).Execute();
        return SqliteStore.EtagOf(etag);
    }

    public bool RemoveReminder(ReminderKey key, string etag) => Reminder(_removeReminder, key).With(3, NumberOf(etag)).Execute() > 0;

    public void AdvanceReminder(ReminderKey key, string etag, DateTimeOffset nextTick) =>
        Reminder(_advanceReminder, key).With(3, NumberOf(etag)).With(4, nextTick.UtcTicks).Execute();

    public void BringRemindersForward(DateTimeOffset now, DateTimeOffset until) =>
        _bringRemindersForward.With(0, now.UtcTicks).With(1, until.UtcTicks).Execute();

    public void AppendEvents(IReadOnlyList<NewEvent> events)
    {
        foreach (var each in events)
        {
            _insertEvent.With(0, each.Lane.GrainType).With(1, each.Lane.Provider).With(2, each.Lane.Namespace).With(3, each.Lane.Key)
                .With(4, each.EventType).With(5, each.Payload).With(6, ++_lastSequence).Execute();
        }
    }

    public void DeleteEvents(IReadOnlyList<long> sequences)
    {
        foreach (var sequence in sequences) _deleteEvent.With(0, sequence).Execute();
    }

    public void BuryEvent(long sequence, DateTimeOffset when, string reason)
    {
        _buryEvent.With(0, sequence).With(1, when.UtcDateTime.ToString("O")).With(2, reason).Execute();
        _deleteEvent.With(0, sequence).Execute();
    }

    public void Dispose()
    {
        foreach (var statement in _statements) statement.Dispose();
    }

    private static SqliteStatement State(SqliteStatement statement, StateKey key) =>
        statement.With(0, key.GrainType).With(1, key.GrainKey).With(2, key.Name).With(3, key.Storage);

    private static SqliteStatement Reminder(SqliteStatement statement, ReminderKey key) =>
        statement.With(0, key.GrainType).With(1, key.GrainKey).With(2, key.Name);

    private static long NumberOf(string etag) => long.TryParse(etag, out var number) ? number : -1;

    private string? StoredEtag(StateKey key)
    {
        using var rows = State(_etagOfState, key).Query();
        return rows.Read() ? SqliteStore.EtagOf(rows.GetInt64(0)) : null;
    }

    private InconsistentStateException Stale(StateKey key, string? expectedEtag)
    {
        var stored = StoredEtag(key);
        return new InconsistentStateException($"The record {key} has version {stored ?? "none"} and not {expectedEtag ?? "none"}: somebody else has written it.", stored, expectedEtag);
    }

    private SqliteStatement Statement(string sql, int parameters)
    {
        var statement = new SqliteStatement(_connection, sql, parameters);
        _statements.Add(statement);
        return statement;
    }
}
