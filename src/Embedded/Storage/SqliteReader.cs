using Microsoft.Data.Sqlite;

namespace Atmosphere.Embedded.Storage;

/// <summary>A connection for reading, with its statements. Used by one reader at a time; reads never wait for the writer.</summary>
internal sealed class SqliteReader : IDisposable
{
    private const string ReminderColumns = "grain_type, grain_key, name, first_tick, period, next_tick, etag";
    private const string EventColumns = "sequence, grain_type, provider, namespace, key, event_type, payload";

    private readonly SqliteConnection _connection;
    private readonly SqliteStatement _state;
    private readonly SqliteStatement _reminder;
    private readonly SqliteStatement _remindersOfGrain;
    private readonly SqliteStatement _dueReminders;
    private readonly SqliteStatement _nextDue;
    private readonly SqliteStatement _events;
    private readonly SqliteStatement _eventsOfLane;

    public SqliteReader(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        _connection.Open();
        _state = Statement("SELECT payload, etag FROM states WHERE grain_type = $0 AND grain_key = $1 AND name = $2 AND storage = $3", 4);
        _reminder = Statement($"SELECT {ReminderColumns} FROM reminders WHERE grain_type = $0 AND grain_key = $1 AND name = $2", 3);
        _remindersOfGrain = Statement($"SELECT {ReminderColumns} FROM reminders WHERE grain_type = $0 AND grain_key = $1 ORDER BY name", 2);
        _dueReminders = Statement($"SELECT {ReminderColumns} FROM reminders WHERE next_tick <= $0 ORDER BY next_tick LIMIT $1", 2);
        _nextDue = Statement("SELECT next_tick FROM reminders WHERE next_tick > $0 ORDER BY next_tick LIMIT 1", 1);
        _events = Statement($"SELECT {EventColumns} FROM events WHERE sequence > $0 ORDER BY sequence LIMIT $1", 2);
        _eventsOfLane = Statement(
            $"SELECT {EventColumns} FROM events WHERE grain_type = $0 AND provider = $1 AND namespace = $2 AND key = $3 AND sequence > $4 ORDER BY sequence LIMIT $5", 6);
    }

    public StoredState? State(StateKey key)
    {
        using var rows = _state.With(0, key.GrainType).With(1, key.GrainKey).With(2, key.Name).With(3, key.Storage).Query();
        return rows.Read() ? new StoredState(rows.GetFieldValue<byte[]>(0), SqliteStore.EtagOf(rows.GetInt64(1))) : null;
    }

    public StoredReminder? Reminder(ReminderKey key)
    {
        using var rows = _reminder.With(0, key.GrainType).With(1, key.GrainKey).With(2, key.Name).Query();
        return Reminders(rows) is [var one] ? one : null;
    }

    public IReadOnlyList<StoredReminder> RemindersOfGrain(string grainType, string grainKey)
    {
        using var rows = _remindersOfGrain.With(0, grainType).With(1, grainKey).Query();
        return Reminders(rows);
    }

    public IReadOnlyList<StoredReminder> DueReminders(DateTimeOffset due, int limit)
    {
        using var rows = _dueReminders.With(0, due.UtcTicks).With(1, limit).Query();
        return Reminders(rows);
    }

    public DateTimeOffset? NextDue(DateTimeOffset after)
    {
        using var rows = _nextDue.With(0, after.UtcTicks).Query();
        return rows.Read() ? new DateTimeOffset(rows.GetInt64(0), TimeSpan.Zero) : null;
    }

    public IReadOnlyList<StoredEvent> Events(long after, int limit)
    {
        using var rows = _events.With(0, after).With(1, limit).Query();
        return Events(rows);
    }

    public IReadOnlyList<StoredEvent> Events(EventLane lane, long after, int limit)
    {
        using var rows = _eventsOfLane.With(0, lane.GrainType).With(1, lane.Provider).With(2, lane.Namespace).With(3, lane.Key).With(4, after).With(5, limit).Query();
        return Events(rows);
    }

    public void Dispose()
    {
        foreach (var statement in (SqliteStatement[])[_state, _reminder, _remindersOfGrain, _dueReminders, _nextDue, _events, _eventsOfLane]) statement.Dispose();
        _connection.Dispose();
    }

    private static List<StoredReminder> Reminders(SqliteDataReader rows)
    {
        var reminders = new List<StoredReminder>();
        while (rows.Read())
        {
            reminders.Add(new StoredReminder(
                new ReminderKey(rows.GetString(0), rows.GetString(1), rows.GetString(2)),
                new DateTimeOffset(rows.GetInt64(3), TimeSpan.Zero),
                new TimeSpan(rows.GetInt64(4)),
                new DateTimeOffset(rows.GetInt64(5), TimeSpan.Zero),
                SqliteStore.EtagOf(rows.GetInt64(6))));
        }

        return reminders;
    }

    private static List<StoredEvent> Events(SqliteDataReader rows)
    {
        var events = new List<StoredEvent>();
        while (rows.Read())
        {
            events.Add(new StoredEvent(
                rows.GetInt64(0),
                new EventLane(rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.GetString(4)),
                rows.GetString(5),
                rows.GetFieldValue<byte[]>(6)));
        }

        return events;
    }

    private SqliteStatement Statement(string sql, int parameters) => new(_connection, sql, parameters);
}
