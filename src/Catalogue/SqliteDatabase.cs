using System.Collections.Concurrent;
using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Atmosphere.Catalogue;

/// <summary>
/// The SQLite file: one connection that writes, one writer at a time, so that nobody ever meets SQLITE_BUSY; readers have connections
/// of their own, which WAL lets read beside the writer. Writes that wait together are one commit: flushing the disk costs far more than
/// what is written.
/// </summary>
internal sealed class SqliteDatabase : ICatalogueDatabase
{
    /// <summary>Writes in one commit at most: the first of them waits for all.</summary>
    private const int LargestBatch = 100;

    private const string Savepoint = "one_write";

    private readonly string _file;
    private readonly string _connectionString;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly ConcurrentQueue<Write> _waiting = new();
    private SqliteConnection? _writer;

    static SqliteDatabase() => UtcTimeHandler.Register();

    public SqliteDatabase(CatalogueOptions options, string dataFolder)
    {
        var parsed = new SqliteConnectionStringBuilder(options.ConnectionString);
        _file = Path.GetFullPath(parsed.DataSource is "" ? CatalogueOptions.DefaultFile : parsed.DataSource, Path.GetFullPath(dataFolder));
        parsed.DataSource = _file;
        _connectionString = parsed.ToString();
    }

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await OpenWriterAsync(cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    public async Task WriteAsync(Func<DbTransaction, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var own = new Write(work, cancellationToken);
        _waiting.Enqueue(own);

        // Who gets the writer writes what all have waiting; the others find theirs done.
        await _writing.WaitAsync(cancellationToken);
        try
        {
            // SQLite works and syncs on the thread that calls it. That must not be the one on which a grain takes its turns.
            while (!own.Done.IsCompleted) await Task.Run(WriteWaitingAsync, CancellationToken.None);
        }
        finally
        {
            _writing.Release();
        }

        await own.Done;
    }

    public async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> query, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _writer) is null) await OpenAsync(cancellationToken);
        return await Task.Run(
            async () =>
            {
                await using var connection = new SqliteConnection(_connectionString);
                await connection.OpenAsync(cancellationToken);
                return await query(connection);
            },
            cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _writing.WaitAsync();
        if (_writer is not null) await _writer.DisposeAsync();
        using (var pooled = new SqliteConnection(_connectionString)) SqliteConnection.ClearPool(pooled);
        _writing.Dispose();
    }

    private async Task WriteWaitingAsync()
    {
        var batch = new List<Write>();
        while (batch.Count < LargestBatch && _waiting.TryDequeue(out var next)) batch.Add(next);
        try
        {
            var writer = await OpenWriterAsync(CancellationToken.None);
            await using var transaction = writer.BeginTransaction();
            foreach (var write in batch) await WriteOneAsync(transaction, write);
            await transaction.CommitAsync();
            foreach (var write in batch) write.Succeed();
        }
        catch (Exception fault)
        {
            foreach (var write in batch) write.Fail(fault);
        }
    }

    /// <summary>One that can't be done takes no other with it.</summary>
    private static async Task WriteOneAsync(SqliteTransaction transaction, Write write)
    {
        if (write.Cancelled.IsCancellationRequested)
        {
            write.Fail(new OperationCanceledException(write.Cancelled));
            return;
        }

        await transaction.SaveAsync(Savepoint);
        try
        {
            await write.Work(transaction, write.Cancelled);
            await transaction.ReleaseAsync(Savepoint);
        }
        catch (Exception fault)
        {
            write.Fail(fault);

            // Fails when SQLite has undone the whole transaction, as it does when the disk is full: then nobody's write is done.
            await transaction.RollbackAsync(Savepoint);
            await transaction.ReleaseAsync(Savepoint);
        }
    }

    private async Task<SqliteConnection> OpenWriterAsync(CancellationToken cancellationToken)
    {
        if (_writer is not null) return _writer;
        CreateForOwnerOnly();
        var writer = new SqliteConnection(_connectionString);
        try
        {
            await writer.OpenAsync(cancellationToken);
            // FULL: what the grains have been told is stored survives a power cut; they do not tell it again.
            await writer.ExecuteAsync(new CommandDefinition("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;", cancellationToken: cancellationToken));
            await MigrateAsync(writer, cancellationToken);
        }
        catch
        {
            await writer.DisposeAsync();
            throw;
        }

        Volatile.Write(ref _writer, writer);
        return writer;
    }

    private static async Task MigrateAsync(SqliteConnection writer, CancellationToken cancellationToken)
    {
        await using var transaction = writer.BeginTransaction(deferred: false);
        var found = await CatalogueSchema.Sqlite.ApplyAsync(transaction, cancellationToken);
        if (found > CatalogueSchema.Sqlite.Version) throw new CatalogueTooNewException(found, CatalogueSchema.Sqlite.Version);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>The file has names in it. SQLite takes an empty file for a new database and gives its companions the same rights.</summary>
    private void CreateForOwnerOnly()
    {
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var folder = Path.GetDirectoryName(_file)!;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, owner | UnixFileMode.UserExecute);
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = owner;
        new FileStream(_file, options).Dispose();
    }

    /// <summary>What somebody waits for to be on disk.</summary>
    private sealed class Write(Func<DbTransaction, CancellationToken, Task> work, CancellationToken cancelled)
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Func<DbTransaction, CancellationToken, Task> Work => work;

        public CancellationToken Cancelled => cancelled;

        public Task Done => _done.Task;

        public void Succeed() => _done.TrySetResult();

        public void Fail(Exception fault)
        {
            if (fault is OperationCanceledException && cancelled.IsCancellationRequested) _done.TrySetCanceled(cancelled);
            else _done.TrySetException(fault);
        }
    }
}
