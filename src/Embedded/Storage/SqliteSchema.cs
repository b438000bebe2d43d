using Atmosphere.Embedded.Hosting;
using Microsoft.Data.Sqlite;

namespace Atmosphere.Embedded.Storage;

/// <summary>The tables of the engine's database.</summary>
internal static class SqliteSchema
{
    /// <summary>Raised with every change of the tables.</summary>
    public const int Version = 1;

    /// <summary>"ATMO": what marks a database as the engine's.</summary>
    private const int ApplicationId = 0x41544d4f;

    private const string Tables =
        """
        CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        INSERT INTO counters VALUES ('openings', 0);

        CREATE TABLE states (
            id INTEGER PRIMARY KEY,
            grain_type TEXT NOT NULL, grain_key TEXT NOT NULL, name TEXT NOT NULL, storage TEXT NOT NULL,
            etag INTEGER NOT NULL,
            payload BLOB NOT NULL);
        CREATE UNIQUE INDEX states_key ON states (grain_type, grain_key, name, storage);

        CREATE TABLE reminders (
            id INTEGER PRIMARY KEY,
            grain_type TEXT NOT NULL, grain_key TEXT NOT NULL, name TEXT NOT NULL,
            first_tick INTEGER NOT NULL, period INTEGER NOT NULL, next_tick INTEGER NOT NULL,
            etag INTEGER NOT NULL);
        CREATE UNIQUE INDEX reminders_key ON reminders (grain_type, grain_key, name);
        CREATE INDEX reminders_next ON reminders (next_tick);

        CREATE TABLE events (
            sequence INTEGER PRIMARY KEY,
            grain_type TEXT NOT NULL, provider TEXT NOT NULL, namespace TEXT NOT NULL, key TEXT NOT NULL,
            event_type TEXT NOT NULL,
            payload BLOB NOT NULL);
        CREATE INDEX events_lane ON events (grain_type, provider, namespace, key, sequence);

        CREATE TABLE dead_events (
            sequence INTEGER PRIMARY KEY,
            grain_type TEXT NOT NULL, provider TEXT NOT NULL, namespace TEXT NOT NULL, key TEXT NOT NULL,
            event_type TEXT NOT NULL,
            payload BLOB NOT NULL,
            died_at TEXT NOT NULL, reason TEXT NOT NULL);
        """;

    /// <summary>Makes sure that an existing file may be touched. Changes nothing.</summary>
    /// <exception cref="InvalidOperationException">It is of a newer version, or not the engine's.</exception>
    public static void Check(string path)
    {
        if (!File.Exists(path) || new FileInfo(path).Length == 0) return;
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        long application, version;
        try
        {
            connection.Open();
            application = Number(connection, "PRAGMA application_id");
            version = Number(connection, "PRAGMA user_version");
        }
        catch (SqliteException unreadable)
        {
            throw new EngineStartException(
                $"{path} can't be read as a database: {unreadable.Message} Nothing was changed. Restore it from a backup, or begin anew in another place with Data:Folder, for example data2.", unreadable);
        }

        if (application != ApplicationId)
            throw new EngineStartException($"{path} is a database of something else. Nothing was changed. Set Embedded:DatabasePath to a file of its own, for example \"data/atmosphere.db\".");
        if (version > Version)
            throw new EngineStartException($"{path} was made by a newer version (its format is {version}, this version knows {Version}). Nothing was changed. Run the newer version, or restore a backup from before the upgrade.");
    }

    /// <summary>Makes the tables of a new file, and returns the number of this opening: the first half of every version that is given out.</summary>
    public static long Prepare(SqliteConnection connection)
    {
        Execute(connection, "PRAGMA journal_mode = WAL");
        Execute(connection, "PRAGMA synchronous = FULL");
        if (Text(connection, "PRAGMA journal_mode") != "wal" || Number(connection, "PRAGMA synchronous") != 2)
            throw new EngineStartException($"{connection.DataSource} can't be kept with a write-ahead log and full flushes: its file system lacks what that needs. Put it on a local disk with Embedded:DatabasePath, for example \"/var/lib/atmosphere/atmosphere.db\".");
        using var transaction = connection.BeginTransaction();
        if (Number(connection, "PRAGMA user_version") == 0)
        {
            Execute(connection, Tables);
            Execute(connection, $"PRAGMA application_id = {ApplicationId}");
            Execute(connection, $"PRAGMA user_version = {Version}");
        }

        Execute(connection, "UPDATE counters SET value = value + 1 WHERE name = 'openings'");
        var opening = Number(connection, "SELECT value FROM counters WHERE name = 'openings'");
        transaction.Commit();
        return opening;
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private static string Text(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (string)command.ExecuteScalar()!;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
