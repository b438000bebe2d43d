using Atmosphere.Grains.Faces;

namespace Atmosphere.Grains.Tests.Faces;

public sealed class ArrivalTests
{
    [Fact]
    public void A_new_face_owes_its_identification()
    {
        var story = FaceStory.Detected();

        story.State.Status.ShouldBe(FaceStatus.Detected);
        story.State.Round.ShouldBe(1);
        story.Owes<IdentifyFace>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_face_arrives_once()
    {
        var story = FaceStory.Asked();
        story.Tell(new AcceptFace { Face = FaceStory.Arrival(500, 500) }).ShouldBeEmpty();

        story.State.Source!.Rectangle.Width.ShouldBe(80);
    }

    [Theory]
    [InlineData(50, 50, true)]
    [InlineData(49, 50, false)]
    [InlineData(50, 49, false)]
    [InlineData(49, 400, false)]
    [InlineData(51, 51, true)]
    public void Only_faces_of_the_least_size_are_asked_about(int width, int height, bool asked)
    {
        var story = FaceStory.Detected(width, height);
        story.Tell(new NoteNotIdentified());

        story.State.Status.ShouldBe(asked ? FaceStatus.Asking : FaceStatus.Unusable);
        if (asked)
        {
            story.Owes<RequestTaggingOnSlack>().ShouldHaveSingleItem();
        }
        else
        {
            story.State.Reason.ShouldContain($"{width} × {height}");
            story.Owes<CleanupTag>().ShouldHaveSingleItem();
        }
    }

    [Fact]
    public void A_small_face_that_is_recognised_is_welcome()
    {
        var story = FaceStory.Detected(30, 30);
        story.Tell(new NoteIdentified { PersonId = FaceStory.Ann, Confidence = 0.8 });

        story.State.Status.ShouldBe(FaceStatus.Identified);
        story.Owes<FinalizeIdentified>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_picture_without_a_face_is_unusable()
    {
        var story = FaceStory.Detected();
        story.Tell(new NoteUnusable { Reason = "The recogniser finds no face on the picture." });

        story.State.Status.ShouldBe(FaceStatus.Unusable);
        story.State.Reason.ShouldBe("The recogniser finds no face on the picture.");
        story.Owes<CleanupTag>().ShouldHaveSingleItem();
    }

    [Fact]
    public void Only_the_recognisers_first_answer_counts()
    {
        var story = FaceStory.Identified();
        story.Tell(new NoteIdentified { PersonId = FaceStory.Ben, Confidence = 0.99 }).ShouldBeEmpty();
        story.Tell(new NoteNotIdentified()).ShouldBeEmpty();
        story.Tell(new NoteUnusable { Reason = "too late" }).ShouldBeEmpty();

        story.State.PersonId.ShouldBe(FaceStory.Ann);
    }

    [Fact]
    public void Before_it_has_arrived_a_face_knows_nothing()
    {
        var story = new FaceStory();
        story.Tell(new NoteIdentified { PersonId = FaceStory.Ann, Confidence = 1 }).ShouldBeEmpty();
        story.Tell(new NoteNotIdentified()).ShouldBeEmpty();
        story.Tell(new NoteUnusable { Reason = "nothing there" }).ShouldBeEmpty();
        story.Tell(new FaceTick()).ShouldBeEmpty();
    }
}
