using Atmosphere.Embedded.Hosting;
using Microsoft.Data.Sqlite;

namespace Atmosphere.Embedded.Storage;

/// <summary>What a database holds at one instant, read beside the process that may be running on it. That process notices nothing.</summary>
public sealed class StoreContents : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _instant;

    private StoreContents(SqliteConnection connection)
    {
        _connection = connection;
        _instant = connection.BeginTransaction(deferred: true);
        using var first = Command("SELECT count(*) FROM sqlite_schema"); // the instant is that of the first read
        first.ExecuteScalar();
    }

    /// <exception cref="EngineStartException">There is no such database, it is not the engine's, or it was made by a newer version.</exception>
    public static StoreContents Open(string path)
    {
        if (!File.Exists(path) || new FileInfo(path).Length == 0)
            throw new EngineStartException($"There is no database {path}. Look whether Data:Folder is the folder that the application runs with, for example data or /var/lib/atmosphere.");
        SqliteSchema.Check(path);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        try
        {
            connection.Open();
            return new StoreContents(connection);
        }
        catch (SqliteException unreadable)
        {
            connection.Dispose();
            throw new EngineStartException($"{path} can't be read as a database: {unreadable.Message}", unreadable);
        }
    }

    /// <summary>All states, in the order of grain and name. Reads as it is enumerated.</summary>
    public IEnumerable<(StateKey Key, byte[] Payload)> States()
    {
        using var command = Command("SELECT storage, grain_type, grain_key, name, payload FROM states ORDER BY grain_type, grain_key, name, storage");
        using var rows = command.ExecuteReader();
        while (rows.Read())
            yield return (new StateKey(rows.GetString(0), rows.GetString(1), rows.GetString(2), rows.GetString(3)), rows.GetFieldValue<byte[]>(4));
    }

    /// <summary>All reminders, in the order of grain and name, each with the time of its next tick. Reads as it is enumerated.</summary>
    public IEnumerable<(ReminderKey Key, DateTimeOffset NextTick, TimeSpan Period)> Reminders()
    {
        using var command = Command("SELECT grain_type, grain_key, name, next_tick, period FROM reminders ORDER BY grain_type, grain_key, name");
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            yield return (
                new ReminderKey(rows.GetString(0), rows.GetString(1), rows.GetString(2)),
                new DateTimeOffset(rows.GetInt64(3), TimeSpan.Zero),
                new TimeSpan(rows.GetInt64(4)));
        }
    }

    public void Dispose()
    {
        _instant.Dispose();
        _connection.Dispose();
    }

    private SqliteCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = _instant;
        return command;
    }
}
