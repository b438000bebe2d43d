using Microsoft.Data.Sqlite;

namespace Atmosphere.Silo.Backup;

/// <summary>A SQLite file whose content of one instant is held, while others go on writing to it (its write-ahead log keeps both apart).</summary>
internal sealed class PinnedDatabase : IDisposable
{
    private static readonly byte[] Mark = [.. "SQLite format 3\0"u8];

    private readonly SqliteConnection _watch;
    private readonly SqliteConnection _reader;
    private SqliteTransaction? _pin;

    public PinnedDatabase(string path)
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString();
        (_watch, _reader) = (new(connection), new(connection));
        try
        {
            _watch.Open();
            _reader.Open();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public static bool IsOne(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var begin = new byte[Mark.Length];
        return file.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false) == begin.Length && begin.AsSpan().SequenceEqual(Mark);
    }

    /// <summary>A number that changes with every commit of others. (With that of the pinned connection it would stand still.)</summary>
    public long Changes() => Number(_watch, "PRAGMA data_version");

    /// <summary>Holds what is there now.</summary>
    public void Pin()
    {
        _pin = _reader.BeginTransaction(deferred: true);
        Number(_reader, "SELECT count(*) FROM sqlite_schema"); // the first read is the instant
    }

    public void Unpin()
    {
        _pin?.Dispose();
        _pin = null;
    }

    /// <summary>Writes what is held to a file of its own.</summary>
    public void CopyTo(string path)
    {
        using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        copy.Open();
        _reader.BackupDatabase(copy);
        // One file, without companions.
        using var command = copy.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = DELETE";
        command.ExecuteScalar();
    }

    public void Dispose()
    {
        Unpin();
        _reader.Dispose();
        _watch.Dispose();
    }

    private long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = ReferenceEquals(connection, _reader) ? _pin : null;
        return (long)command.ExecuteScalar()!;
    }
}
