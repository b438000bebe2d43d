namespace Atmosphere.Catalogue.Tests;

public sealed class StoredPersonInSqliteTests() : StoredPersonTests(new SqliteKind());

public sealed class StoredPersonInPostgreSqlTests(PostgresServer server) : StoredPersonTests(new PostgreSqlKind(server));

public abstract class StoredPersonTests(CatalogueKind kind)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_newest_version_of_a_person_wins_in_any_order()
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);
        await catalogue.Catalogue.StoreFaceAsync(Some.Face() with { PersonId = "U0000000001" }, Token);

        await catalogue.Catalogue.StorePersonAsync(Some.Person(version: 2) with { DisplayName = "Second" }, Token);
        await catalogue.Catalogue.StorePersonAsync(Some.Person(version: 1) with { DisplayName = "First" }, Token);
        await catalogue.Catalogue.StorePersonAsync(Some.Person(version: 2) with { DisplayName = "Again" }, Token);
        (await NameAsync(catalogue)).ShouldBe("Second");

        await catalogue.Catalogue.StorePersonAsync(Some.Person(version: 3) with { DisplayName = "Third" }, Token);
        (await NameAsync(catalogue)).ShouldBe("Third");
    }

    [Theory]
    [InlineData("Dana", "Dana Example", "Dana")]
    [InlineData("", "Dana Example", "Dana Example")]
    [InlineData("", "", null)]
    public async Task A_name_is_the_display_name_else_the_real_name_and_never_blank(string display, string real, string? expected)
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);
        await catalogue.Catalogue.StoreFaceAsync(Some.Face() with { PersonId = "U0000000001" }, Token);
        await catalogue.Catalogue.StorePersonAsync(Some.Person() with { DisplayName = display, RealName = real }, Token);

        (await NameAsync(catalogue)).ShouldBe(expected);
    }

    [Fact]
    public async Task A_long_Slack_id_is_kept_whole()
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);
        var longId = "W" + new string('0', 40);
        await catalogue.Catalogue.StorePersonAsync(Some.Person(longId), Token);
        await catalogue.Catalogue.StoreFaceAsync(Some.Face() with { PersonId = longId }, Token);

        (await catalogue.Queries.FacesOfPersonAsync(longId, 10, Token)).ShouldHaveSingleItem().PersonId.ShouldBe(longId);
    }

    private static async Task<string?> NameAsync(CatalogueFixture catalogue) => (await catalogue.Queries.FaceAsync("0f1e2d3c", Token))!.PersonName;
}
