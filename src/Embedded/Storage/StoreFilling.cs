using Atmosphere.Embedded.Hosting;
using Microsoft.Data.Sqlite;

namespace Atmosphere.Embedded.Storage;

/// <summary>Fills a database while no process runs on it, all or nothing: what was added is there after <see cref="Commit"/>, and else nothing is.</summary>
public sealed class StoreFilling : IDisposable
{
    private readonly DataFolderLock _lock;
    private readonly SqliteConnection _connection;
    private readonly SqliteWrites _writes;
    private readonly SqliteTransaction _transaction;

    private StoreFilling(DataFolderLock held, SqliteConnection connection)
    {
        (_lock, _connection) = (held, connection);
        _writes = new SqliteWrites(connection, SqliteSchema.Prepare(connection));
        _transaction = _writes.Begin();
    }

    /// <summary>Takes the database, which is made when it is not there. Its folder has to be there.</summary>
    /// <exception cref="EngineStartException">A process runs on it, it was made by a newer version, or it can't be written.</exception>
    public static StoreFilling Begin(string path)
    {
        var held = DataFolderLock.Take(path);
        SqliteConnection? connection = null;
        try
        {
            SqliteSchema.Check(path);
            connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
            connection.Open();
            return new StoreFilling(held, connection);
        }
        catch (Exception failure)
        {
            connection?.Dispose();
            held.Dispose();
            if (failure is SqliteException unwritable) throw new EngineStartException($"{path} can't be written: {unwritable.Message}", unwritable);
            throw;
        }
    }

    /// <summary>Whether nothing has ever been kept in it.</summary>
    public bool IsEmpty()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT (SELECT count(*) FROM states) + (SELECT count(*) FROM reminders) + (SELECT count(*) FROM events)";
        command.Transaction = _transaction;
        return (long)command.ExecuteScalar()! == 0;
    }

    /// <exception cref="InconsistentStateException">It was added already.</exception>
    public void Add(StateKey key, ReadOnlyMemory<byte> payload) => _writes.WriteState(key, payload, expectedEtag: null);

    public void Add(ReminderKey key, DateTimeOffset nextTick, TimeSpan period) => _writes.WriteReminder(key, nextTick, period);

    public void Commit() => _transaction.Commit();

    public void Dispose()
    {
        _transaction.Dispose();
        _writes.Dispose();
        _connection.Dispose();
        _lock.Dispose();
    }
}
