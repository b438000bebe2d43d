using Atmosphere.Grains.People;

namespace Atmosphere.Grains.Tests.People;

/// <summary>The limit counts faces in the gallery, not votes, and reaching it is told.</summary>
public sealed class FullGalleryTests
{
    [Fact]
    public void The_248th_face_is_enrolled_and_the_249th_is_told()
    {
        var story = new PersonStory();
        for (var face = 1; face <= 248; face++)
        {
            story.Tell(PersonStory.Tagged(face));
            story.Tell(PersonStory.Added(face));
        }

        story.State.EnrolledFaces.ShouldBe(248);
        story.SettleAll();

        story.Tell(PersonStory.Tagged(249)).ShouldHaveSingleItem().ShouldBeOfType<GalleryWasFull>();

        story.StatusOf(249).ShouldBe(EnrolmentStatus.Full);
        story.Owes<AnswerFace>().ShouldHaveSingleItem("the face is told");
        story.Owes<EnrolFace>().ShouldBeEmpty();
    }

    [Fact]
    public void Faces_on_their_way_count()
    {
        var story = new PersonStory(maxFaces: 2);
        story.Tell(PersonStory.Tagged(1));
        story.Tell(PersonStory.Tagged(2));
        story.Tell(PersonStory.Tagged(3));

        story.StatusOf(3).ShouldBe(EnrolmentStatus.Full);
    }

    [Fact]
    public void A_leaving_face_holds_its_place_until_it_is_out()
    {
        var story = PersonStory.WithEnrolled(1, maxFaces: 1);
        story.Tell(PersonStory.Withdraw(1));
        story.Tell(PersonStory.Tagged(2));
        story.StatusOf(2).ShouldBe(EnrolmentStatus.Full);

        story.Tell(PersonStory.Removed(1));
        story.Tell(PersonStory.Tagged(3));

        story.StatusOf(3).ShouldBe(EnrolmentStatus.Wanted);
    }

    [Fact]
    public void Refused_full_and_withdrawn_faces_hold_no_place()
    {
        var story = PersonStory.WithEnrolled(1, maxFaces: 1);
        story.Tell(PersonStory.Tagged(2));
        story.Tell(PersonStory.Withdraw(1));
        story.Tell(PersonStory.Removed(1));
        story.Tell(PersonStory.Tagged(3));
        story.Tell(PersonStory.Refused(3));

        story.State.PlacesTaken.ShouldBe(0);
    }

    [Fact]
    public void The_gallerys_own_limit_is_no_refusal_of_the_picture()
    {
        var story = new PersonStory();
        story.Tell(PersonStory.Tagged(1));
        story.Tell(PersonStory.Refused(1, NoteFaceRefused.QuotaExceeded));

        story.StatusOf(1).ShouldBe(EnrolmentStatus.Full);
    }
}
