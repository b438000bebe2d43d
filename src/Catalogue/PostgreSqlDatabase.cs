using System.Data.Common;
using System.Net.Sockets;
using Npgsql;

namespace Atmosphere.Catalogue;

/// <summary>
/// The catalogue in a PostgreSQL database, shared by all processes of a cluster. Writers of one face wait for each other at its row,
/// which the upsert locks also when an older version comes too late.
/// </summary>
internal sealed class PostgreSqlDatabase : ICatalogueDatabase
{
    private readonly NpgsqlDataSource _source;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private bool _isOpen;

    static PostgreSqlDatabase() => UtcTimeHandler.Register();

    public PostgreSqlDatabase(CatalogueOptions options) => _source = PostgreSqlSource.Create(options.ConnectionString, "atmosphere-catalogue", poolSize: 5);

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _isOpen)) return;
        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (_isOpen) return;
            await MigrateAsync(cancellationToken);
            Volatile.Write(ref _isOpen, true);
        }
        finally
        {
            _opening.Release();
        }
    }

    public async Task WriteAsync(Func<DbTransaction, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await work(transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> query, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        return await query(connection);
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _opening.Dispose();
    }

    private async Task MigrateAsync(CancellationToken cancellationToken)
    {
        try
        {
            var found = await PostgreSqlSchema.ApplyAsync(_source, CatalogueSchema.PostgreSql, cancellationToken);
            if (found > CatalogueSchema.PostgreSql.Version) throw new CatalogueTooNewException(found, CatalogueSchema.PostgreSql.Version);
        }
        catch (Exception failure) when (failure is NpgsqlException or SocketException) // a name that is not known comes without Npgsql's envelope
        {
            throw new CatalogueStartException($"The database of Catalogue:ConnectionString does not do: {failure.Message}", failure);
        }
    }
}
