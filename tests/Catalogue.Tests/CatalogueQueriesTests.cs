using Atmosphere.Grains.Ports;

namespace Atmosphere.Catalogue.Tests;

public sealed class CatalogueQueriesInSqliteTests() : CatalogueQueriesTests(new SqliteKind());

public sealed class CatalogueQueriesInPostgreSqlTests(PostgresServer server) : CatalogueQueriesTests(new PostgreSqlKind(server));

public abstract class CatalogueQueriesTests(CatalogueKind kind)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Recent_faces_come_newest_first_and_no_more_than_asked_for()
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);
        foreach (var (id, minutes) in new[] { ("a1", 1), ("a3", 3), ("a2", 2) })
            await catalogue.Catalogue.StoreFaceAsync(Some.Face(id) with { DetectedAt = Some.Morning.AddMinutes(minutes) }, Token);

        (await catalogue.Queries.RecentFacesAsync(2, null, Token)).Select(f => f.FaceId).ShouldBe(["a3", "a2"]);
    }

    [Fact]
    public async Task Times_within_a_second_are_told_apart()
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);
        var second = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
        foreach (var (id, milliseconds) in new[] { ("a0", 0), ("a25", 250), ("a3", 300), ("a299", 299) })
            await catalogue.Catalogue.StoreFaceAsync(Some.Face(id) with { DetectedAt = second.AddMilliseconds(milliseconds) }, Token);

        (await catalogue.Queries.RecentFacesAsync(9, null, Token)).Select(f => f.FaceId).ShouldBe(["a3", "a299", "a25", "a0"]);
    }

    [Fact]
    public async Task Times_of_other_time_zones_are_in_the_order_in_which_they_were()
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);
        foreach (var (id, hours) in new[] { ("a1", 9), ("a2", -5), ("a3", 0) })
            await catalogue.Catalogue.StoreFaceAsync(Some.Face(id) with { DetectedAt = Some.Morning.AddMinutes(int.Parse(id[1..])).ToOffset(TimeSpan.FromHours(hours)) }, Token);

        (await catalogue.Queries.RecentFacesAsync(9, null, Token)).Select(f => f.FaceId).ShouldBe(["a3", "a2", "a1"]);
    }

    [Fact]
    public async Task People_who_can_be_tagged_come_by_name_with_their_faces()
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);
        foreach (var person in new[]
        {
            Some.Person("U3") with { DisplayName = "", RealName = "ben Example" }, Some.Person("U1") with { DisplayName = "Dana" }, Some.Person("U4") with { DisplayName = "", RealName = "" },
            Some.Person("U2") with { DisplayName = "Ann", EnrolledFaces = 7 }, Some.Person("U5") with { IsBot = true }, Some.Person("U6") with { IsDeactivated = true },
        }) await catalogue.Catalogue.StorePersonAsync(person, Token);

        var people = await catalogue.Queries.PeopleAsync(9, Token);
        people.Select(person => person.PersonId).ShouldBe(["U2", "U3", "U1", "U4"]);
        people[0].ShouldBe(new PersonRow { PersonId = "U2", Name = "Ann", EnrolledFaces = 7 });
        people[^1].Name.ShouldBeNull();
        (await catalogue.Queries.PeopleAsync(1, Token)).Length.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_about_one_person_is_counted()
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);
        TagRecord Vote(string voter, string choice) => new() { VoterId = voter, Choice = choice, Verified = true, CastAt = Some.Morning };
        await catalogue.Catalogue.StoreFaceAsync(Some.Face("a1") with { Status = "Tagged", PersonId = "U1", Tags = [Vote("U1", "U1"), Vote("U2", "U1")] }, Token);
        await catalogue.Catalogue.StoreFaceAsync(Some.Face("a2") with { Status = "Identified", PersonId = "U1", Tags = [] }, Token);
        await catalogue.Catalogue.StoreFaceAsync(Some.Face("a3") with { Status = "Asking", PersonId = null, Tags = [Vote("U1", "not-a-face")] }, Token);

        (await catalogue.Queries.CountOfPersonAsync("U1", Token)).ShouldBe(new Dictionary<string, long> { ["Identified"] = 1, ["Tagged"] = 1 });
        (await catalogue.Queries.CountOfPersonAsync("U2", Token)).ShouldBeEmpty();
        (await catalogue.Queries.CountVotesByAsync("U1", Token)).ShouldBe(2);
        (await catalogue.Queries.CountVotesForAsync("U1", Token)).ShouldBe(2);
        (await catalogue.Queries.CountVotesForAsync("U2", Token)).ShouldBe(0);
    }

    [Fact]
    public async Task Faces_are_found_and_counted_by_status()
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);
        foreach (var (id, status) in new[] { ("a1", "Asking"), ("a2", "Tagged"), ("a3", "Asking") })
            await catalogue.Catalogue.StoreFaceAsync(Some.Face(id) with { Status = status }, Token);

        (await catalogue.Queries.RecentFacesAsync(10, "Asking", Token)).Select(f => f.FaceId).ShouldBe(["a1", "a3"]);
        (await catalogue.Queries.CountByStatusAsync(Token)).ShouldBe(new Dictionary<string, long> { ["Asking"] = 2, ["Tagged"] = 1 });
    }

    [Fact]
    public async Task An_empty_catalogue_answers_with_nothing()
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);

        (await catalogue.Queries.RecentFacesAsync(10, null, Token)).ShouldBeEmpty();
        (await catalogue.Queries.CountByStatusAsync(Token)).ShouldBeEmpty();
        (await catalogue.Queries.FaceAsync("a1", Token)).ShouldBeNull();
        (await catalogue.Queries.EventsOfFaceAsync("a1", Token)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(CatalogueQueries.MaxRows + 1)]
    public async Task Not_any_number_of_rows_can_be_asked_for(int count)
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);

        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => catalogue.Queries.RecentFacesAsync(count, null, Token));
    }
}
