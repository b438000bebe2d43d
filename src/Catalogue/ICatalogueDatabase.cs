using System.Data.Common;

namespace Atmosphere.Catalogue;

/// <summary>What differs between the databases that the catalogue can be in. The statements do not.</summary>
internal interface ICatalogueDatabase : IAsyncDisposable
{
    /// <summary>Creates or migrates the tables, if that has not been done yet. Several processes may do so at once.</summary>
    /// <exception cref="CatalogueStartException">The tables are of a later program, or the database can't be reached.</exception>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>Does something in one transaction, which is on disk when this returns. A connection that is lost meanwhile is a fault.</summary>
    Task WriteAsync(Func<DbTransaction, CancellationToken, Task> work, CancellationToken cancellationToken);

    /// <summary>Reads with a connection from the pool.</summary>
    Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> query, CancellationToken cancellationToken);
}
