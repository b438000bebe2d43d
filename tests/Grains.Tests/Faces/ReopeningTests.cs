using Atmosphere.Grains.Faces;

namespace Atmosphere.Grains.Tests.Faces;

/// <summary>A question that ended without an answer can be asked again.</summary>
public sealed class ReopeningTests
{
    [Fact]
    public void A_disputed_face_is_asked_about_in_a_new_round_without_votes()
    {
        var story = FaceStory.Asked();
        for (var voter = 1; voter <= 5; voter++) story.TellVerifiedVote($"U0V{voter}", $"U0P{voter}");
        story.State.Status.ShouldBe(FaceStatus.Disputed);

        story.Tell(Reopen(story)).ShouldHaveSingleItem().ShouldBeOfType<FaceReopened>().ByUserId.ShouldBe("U0EVE");

        story.State.Status.ShouldBe(FaceStatus.Asking);
        story.State.Round.ShouldBe(2);
        story.State.Votes.ShouldBeEmpty();
        story.State.Excluded.ShouldBeEmpty();
        story.Owes<RequestTaggingOnSlack>().ShouldHaveSingleItem();
    }

    [Fact]
    public void An_expired_face_is_asked_about_again_with_an_expiry_of_its_own()
    {
        var story = FaceStory.Asked();
        story.Now += TimeSpan.FromDays(8);
        story.Tell(new FaceTick());
        story.Tell(Reopen(story));
        story.State.ExpiresAt.ShouldBeNull();

        story.Tell(story.Shown());

        story.State.ExpiresAt.ShouldBe(story.Now + TimeSpan.FromDays(7));
    }

    [Fact]
    public void What_is_open_or_has_an_answer_is_not_reopened()
    {
        foreach (var story in (FaceStory[])[FaceStory.Detected(), FaceStory.Asked(), FaceStory.Identified(), FaceStory.Agreed(), FaceStory.Tagged()])
            story.Judge(Reopen(story)).ShouldBe(PressVerdict.Closed);
    }

    [Fact]
    public void Only_the_first_of_two_counts()
    {
        var story = FaceStory.Asked();
        story.Now += TimeSpan.FromDays(8);
        story.Tell(new FaceTick());
        var late = Reopen(story);
        story.Tell(Reopen(story));

        story.Judge(late).ShouldBe(PressVerdict.Closed);
    }

    private static ReopenFace Reopen(FaceStory story) => new() { UserId = "U0EVE", Round = story.State.Round, ActionTs = story.NextTs() };
}
