using Dapper;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Atmosphere.Catalogue.Tests;

public sealed class CatalogueStartInSqliteTests() : CatalogueStartTests(new SqliteKind());

public sealed class CatalogueStartInPostgreSqlTests(PostgresServer server) : CatalogueStartTests(new PostgreSqlKind(server));

public abstract class CatalogueStartTests(CatalogueKind kind)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_stored_is_there_after_a_restart()
    {
        using var place = await kind.NewPlaceAsync();
        await using (var before = CatalogueFixture.In(place)) await before.Catalogue.StoreFaceAsync(Some.Face(), Token);

        await using var after = CatalogueFixture.In(place);

        (await after.Queries.RecentFacesAsync(10, null, Token)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_catalogue_of_a_later_program_is_refused_and_left_alone()
    {
        using var place = await kind.NewPlaceAsync();
        await using (var before = place.NewDatabase()) await before.OpenAsync(Token);
        await place.ExecuteAsync("INSERT INTO schema_version (version) VALUES (99)");

        await using var after = place.NewDatabase();
        var refused = await Should.ThrowAsync<CatalogueTooNewException>(() => after.OpenAsync(Token));

        refused.Message.ShouldContain("99");
        refused.Message.ShouldContain("Catalogue:ConnectionString");
        await Should.ThrowAsync<CatalogueTooNewException>(() => new SqlCatalogue(after).StoreFaceAsync(Some.Face(), Token));
    }

    [Fact]
    public async Task Four_processes_that_start_at_once_make_the_tables_once()
    {
        using var place = await kind.NewPlaceAsync();
        var databases = Enumerable.Range(0, 4).Select(_ => place.NewDatabase()).ToList();

        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(() => databases[i % 4].OpenAsync(Token))));

        var versions = await databases[0].ReadAsync(connection => connection.QueryAsync<int>("SELECT version FROM schema_version ORDER BY version"), Token);
        versions.ShouldBe(Enumerable.Range(1, CatalogueSchema.Sqlite.Version));
        foreach (var database in databases) await database.DisposeAsync();
    }

    [Fact]
    public async Task The_host_makes_the_tables_before_it_starts()
    {
        using var place = await kind.NewPlaceAsync();
        using (var host = Host(place))
        {
            await host.StartAsync(Token);
            await place.ExecuteAsync("DELETE FROM faces"); // fails without the table
            (await host.Services.GetRequiredService<CatalogueQueries>().CountByStatusAsync(Token)).ShouldBeEmpty();
            await host.StopAsync(Token);
        }

        await place.ExecuteAsync("INSERT INTO schema_version (version) VALUES (99)");
        using var older = Host(place);
        await Should.ThrowAsync<CatalogueTooNewException>(() => older.StartAsync(Token));
    }

    private static IHost Host(CataloguePlace place)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Catalogue:Provider"] = $"{place.Options.Provider}",
            ["Catalogue:ConnectionString"] = place.Options.ConnectionString,
        });
        builder.Services.AddCatalogue(builder.Configuration, place.Folder);
        return builder.Build();
    }
}
