using Atmosphere.Grains.Ports;

namespace Atmosphere.Catalogue.Tests;

public sealed class StoredFaceInSqliteTests() : StoredFaceTests(new SqliteKind());

public sealed class StoredFaceInPostgreSqlTests(PostgresServer server) : StoredFaceTests(new PostgreSqlKind(server));

public abstract class StoredFaceTests(CatalogueKind kind)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_face_comes_back_as_it_was_stored()
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);
        var face = Some.Face() with
        {
            PersonId = "U0000000001",
            Confidence = 0.93,
            ChangedAt = new DateTimeOffset(2026, 3, 2, 12, 30, 0, TimeSpan.FromHours(2)),
            Tags = [Some.Tag("U2"), Some.Tag("U1", "not-a-face") with { Verified = false }],
            Events = [Some.Event(1, "face-detected"), Some.Event(2)],
        };

        await catalogue.Catalogue.StoreFaceAsync(face, Token);

        var row = (await catalogue.Queries.FaceAsync(face.FaceId, Token)).ShouldNotBeNull();
        row.ShouldBe(new FaceRow
        {
            FaceId = face.FaceId,
            Version = 1,
            PhotoId = "a1b2",
            CameraId = "lobby",
            Status = "Asking",
            Round = 1,
            PersonId = "U0000000001",
            Confidence = 0.93,
            Width = 120,
            Height = 140,
            DetectedAt = Some.Morning,
            ChangedAt = new DateTimeOffset(2026, 3, 2, 10, 30, 0, TimeSpan.Zero),
        });
        row.ChangedAt.Offset.ShouldBe(TimeSpan.Zero);
        (await catalogue.Queries.TagsOfFaceAsync(face.FaceId, Token)).ShouldBe([face.Tags[1], face.Tags[0]]);
        (await catalogue.Queries.EventsOfFaceAsync(face.FaceId, Token)).ShouldBe(face.Events);
    }

    [Fact]
    public async Task A_newer_version_wins_and_its_votes_replace_the_stored_ones()
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);
        await catalogue.Catalogue.StoreFaceAsync(Some.Face() with { Tags = [Some.Tag("U1"), Some.Tag("U2")] }, Token);

        await catalogue.Catalogue.StoreFaceAsync(Some.Face(version: 2) with { Status = "Agreed", Tags = [Some.Tag("U3")] }, Token);

        (await catalogue.Queries.FaceAsync("0f1e2d3c", Token))!.Status.ShouldBe("Agreed");
        (await catalogue.Queries.TagsOfFaceAsync("0f1e2d3c", Token)).ShouldBe([Some.Tag("U3")]);
    }

    [Fact]
    public async Task An_older_version_never_wins_but_its_events_are_kept()
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);
        await catalogue.Catalogue.StoreFaceAsync(Some.Face(version: 5) with { Status = "Tagged", Tags = [Some.Tag("U1")], Events = [Some.Event(3)] }, Token);

        await catalogue.Catalogue.StoreFaceAsync(Some.Face(version: 4) with { Tags = [Some.Tag("U9")], Events = [Some.Event(2)] }, Token);

        var row = (await catalogue.Queries.FaceAsync("0f1e2d3c", Token)).ShouldNotBeNull();
        (row.Status, row.Version).ShouldBe(("Tagged", 5));
        (await catalogue.Queries.TagsOfFaceAsync("0f1e2d3c", Token)).ShouldBe([Some.Tag("U1")]);
        (await catalogue.Queries.EventsOfFaceAsync("0f1e2d3c", Token)).Select(e => e.Sequence).ShouldBe([2, 3]);
    }

    [Fact]
    public async Task The_same_version_again_changes_nothing()
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);
        await catalogue.Catalogue.StoreFaceAsync(Some.Face() with { Tags = [Some.Tag("U1")], Events = [Some.Event(1)] }, Token);

        await catalogue.Catalogue.StoreFaceAsync(Some.Face() with { Status = "Other", Tags = [], Events = [Some.Event(1, "other")] }, Token);

        (await catalogue.Queries.FaceAsync("0f1e2d3c", Token))!.Status.ShouldBe("Asking");
        (await catalogue.Queries.TagsOfFaceAsync("0f1e2d3c", Token)).ShouldBe([Some.Tag("U1")]);
        (await catalogue.Queries.EventsOfFaceAsync("0f1e2d3c", Token)).ShouldBe([Some.Event(1)]);
    }

    [Fact]
    public async Task A_face_is_stored_as_a_whole_or_not_at_all()
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);
        await catalogue.Catalogue.StoreFaceAsync(Some.Face() with { Tags = [Some.Tag("U1")] }, Token);
        // Two live votes of one voter can't be: the second row breaks the key after the first statements have run.
        var broken = Some.Face(version: 2) with { Status = "Agreed", Tags = [Some.Tag("U2"), Some.Tag("U2")], Events = [Some.Event(1)] };

        await Should.ThrowAsync<Exception>(() => catalogue.Catalogue.StoreFaceAsync(broken, Token));

        (await catalogue.Queries.FaceAsync("0f1e2d3c", Token))!.Version.ShouldBe(1);
        (await catalogue.Queries.TagsOfFaceAsync("0f1e2d3c", Token)).ShouldBe([Some.Tag("U1")]);
        (await catalogue.Queries.EventsOfFaceAsync("0f1e2d3c", Token)).ShouldBeEmpty();
        await catalogue.Catalogue.StoreFaceAsync(Some.Face(version: 3), Token);
        (await catalogue.Queries.FaceAsync("0f1e2d3c", Token))!.Version.ShouldBe(3);
    }

    [Fact]
    public async Task Many_writers_at_once_all_succeed_and_the_highest_version_wins()
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);
        var versions = Enumerable.Range(1, 200).ToArray();
        new Random(7).Shuffle(versions);

        // Readers run meanwhile: nobody may meet a busy database.
        var writes = versions.Select(v => Task.Run(() => catalogue.Catalogue.StoreFaceAsync(
            Some.Face($"{v % 4}", v) with { Status = $"v{v}", Tags = [Some.Tag($"U{v}")], Events = [Some.Event(v)] }, Token)));
        var reads = versions.Select(_ => Task.Run(() => catalogue.Queries.RecentFacesAsync(10, null, Token)));
        await Task.WhenAll(writes.Concat(reads));

        foreach (var face in Enumerable.Range(0, 4))
        {
            var newest = versions.Where(v => v % 4 == face).Max();
            (await catalogue.Queries.FaceAsync($"{face}", Token))!.Status.ShouldBe($"v{newest}");
            (await catalogue.Queries.TagsOfFaceAsync($"{face}", Token)).ShouldHaveSingleItem().VoterId.ShouldBe($"U{newest}");
            (await catalogue.Queries.EventsOfFaceAsync($"{face}", Token)).Length.ShouldBe(50);
        }
    }

    [Fact]
    public async Task An_older_version_never_wins_over_a_newer_one_of_another_process()
    {
        using var place = await kind.NewPlaceAsync();
        await using var one = CatalogueFixture.In(place);
        await one.Database.OpenAsync(Token);

        // The same face, twice in a row at the same moment, from two processes, always in the wrong order.
        foreach (var round in Enumerable.Range(1, 50))
        {
            await using var two = CatalogueFixture.In(place);
            var newer = Task.Run(() => one.Catalogue.StoreFaceAsync(At(2 * round), Token), Token);
            var older = Task.Run(() => two.Catalogue.StoreFaceAsync(At(2 * round - 1), Token), Token);
            await Task.WhenAll(newer, older);

            (await two.Queries.FaceAsync("0f1e2d3c", Token))!.Version.ShouldBe(2 * round);
            (await two.Queries.TagsOfFaceAsync("0f1e2d3c", Token)).ShouldHaveSingleItem().VoterId.ShouldBe($"U{2 * round}");
        }

        (await one.Queries.EventsOfFaceAsync("0f1e2d3c", Token)).Length.ShouldBe(100);

        static FaceRecord At(int version) => Some.Face(version: version) with { Tags = [Some.Tag($"U{version}")], Events = [Some.Event(version)] };
    }

    [Fact]
    public async Task Text_is_text_whatever_is_in_it()
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);
        const string Hostile = "'; DROP TABLE faces; --";

        await catalogue.Catalogue.StoreFaceAsync(Some.Face() with { CameraId = Hostile }, Token);

        (await catalogue.Queries.FaceAsync("0f1e2d3c", Token))!.CameraId.ShouldBe(Hostile);
        (await catalogue.Queries.FaceAsync(Hostile, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_NUL_in_a_name_of_others_does_not_keep_a_face_from_being_stored()
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);

        await catalogue.Catalogue.StoreFaceAsync(Some.Face() with { CameraId = "lob\0by", PersonId = "U0000000001" }, Token);
        await catalogue.Catalogue.StorePersonAsync(Some.Person() with { DisplayName = "Da\0na" }, Token);

        var row = (await catalogue.Queries.FaceAsync("0f1e2d3c", Token)).ShouldNotBeNull();
        (row.CameraId, row.PersonName).ShouldBe(("lob\uFFFDby", "Da\uFFFDna"));
    }
}
