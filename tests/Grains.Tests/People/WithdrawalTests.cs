using Atmosphere.Grains.People;

namespace Atmosphere.Grains.Tests.People;

/// <summary>Undo before, while and after the face gets into the gallery.</summary>
public sealed class WithdrawalTests
{
    [Fact]
    public void An_enrolled_face_leaves_the_gallery_and_the_model()
    {
        var story = PersonStory.WithEnrolled();
        story.Tell(PersonStory.Withdraw(1));
        story.StatusOf(1).ShouldBe(EnrolmentStatus.Leaving);
        story.Owes<RemoveFace>().ShouldHaveSingleItem();

        story.Tell(PersonStory.Removed(1));

        story.StatusOf(1).ShouldBe(EnrolmentStatus.Withdrawn);
        story.State.GalleryChanges.ShouldBe(2);
        story.Owes<AskForTraining>().ShouldHaveSingleItem();
        story.State.EnrolledFaces.ShouldBe(0);
    }

    [Fact]
    public void A_face_whose_add_may_be_under_way_is_taken_out_like_one_that_is_in()
    {
        var story = new PersonStory();
        story.Tell(PersonStory.Tagged(1));
        story.Tell(PersonStory.Withdraw(1));

        story.StatusOf(1).ShouldBe(EnrolmentStatus.Leaving);
        story.Owes<EnrolFace>().ShouldBeEmpty("the removal has taken its slot");
        story.Owes<RemoveFace>().ShouldHaveSingleItem();
        story.Tell(PersonStory.Added(1)).ShouldBeEmpty("the add reports too late");
    }

    [Fact]
    public void A_withdrawal_that_overtakes_the_agreement_leaves_a_tombstone()
    {
        var story = new PersonStory();
        story.Tell(PersonStory.Withdraw(1));
        story.StatusOf(1).ShouldBe(EnrolmentStatus.Withdrawn);

        story.Tell(PersonStory.Tagged(1)).ShouldBeEmpty();
        story.Owes<EnrolFace>().ShouldBeEmpty();
    }

    [Fact]
    public void A_late_repeat_of_the_agreement_does_not_revive_a_withdrawn_face()
    {
        var story = PersonStory.WithEnrolled();
        story.Tell(PersonStory.Withdraw(1));
        story.Tell(PersonStory.Tagged(1)).ShouldBeEmpty();
        story.Tell(PersonStory.Removed(1));

        story.Tell(PersonStory.Tagged(1)).ShouldBeEmpty();
        story.StatusOf(1).ShouldBe(EnrolmentStatus.Withdrawn);
    }

    [Fact]
    public void A_new_agreement_enrols_a_withdrawn_face_again()
    {
        var story = PersonStory.WithEnrolled();
        story.Tell(PersonStory.Withdraw(1));
        story.Tell(PersonStory.Removed(1));

        story.Tell(PersonStory.Tagged(1, round: 2));

        story.StatusOf(1).ShouldBe(EnrolmentStatus.Wanted);
        story.State.Faces[PersonStory.Face(1)].PersistedFaceId.ShouldBeNull("that was the one before");
        story.Owes<EnrolFace>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_new_agreement_waits_until_the_old_face_is_out()
    {
        var story = PersonStory.WithEnrolled();
        story.Tell(PersonStory.Withdraw(1));

        story.Tell(PersonStory.Tagged(1, round: 2)).ShouldBeEmpty("the face publishes again");
        story.State.Faces[PersonStory.Face(1)].Round.ShouldBe(1);
    }

    [Fact]
    public void A_new_agreement_that_overtakes_the_withdrawal_takes_the_old_face_out_first()
    {
        var story = PersonStory.WithEnrolled();
        story.Tell(PersonStory.Tagged(1, round: 2)).ShouldHaveSingleItem().ShouldBeOfType<FaceLeaving>();
        story.Owes<RemoveFace>().ShouldHaveSingleItem();
        story.State.Faces[PersonStory.Face(1)].PersistedFaceId.ShouldBe("persisted-1-1", "else nobody could find it any more");

        story.Tell(PersonStory.Withdraw(1)).ShouldBeEmpty("that is what is being done");
        story.Tell(PersonStory.Removed(1));
        story.Tell(PersonStory.Tagged(1, round: 2));
        story.StatusOf(1).ShouldBe(EnrolmentStatus.Wanted);
    }

    [Fact]
    public void A_late_withdrawal_of_an_earlier_round_changes_nothing()
    {
        var story = new PersonStory();
        story.Tell(PersonStory.Tagged(1, round: 2));

        story.Tell(PersonStory.Withdraw(1, round: 1)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("InvalidImage")]
    [InlineData(NoteFaceRefused.QuotaExceeded)]
    public void A_face_that_never_got_in_is_only_remembered(string code)
    {
        var story = new PersonStory();
        story.Tell(PersonStory.Tagged(1));
        story.Tell(PersonStory.Refused(1, code));
        story.Tell(PersonStory.Withdraw(1));

        story.StatusOf(1).ShouldBe(EnrolmentStatus.Withdrawn);
        story.Owes<RemoveFace>().ShouldBeEmpty();
        story.Owes<AskForTraining>().ShouldBeEmpty();
    }
}
