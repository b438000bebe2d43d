using Atmosphere.Grains.Ports;

namespace Atmosphere.Catalogue.Tests;

public sealed class OldPictureInSqliteTests() : OldPictureTests(new SqliteKind());

public sealed class OldPictureInPostgreSqlTests(PostgresServer server) : OldPictureTests(new PostgreSqlKind(server));

public abstract class OldPictureTests(CatalogueKind kind)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Dismissed", true)]
    [InlineData("Expired", true)]
    [InlineData("Detected", false)]
    [InlineData("Identified", false)]
    [InlineData("Asking", false)]
    [InlineData("Following", false)]
    [InlineData("Agreed", false)]
    [InlineData("Tagged", false)]
    [InlineData("Disputed", false)]
    [InlineData("Unusable", false)]
    public async Task A_face_is_listed_when_it_was_closed_without_a_name(string status, bool isListed)
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);
        await catalogue.Catalogue.StoreFaceAsync(Some.Face() with { Status = status }, Token);

        var faces = await catalogue.OldPictures.FacesAsync(Some.Morning.AddMilliseconds(1), "", 10, Token);

        faces.Select(face => (face.Id, face.Since)).ShouldBe(isListed ? [("0f1e2d3c", Some.Morning)] : []);
        (await catalogue.OldPictures.FacesAsync(Some.Morning, "", 10, Token)).ShouldBeEmpty("it is not old enough");
    }

    [Fact]
    public async Task A_face_whose_pictures_are_gone_is_not_listed_again()
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);
        await catalogue.Catalogue.StoreFaceAsync(Some.Face() with { Status = "Expired" }, Token);
        await catalogue.Catalogue.StoreFaceAsync(Some.Face(version: 2) with { Status = "Expired", PicturesGone = true }, Token);

        (await catalogue.OldPictures.FacesAsync(Some.Morning.AddYears(1), "", 10, Token)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Tagged", true)]
    [InlineData("Expired", true)]
    [InlineData("Unusable", true)]
    [InlineData("Asking", false)]
    [InlineData("Detected", false)]
    [InlineData("Agreed", false)]
    [InlineData("Following", false)]
    public async Task A_photo_is_listed_when_none_of_its_faces_is_open(string other, bool isListed)
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);
        await catalogue.Catalogue.StoreFaceAsync(Some.Face("0a") with { Status = "Dismissed" }, Token);
        await catalogue.Catalogue.StoreFaceAsync(Some.Face("0b") with { Status = other }, Token);

        var photos = await catalogue.OldPictures.PhotosAsync(Some.Morning.AddMilliseconds(1), "", 10, Token);

        photos.Select(photo => (photo.Id, photo.Since)).ShouldBe(isListed ? [("a1b2", Some.Morning)] : []);
        (await catalogue.OldPictures.PhotosAsync(Some.Morning, "", 10, Token)).ShouldBeEmpty("it is not old enough");
    }

    [Fact]
    public async Task A_photo_that_was_noted_is_not_listed_again_and_may_be_noted_twice()
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);
        await catalogue.Catalogue.StoreFaceAsync(Some.Face() with { Status = "Tagged" }, Token);
        await catalogue.OldPictures.NotePhotosAsync(["a1b2"], Some.Morning, Token);
        await catalogue.OldPictures.NotePhotosAsync(["a1b2", "c3d4"], Some.Morning, Token);
        await catalogue.OldPictures.NotePhotosAsync([], Some.Morning, Token);

        (await catalogue.OldPictures.PhotosAsync(Some.Morning.AddYears(1), "", 10, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_repeat()
    {
        await using var catalogue = await CatalogueFixture.NewAsync(kind);
        foreach (var number in Enumerable.Range(0, 7))
            await catalogue.Catalogue.StoreFaceAsync(Some.Face($"face-{number}") with { Status = "Expired", PhotoId = $"photo-{number}" }, Token);

        (await AllAsync(catalogue.OldPictures.FacesAsync)).ShouldBe(Enumerable.Range(0, 7).Select(number => $"face-{number}"));
        (await AllAsync(catalogue.OldPictures.PhotosAsync)).ShouldBe(Enumerable.Range(0, 7).Select(number => $"photo-{number}"));
    }

    private static async Task<List<string>> AllAsync(Func<DateTimeOffset, string, int, CancellationToken, Task<System.Collections.Immutable.ImmutableArray<OldPicture>>> pageAsync)
    {
        var all = new List<string>();
        while (true)
        {
            var page = await pageAsync(Some.Morning.AddYears(1), all.LastOrDefault() ?? "", 3, Token);
            if (page.IsEmpty) return all;
            all.AddRange(page.Select(picture => picture.Id));
        }
    }
}
