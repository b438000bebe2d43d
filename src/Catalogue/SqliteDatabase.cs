using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Atmosphere.Catalogue;

/// <summary>
/// The SQLite file: one connection that writes, one writer at a time, so that nobody ever meets SQLITE_BUSY; readers have connections
/// of their own, which WAL lets read beside the writer.
/// </summary>
internal sealed class SqliteDatabase : ICatalogueDatabase
{
    private readonly string _file;
    private readonly string _connectionString;
    private readonly SemaphoreSlim _writing = new(1, 1);
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
        await _writing.WaitAsync(cancellationToken);
        try
        {
            // SQLite works and syncs on the thread that calls it. That must not be the one on which a grain takes its turns.
            await Task.Run(() => WriteOneAsync(work, cancellationToken), cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
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

    private async Task WriteOneAsync(Func<DbTransaction, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var writer = await OpenWriterAsync(cancellationToken);
        await using var transaction = await writer.BeginTransactionAsync(cancellationToken);
        await work(transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
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
        Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        new FileStream(_file, options).Dispose();
    }
}
