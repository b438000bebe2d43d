using Atmosphere.Grains.Ports;

namespace Atmosphere.Catalogue.Tests;

public sealed class ForgettingInSqliteTests() : ForgettingTests(new SqliteKind());

public sealed class ForgettingInPostgreSqlTests(PostgresServer server) : ForgettingTests(new PostgreSqlKind(server));

/// <summary>Somebody asks to be forgotten.</summary>
public abstract class ForgettingTests(CatalogueKind kind)
{
    private const string Ann = "U0000000ANN";
    private const string Ben = "U0000000BEN";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_face_that_names_somebody_is_found_with_how_it_does()
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);
        await catalogue.Catalogue.StoreFaceAsync(Some.Face("a1") with { PersonId = Ann, Tags = [Some.Tag(Ben, Ann), Some.Tag(Ann, Ann)] }, Token);
        await catalogue.Catalogue.StoreFaceAsync(Some.Face("a2") with { Tags = [Some.Tag(Ann, Ben), Some.Tag(Ben, $"not:{Ann}")] }, Token);
        await catalogue.Catalogue.StoreFaceAsync(Some.Face("a3") with { Events = [Happened(1, Ann)] }, Token);
        await catalogue.Catalogue.StoreFaceAsync(Some.Face("a4") with { PersonId = Ben, Tags = [Some.Tag(Ben, Ben)], Events = [Happened(1, Ann + "X"), Happened(2, "X" + Ann)] }, Token);

        (await catalogue.Catalogue.FindNamingAsync(Ann, 9, Token)).ShouldBe(
        [
            new() { FaceId = "a1", IsTheirs = true, VotesAbout = 1, VotesBy = 1 },
            new() { FaceId = "a2", VotesAbout = 1, VotesBy = 1 },
            new() { FaceId = "a3" },
        ]);
        (await catalogue.Catalogue.FindNamingAsync(Ann, 2, Token)).Length.ShouldBe(2);
        (await catalogue.Catalogue.FindNamingAsync("U0NOBODY", 9, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Events_that_name_somebody_forgotten_go_and_no_others()
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);
        await catalogue.Catalogue.StoreFaceAsync(Some.Face() with { Tags = [Some.Tag(Ann)], Events = [Happened(1, Ann), Happened(2, Ben), Happened(3, Ann + "X")] }, Token);
        await catalogue.Catalogue.StoreFaceAsync(Some.Face(version: 2) with { Forgets = [Ann], Events = [Some.Event(4, "person-removed")] }, Token);

        (await catalogue.Queries.EventsOfFaceAsync(Some.Face().FaceId, Token)).Select(happened => happened.Sequence).ShouldBe([2, 3, 4]);
        (await catalogue.Catalogue.FindNamingAsync(Ann, 9, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_a_forgotten_face_only_that_it_is_forgotten_stays()
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);
        await catalogue.Catalogue.StoreFaceAsync(Some.Face() with { PersonId = Ann, Tags = [Some.Tag(Ben, Ann)], Events = [Happened(1, Ann), Happened(2, Ben)] }, Token);
        await catalogue.Catalogue.StoreFaceAsync(Some.Face(version: 2) with { Status = "Forgotten", IsForgotten = true, Events = [Some.Event(3, "face-forgotten")] }, Token);

        (await catalogue.Queries.EventsOfFaceAsync(Some.Face().FaceId, Token)).ShouldHaveSingleItem().Kind.ShouldBe("face-forgotten");
        (await catalogue.Queries.TagsOfFaceAsync(Some.Face().FaceId, Token)).ShouldBeEmpty();
        (await catalogue.Queries.FaceAsync(Some.Face().FaceId, Token))!.PersonId.ShouldBeNull();
    }

    [Fact]
    public async Task What_comes_late_of_a_forgotten_face_names_nobody_and_its_decisions_are_in_the_audit()
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);
        await catalogue.Catalogue.StoreFaceAsync(Some.Face(version: 3) with { Status = "Forgotten", IsForgotten = true, Events = [Some.Event(3, "face-forgotten")] }, Token);
        var decided = new AuditEntry { Source = $"face/{Some.Face().FaceId}", Index = 1, At = Some.Morning, Action = "vote-cast", Actor = Ben };
        await catalogue.Catalogue.StoreFaceAsync(Some.Face(version: 2) with { Tags = [Some.Tag(Ben, Ann)], Events = [Happened(1, Ann)], Audit = [decided] }, Token);

        (await catalogue.Catalogue.FindNamingAsync(Ann, 9, Token)).ShouldBeEmpty();
        (await catalogue.Queries.EventsOfFaceAsync(Some.Face().FaceId, Token)).ShouldHaveSingleItem().Kind.ShouldBe("face-forgotten");
        (await catalogue.AuditQueries.PagesAsync(new(), Token).ToListAsync(Token)).ShouldHaveSingleItem().ShouldHaveSingleItem().Actor.ShouldBe(Ben);
    }

    [Fact]
    public async Task A_person_is_forgotten_once_and_again()
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);
        await catalogue.Catalogue.StoreFaceAsync(Some.Face() with { PersonId = Ann }, Token);
        await catalogue.Catalogue.StorePersonAsync(Some.Person(Ann), Token);
        await catalogue.Catalogue.ForgetPersonAsync(Ann, Token);
        await catalogue.Catalogue.ForgetPersonAsync(Ann, Token);
        (await catalogue.Queries.FaceAsync(Some.Face().FaceId, Token))!.PersonName.ShouldBeNull();
    }

    [Fact]
    public async Task Everything_about_somebody_is_read_in_order()
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);
        await catalogue.Catalogue.StoreFaceAsync(Some.Face("a1") with { PersonId = Ann, Tags = [Some.Tag(Ben, Ann)], Events = [Happened(1, Ann), Happened(2, Ben)] }, Token);
        await catalogue.Catalogue.StoreFaceAsync(Some.Face("a2") with { Tags = [Some.Tag(Ann, Ben)] }, Token);

        var known = await catalogue.Queries.NamingAsync(Ann, Token);
        known.Faces.ShouldHaveSingleItem().FaceId.ShouldBe("a1");
        known.Votes.Select(vote => (vote.FaceId, vote.VoterId, vote.Choice, vote.CameraId)).ShouldBe([("a1", Ben, Ann, "lobby"), ("a2", Ann, Ben, "lobby")]);
        known.Events.ShouldHaveSingleItem().IsAbout(Ann).ShouldBeTrue();
        known.IsComplete.ShouldBeTrue();
    }

    private static FaceEventRecord Happened(long sequence, string personId) => Some.Event(sequence) with { Body = $$"""{"$type":"agreement-reached","personId":"{{personId}}"}""" };
}
