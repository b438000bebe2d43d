using Dapper;
using Microsoft.Data.Sqlite;

namespace Atmosphere.Catalogue.Tests;

/// <summary>The databases that the catalogue can be in: every rule is tested in each.</summary>
public abstract class CatalogueKind
{
    /// <summary>Somewhere that nobody has used yet.</summary>
    internal abstract Task<CataloguePlace> NewPlaceAsync();
}

/// <summary>Where one catalogue is.</summary>
internal abstract class CataloguePlace : IDisposable
{
    public abstract CatalogueOptions Options { get; }

    /// <summary>The data folder.</summary>
    public abstract string Folder { get; }

    public abstract ICatalogueDatabase NewDatabase();

    /// <summary>Does something behind the catalogue's back.</summary>
    public abstract Task ExecuteAsync(string sql);

    public abstract void Dispose();
}

internal sealed class SqliteKind : CatalogueKind
{
    internal override Task<CataloguePlace> NewPlaceAsync() => Task.FromResult<CataloguePlace>(new Place());

    private sealed class Place : CataloguePlace
    {
        private readonly TemporaryFolder _folder = new();

        public override CatalogueOptions Options { get; } = new();

        public override string Folder => _folder.Path;

        public override ICatalogueDatabase NewDatabase() => new SqliteDatabase(Options, Folder);

        public override async Task ExecuteAsync(string sql)
        {
            await using var connection = new SqliteConnection($"Data Source={_folder[CatalogueOptions.DefaultFile]};Pooling=False");
            await connection.ExecuteAsync(sql);
        }

        public override void Dispose() => _folder.Dispose();
    }
}

internal sealed class PostgreSqlKind(PostgresServer server) : CatalogueKind
{
    internal override async Task<CataloguePlace> NewPlaceAsync() => new Place(await server.CreateDatabaseAsync());

    private sealed class Place(string connectionString) : CataloguePlace
    {
        private readonly TemporaryFolder _folder = new();

        public override CatalogueOptions Options { get; } = new() { Provider = CatalogueProvider.PostgreSQL, ConnectionString = connectionString };

        public override string Folder => _folder.Path;

        public override ICatalogueDatabase NewDatabase() => new PostgreSqlDatabase(Options);

        public override Task ExecuteAsync(string sql) => PostgresServer.ExecuteAsync(connectionString, sql);

        public override void Dispose() => _folder.Dispose();
    }
}
