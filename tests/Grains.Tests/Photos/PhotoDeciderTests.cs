using System.Collections.Immutable;
using Atmosphere.Grains.Photos;
using Atmosphere.Grains.Storage;
using Atmosphere.Grains.Streams;

namespace Atmosphere.Grains.Tests.Photos;

public sealed class PhotoDeciderTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_accepted_photo_owes_its_cutting_and_keeps_the_upload()
    {
        var photo = After(Accept);

        photo.Status.ShouldBe(PhotoStatus.Waiting);
        photo.CameraId.ShouldBe("camera-1");
        photo.AcceptedAt.ShouldBe(Now);
        Owed(photo).ShouldBe([typeof(CutPhoto)]);
    }

    [Fact]
    public void A_cut_photo_has_its_face_ids_in_the_state_that_owes_their_start()
    {
        var photo = After(Accept, Cut(2));

        photo.Status.ShouldBe(PhotoStatus.Faces);
        photo.Faces.Count.ShouldBe(2);
        photo.Owed.Slots.Values.Select(owed => owed.Effect).OfType<StartFace>().Select(start => start.FaceId)
            .ShouldBe(photo.Faces.Select(face => face.FaceId), ignoreOrder: true);
    }

    [Fact]
    public void A_photo_without_a_face_says_so_and_starts_nothing()
    {
        var photo = After(Accept, Cut(0));

        photo.Status.ShouldBe(PhotoStatus.NoFace);
        photo.Owed.Slots.Values.Select(owed => owed.Effect).OfType<StartFace>().ShouldBeEmpty();
    }

    [Fact]
    public void An_unreadable_upload_says_why()
    {
        var photo = After(Accept, new NotePhotoUnusable { At = Now, Reason = "InvalidImage: not a picture" });

        photo.Status.ShouldBe(PhotoStatus.Unusable);
        photo.Reason.ShouldBe("InvalidImage: not a picture");
    }

    [Fact]
    public void A_cut_photo_that_is_old_enough_is_deleted_once_and_its_faces_stay_known()
    {
        var photo = After(Accept, Cut(2));
        var drop = new DropPicture { At = Now.AddDays(30), Before = Now.AddTicks(1) };
        PhotoDecider.Decide(photo, drop with { Before = Now }).ShouldBeEmpty("it is too young by an instant");

        photo = PhotoDecider.Decide(photo, drop).Aggregate(photo, PhotoDecider.Evolve);

        photo.PictureGoneAt.ShouldBe(Now.AddDays(30));
        Owed(photo).ShouldContain(typeof(DeletePicture));
        (photo.Status, photo.Faces.Count).ShouldBe((PhotoStatus.Faces, 2));
        PhotoDecider.Decide(photo, drop).ShouldBeEmpty();
    }

    [Fact]
    public void A_photo_that_is_not_cut_yet_is_kept_however_old_it_is()
    {
        foreach (var photo in (PhotoState[])[new(), After(Accept), After(Accept, Cut(0))])
            PhotoDecider.Decide(photo, new DropPicture { At = Now.AddYears(9), Before = Now.AddYears(9) }).ShouldBeEmpty();
    }

    [Fact]
    public void A_reference_photo_says_of_whom_it_is_and_how_many_faces_were_found_when_it_is_refused()
    {
        var photo = After(Accept with { ReferenceOf = "U0ANN" });
        photo.ReferenceOf.ShouldBe("U0ANN");
        Owed(photo).ShouldBe([typeof(CutPhoto)]);

        var refused = After(Accept with { ReferenceOf = "U0ANN" }, new NotePhotoUnusable { At = Now, Reason = "The photo shows 3 faces.", FacesFound = 3 });
        refused.Status.ShouldBe(PhotoStatus.Unusable);
        refused.FacesFound.ShouldBe(3);
        refused.Faces.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0, "The photo shows no face; a reference photo shows exactly one.")]
    [InlineData(3, "The photo shows 3 faces; a reference photo shows exactly one.")]
    [InlineData(null, "The upload is no longer stored.")]
    public void A_refused_reference_photo_names_nobody_any_more(int? found, string reason)
    {
        var refused = After(Accept with { ReferenceOf = "U0ANN", ReferenceBy = "session:0badcafe" }, new NotePhotoUnusable { At = Now, Reason = reason, FacesFound = found });
        (refused.ReferenceOf, refused.ReferenceBy, refused.Reason).ShouldBe((null, null, reason));
        new GrainStateSerializer().Serialize(refused).ToString().ShouldNotContain("U0ANN");
    }

    [Fact]
    public void Of_whom_it_was_a_reference_goes_with_its_face()
    {
        var photo = After(Accept with { ReferenceOf = "U0ANN" }, Cut(1));
        var next = PhotoDecider.Decide(photo, new ForgetFaceOfPhoto { At = Now, FaceId = photo.Faces[0].FaceId }).Aggregate(photo, PhotoDecider.Evolve);
        next.ReferenceOf.ShouldBeNull();
        next.Faces.ShouldBeEmpty();
    }

    public static TheoryData<PhotoCommand> Ends => [Cut(2), Cut(0), new NotePhotoUnusable { At = Now, Reason = "broken" }];

    [Theory]
    [MemberData(nameof(Ends))]
    public void However_it_ends_the_upload_is_dropped(PhotoCommand end) => Owed(After(Accept, end)).ShouldContain(typeof(DropUpload));

    [Theory]
    [MemberData(nameof(Ends))]
    public void The_first_end_stands(PhotoCommand end)
    {
        var photo = After(Accept, end);
        foreach (var later in Ends) PhotoDecider.Decide(photo, later.Data).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void A_photo_that_was_never_accepted_can_not_end(PhotoCommand end) => PhotoDecider.Decide(new(), end).ShouldBeEmpty();

    [Fact]
    public void A_command_repeated_yields_no_events()
    {
        PhotoDecider.Decide(After(Accept), Accept).ShouldBeEmpty();
        PhotoDecider.Decide(After(Accept, Cut(2)), Accept).ShouldBeEmpty("a second upload of the same photo is no second photo");
        PhotoDecider.Decide(After(Accept), new PhotoTick { At = Now }).ShouldBeEmpty();
        typeof(PhotoCommand).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(PhotoCommand)))
            .ShouldBe([typeof(AcceptPhoto), typeof(NotePhotoCut), typeof(NotePhotoUnusable), typeof(DropPicture), typeof(ForgetFaceOfPhoto), typeof(PhotoTick)], ignoreOrder: true, "else one is missing here and in the tests above");
    }

    [Fact]
    public void The_photo_goes_with_its_last_face_and_every_forgotten_face_is_answered()
    {
        var cut = Cut(2);
        var first = After(Accept, cut, Forget(cut.Faces[0].FaceId));
        first.Faces.ShouldHaveSingleItem();
        Owed(first).ShouldNotContain(typeof(DropPhoto), "somebody else is on it");
        Owed(first).ShouldContain(typeof(AnswerForgottenFace));

        var second = After(Accept, cut, Forget(cut.Faces[0].FaceId), Forget(cut.Faces[1].FaceId));
        second.Faces.ShouldBeEmpty();
        Owed(second).ShouldContain(typeof(DropPhoto));
        Owed(After(Forget(cut.Faces[0].FaceId))).ShouldBe([typeof(AnswerForgottenFace)], "a photo from elsewhere, of which nothing is stored here");
        PhotoDecider.Decide(second, Forget(cut.Faces[1].FaceId)).ShouldBeEmpty("the answer is still owed");
    }

    private static ForgetFaceOfPhoto Forget(string faceId) => new() { At = Now, FaceId = faceId };

    private static AcceptPhoto Accept { get; } = new() { At = Now, CameraId = "camera-1" };

    private static NotePhotoCut Cut(int faces)
    {
        var photoId = new string('b', PhotoId.Length);
        return new()
        {
            At = Now,
            Faces = Enumerable.Range(0, faces).Select(index => new FaceArrived { FaceId = PhotoId.Face(photoId, index), PhotoId = photoId }).ToImmutableList(),
        };
    }

    private static PhotoState After(params ReadOnlySpan<PhotoCommand> commands)
    {
        var photo = new PhotoState();
        foreach (var command in commands) photo = PhotoDecider.Decide(photo, command).Aggregate(photo, PhotoDecider.Evolve);
        return photo;
    }

    private static IEnumerable<Type> Owed(PhotoState photo) => photo.Owed.Slots.Values.Select(owed => owed.Effect.GetType());
}
