using Atmosphere.Grains.Faces;

namespace Atmosphere.Grains.Tests.Faces;

public sealed class EnrolmentTests
{
    [Fact]
    public void The_training_is_owed_until_the_gallery_has_answered()
    {
        var story = FaceStory.Agreed();
        story.Owes<SendFaceForTraining>().ShouldHaveSingleItem();

        story.Tell(story.Enrolled());

        story.State.Status.ShouldBe(FaceStatus.Tagged);
        story.State.Enrolled.ShouldBeTrue();
        story.Owes<SendFaceForTraining>().ShouldBeEmpty();
        story.Owes<FinalizeTag>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_full_gallery_tags_without_enrolling()
    {
        var story = FaceStory.Agreed();
        story.Tell(story.Enrolled(false));

        story.State.Status.ShouldBe(FaceStatus.Tagged);
        story.State.Enrolled.ShouldBeFalse();
        story.Owes<FinalizeTag>().ShouldHaveSingleItem("the limit is told");
    }

    [Fact]
    public void A_definite_refusal_clears_the_votes_and_says_why()
    {
        var story = FaceStory.Agreed();
        story.Tell(story.EnrolmentRefused("InvalidImage"));

        story.State.Status.ShouldBe(FaceStatus.Unusable);
        story.State.Votes.ShouldBeEmpty();
        story.State.PersonId.ShouldBeNull();
        story.State.Reason.ShouldContain("InvalidImage");
        story.Owes<CleanupTag>().ShouldHaveSingleItem();
        story.Owes<SendFaceForTraining>().ShouldBeEmpty();
        story.State.WakeAt.ShouldBeNull();
    }

    [Fact]
    public void An_answer_about_another_person_or_round_changes_nothing()
    {
        var story = FaceStory.Agreed();
        story.Tell(story.Enrolled() with { PersonId = FaceStory.Ben }).ShouldBeEmpty();
        story.Tell(story.Enrolled() with { Round = 2 }).ShouldBeEmpty();
        story.Tell(story.EnrolmentRefused() with { PersonId = FaceStory.Ben }).ShouldBeEmpty();
        story.Tell(story.EnrolmentRefused() with { Round = 0 }).ShouldBeEmpty();
    }

    [Fact]
    public void The_first_answer_stands()
    {
        var story = FaceStory.Tagged();
        story.Tell(new NoteEnrolmentRefused { Round = 1, PersonId = FaceStory.Ann, Code = "InvalidImage" }).ShouldBeEmpty();
        story.Tell(new NoteEnrolment { Round = 1, PersonId = FaceStory.Ann, Enrolled = false }).ShouldBeEmpty();

        story.State.Enrolled.ShouldBeTrue();
    }

    [Fact]
    public void A_tag_has_no_confidence_of_the_recogniser() => FaceStory.Tagged().State.Confidence.ShouldBeNull();
}
