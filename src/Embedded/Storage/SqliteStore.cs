using System.Collections.Concurrent;
using Atmosphere.Embedded.Hosting;
using Atmosphere.Embedded.Runtime;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Atmosphere.Embedded.Storage;

/// <summary>The store in one SQLite file: write-ahead log, every commit flushed to disk.</summary>
/// <param name="path">The database file. Its folder is created.</param>
/// <param name="writerScheduler">What the writer runs on. It blocks while the disk flushes.</param>
/// <param name="log">Where failed batches are noted.</param>
public sealed class SqliteStore(string path, TaskScheduler writerScheduler, ILogger log) : IEngineStore
{
    private readonly string _path = Path.GetFullPath(path);
    private readonly ConcurrentBag<SqliteReader> _readers = [];
    private DataFolderLock? _lock;
    private SqliteConnection? _connection;
    private SqliteWrites? _writes;
    private GroupCommit? _commits;

    private GroupCommit Commits => _commits ?? throw new InvalidOperationException("The store is not open.");

    public Task OpenAsync(CancellationToken cancellationToken)
    {
        CreateFolder(Path.GetDirectoryName(_path)!);
        _lock = DataFolderLock.Take(_path);
        try
        {
            SqliteSchema.Check(_path);
            _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _path, Pooling = false }.ToString());
            _connection.Open();
            _writes = new SqliteWrites(_connection, SqliteSchema.Prepare(_connection));
            _commits = new GroupCommit(_writes, TurnExecutor.On(writerScheduler), log);
        }
        catch (SqliteException failure)
        {
            Close();
            throw new EngineStartException(
                $"{_path} can't be opened for writing ({failure.Message}). Look whether its disk is full, can only be read, or is broken, and whether this user may write there; "
                + "or give the database another place with Data:Folder, for example /var/lib/atmosphere.",
                failure);
        }
        catch
        {
            Close();
            throw;
        }

        return Task.CompletedTask;

        void Close()
        {
            _connection?.Dispose();
            _lock.Dispose();
        }
    }

    public Task<StoredState?> ReadStateAsync(StateKey key, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled<StoredState?>(cancellationToken) : Read(key, static (r, k) => r.State(k));

    public Task<string> WriteStateAsync(StateKey key, ReadOnlyMemory<byte> payload, string? expectedEtag, CancellationToken cancellationToken) =>
        Commits.Enqueue(w => w.WriteState(key, payload, expectedEtag), cancellationToken);

    public Task ClearStateAsync(StateKey key, string? expectedEtag, CancellationToken cancellationToken) =>
        Do(w => w.ClearState(key, expectedEtag), cancellationToken);

    public Task<string> WriteReminderAsync(ReminderKey key, DateTimeOffset firstTick, TimeSpan period) =>
        Commits.Enqueue(w => w.WriteReminder(key, firstTick, period));

    public Task<bool> RemoveReminderAsync(ReminderKey key, string etag) => Commits.Enqueue(w => w.RemoveReminder(key, etag));

    public Task<StoredReminder?> ReadReminderAsync(ReminderKey key) => Read(key, static (r, k) => r.Reminder(k));

    public Task<IReadOnlyList<StoredReminder>> ReadRemindersAsync(string grainType, string grainKey) =>
        Read((grainType, grainKey), static (r, k) => r.RemindersOfGrain(k.grainType, k.grainKey));

    public Task<IReadOnlyList<StoredReminder>> ReadDueRemindersAsync(DateTimeOffset due, int limit) =>
        Read((due, limit), static (r, q) => r.DueReminders(q.due, q.limit));

    public Task<DateTimeOffset?> ReadNextDueAsync(DateTimeOffset after) => Read(after, static (r, a) => r.NextDue(a));

    public Task AdvanceReminderAsync(ReminderKey key, string etag, DateTimeOffset nextTick) => Do(w => w.AdvanceReminder(key, etag, nextTick));

    public Task BringRemindersForwardAsync(DateTimeOffset now, DateTimeOffset until) => Do(w => w.BringRemindersForward(now, until));

    public Task AppendEventsAsync(IReadOnlyList<NewEvent> events) => Do(w => w.AppendEvents(events));

    public Task<IReadOnlyList<StoredEvent>> ReadEventsAsync(long after, int limit) => Read((after, limit), static (r, q) => r.Events(q.after, q.limit));

    public Task<IReadOnlyList<StoredEvent>> ReadEventsAsync(EventLane lane, long after, int limit) =>
        Read((lane, after, limit), static (r, q) => r.Events(q.lane, q.after, q.limit));

    public Task DeleteEventsAsync(IReadOnlyList<long> sequences) => Do(w => w.DeleteEvents(sequences));

    public Task BuryEventAsync(long sequence, DateTimeOffset when, string reason) => Do(w => w.BuryEvent(sequence, when, reason));

    /// <summary>Finishes the writes that were asked for, closes the file and lets go of it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_commits is not null) await _commits.CloseAsync();
        while (_readers.TryTake(out var reader)) reader.Dispose();
        _writes?.Dispose();
        _connection?.Dispose();
        _lock?.Dispose();
    }

    /// <summary>A version as the outside sees it.</summary>
    internal static string EtagOf(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>What grains know is their owner's business: a folder that is made here is closed to others.</summary>
    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else if (!Directory.Exists(folder)) Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private Task<bool> Do(Action<SqliteWrites> change, CancellationToken cancellationToken = default) => Commits.Enqueue(
        w =>
        {
            change(w);
            return true;
        },
        cancellationToken);

    /// <summary>Reads take microseconds and wait for nobody, so they run where they are asked for.</summary>
    private Task<TResult> Read<TQuery, TResult>(TQuery query, Func<SqliteReader, TQuery, TResult> read)
    {
        if (_commits is null) return Task.FromException<TResult>(new InvalidOperationException("The store is not open."));
        SqliteReader? reader = null;
        try
        {
            if (!_readers.TryTake(out reader)) reader = new SqliteReader(_path);
            return Task.FromResult(read(reader, query));
        }
        catch (SqliteException failure)
        {
            return Task.FromException<TResult>(failure);
        }
        finally
        {
            if (reader is not null) _readers.Add(reader);
        }
    }
}
