using Atmosphere.Grains.Ports;

namespace Atmosphere.Catalogue.Tests;

/// <summary>A catalogue in a database of its own.</summary>
internal sealed class CatalogueFixture : IAsyncDisposable
{
    private readonly CataloguePlace _place;
    private readonly bool _ownsPlace;

    private CatalogueFixture(CataloguePlace place, bool ownsPlace)
    {
        (_place, _ownsPlace) = (place, ownsPlace);
        Database = place.NewDatabase();
        Catalogue = new SqlCatalogue(Database);
        Queries = new CatalogueQueries(Database);
        Audit = new SqlAudit(Database);
        OldPictures = new SqlOldPictures(Database);
        AuditQueries = new AuditQueries(Database);
    }

    public ICatalogueDatabase Database { get; }

    public ICatalogue Catalogue { get; }

    public CatalogueQueries Queries { get; }

    public IAudit Audit { get; }

    public IOldPictures OldPictures { get; }

    public AuditQueries AuditQueries { get; }

    public static async Task<CatalogueFixture> NewAsync(CatalogueKind kind) => new(await kind.NewPlaceAsync(), ownsPlace: true);

    /// <summary>One more process, as it were, on a database that is there.</summary>
    public static CatalogueFixture In(CataloguePlace place) => new(place, ownsPlace: false);

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        if (_ownsPlace) _place.Dispose();
    }
}
