using System.Collections.Immutable;
using Atmosphere.Grains.Ports;
using Dapper;
using Microsoft.Extensions.Configuration;

namespace Atmosphere.Catalogue.Tests;

/// <summary>A catalogue that moves into another one, whichever databases the two are in.</summary>
public abstract class CatalogueTransferTests(CatalogueKind from, CatalogueKind to)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_moves_as_it_was()
    {
        await using var source = await FilledAsync(from);
        await using var target = await CatalogueFixture.NewAsync(to);
        var rows = await RowsAsync(source);
        rows.Select(row => row.Table).Distinct().ShouldBe(CatalogueTable.All.Select(table => table.Name), "the test has something of everything");
        rows.ShouldAllBe(row => CatalogueTransfer.FlawOf(row) == null);

        (await new CatalogueTransfer(target.Database).FillAsync(rows, () => Task.CompletedTask, Token)).ShouldBeTrue();

        Texts(await RowsAsync(target)).ShouldBe(Texts(rows), ignoreOrder: true);
        (await target.Queries.RecentFacesAsync(10, null, Token)).ShouldBe(await source.Queries.RecentFacesAsync(10, null, Token));
        await target.Catalogue.StoreFaceAsync(Some.Face(version: 8) with { Status = "Expired" }, Token);
        Texts(await RowsAsync(target)).ShouldContain(row => row.Contains("Expired", StringComparison.Ordinal), "later changes are stored as ever");
    }

    [Fact]
    public async Task Catalogue_with_a_row_in_it_is_left_as_it_is_and_the_rest_is_done()
    {
        await using var source = await FilledAsync(from);
        await using var target = await CatalogueFixture.NewAsync(to);
        await target.Catalogue.StorePersonAsync(Some.Person(), Token);
        var before = Texts(await RowsAsync(target));
        var isDone = false;

        var isFilled = await new CatalogueTransfer(target.Database).FillAsync(await RowsAsync(source), () => Task.FromResult(isDone = true), Token);

        isFilled.ShouldBeFalse();
        isDone.ShouldBeTrue();
        Texts(await RowsAsync(target)).ShouldBe(before);
    }

    [Fact]
    public async Task Nothing_is_stored_when_what_follows_fails()
    {
        await using var source = await FilledAsync(from);
        await using var target = await CatalogueFixture.NewAsync(to);
        var rows = await RowsAsync(source);

        await Should.ThrowAsync<TimeoutException>(new CatalogueTransfer(target.Database).FillAsync(rows, () => throw new TimeoutException(), Token));

        (await RowsAsync(target)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Row_that_comes_twice_is_refused_without_its_text_and_nothing_is_stored()
    {
        await using var source = await FilledAsync(from);
        await using var target = await CatalogueFixture.NewAsync(to);
        var rows = await RowsAsync(source);

        var refused = await Should.ThrowAsync<CatalogueStartException>(new CatalogueTransfer(target.Database).FillAsync([.. rows, rows[0]], () => Task.CompletedTask, Token));

        refused.Message.ShouldContain("faces");
        refused.Message.ShouldNotContain("0f1e2d3c");
        (await RowsAsync(target)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_column_that_the_database_has_moves()
    {
        await using var source = await CatalogueFixture.NewAsync(from);
        await source.Database.OpenAsync(Token);
        foreach (var table in CatalogueTable.All)
        {
            var found = await source.Database.ReadAsync(
                async connection =>
                {
                    await using var reader = await connection.ExecuteReaderAsync($"SELECT * FROM {table.Name}");
                    return Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToImmutableArray();
                },
                Token);
            table.Columns.Select(column => column.Name).ShouldBe(found, ignoreOrder: true);
        }
    }

    /// <summary>A catalogue with something of everything.</summary>
    private static async Task<CatalogueFixture> FilledAsync(CatalogueKind kind)
    {
        var catalogue = await CatalogueFixture.NewAsync(kind);
        await catalogue.Catalogue.StoreFaceAsync(
            Some.Face() with
            {
                Confidence = 0.1 + 0.2,
                PersonId = "U0000000002",
                Tags = [Some.Tag("U0000000003"), Some.Tag("U0000000004", "not-a-face") with { Verified = false }],
                Events = [Some.Event(1), Some.Event(2)],
                Audit = [new AuditEntry { Source = "face/0f1e2d3c", Index = 1, Action = "vote", At = Some.Morning, Actor = "U0000000003", About = null, Detail = "“é”" }],
            },
            Token);
        await catalogue.Catalogue.StoreFaceAsync(Some.Face("a2") with { PicturesGone = true, CameraId = "" }, Token);
        await catalogue.Catalogue.StorePersonAsync(Some.Person() with { GalleryPersonId = "g-1" }, Token);
        await catalogue.Catalogue.StorePersonAsync(Some.Person("U0000000009") with { IsBot = true }, Token);
        await catalogue.OldPictures.NotePhotosAsync(["a1b2"], Some.Morning, Token);
        return catalogue;
    }

    private static async Task<List<CatalogueRow>> RowsAsync(CatalogueFixture catalogue)
    {
        var rows = new List<CatalogueRow>();
        await new CatalogueTransfer(catalogue.Database).ReadAsync(rows.Add, Token);
        return rows;
    }

    private static List<string> Texts(List<CatalogueRow> rows) => [.. rows.Select(row => $"{row.Table} {row.Values}")];
}

public sealed class SqliteToPostgreSqlTests(PostgresServer server) : CatalogueTransferTests(new SqliteKind(), new PostgreSqlKind(server));

public sealed class PostgreSqlToSqliteTests(PostgresServer server) : CatalogueTransferTests(new PostgreSqlKind(server), new SqliteKind());

/// <summary>Where the settings say.</summary>
public sealed class CatalogueTransferSettingsTests
{
    [Fact]
    public void Settings_that_can_not_work_are_refused_before_anything_is_read()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Catalogue:Provider", "PostgreSQL")]).Build();
        Should.Throw<Microsoft.Extensions.Options.OptionsValidationException>(() => CatalogueTransfer.Open(configuration, "data")).Message.ShouldContain("Catalogue:ConnectionString");
    }
}
