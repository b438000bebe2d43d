using Atmosphere.Grains.Faces;

namespace Atmosphere.Grains.Tests.Faces;

public sealed class VerificationTests
{
    [Fact]
    public void Unverified_votes_do_not_count()
    {
        var story = FaceStory.Asked();
        for (var voter = 0; voter < 10; voter++) story.Tell(story.Vote($"U0V{voter}", FaceStory.Ann));

        story.State.Status.ShouldBe(FaceStatus.Asking);
        story.Owes<VerifyVote>().Count().ShouldBe(10);
    }

    [Fact]
    public void A_refused_vote_is_removed_and_its_voter_is_told_why()
    {
        var story = FaceStory.Asked();
        story.Tell(story.Vote("U0BOT", FaceStory.Ann));
        story.Tell(story.Check("U0BOT", "Your vote does not count: bots can't vote."));

        story.State.Votes["U0BOT"].IsLive.ShouldBeFalse();
        var told = story.Owes<TellVoter>().ShouldHaveSingleItem();
        told.VoterId.ShouldBe("U0BOT");
        told.Text.ShouldBe("Your vote does not count: bots can't vote.");
        story.Owes<RequestTaggingOnSlack>().ShouldHaveSingleItem("the prompt must not show it any more");
    }

    [Fact]
    public void A_refused_vote_never_counts()
    {
        var story = FaceStory.Asked();
        story.Tell(story.Vote("U0BOT", FaceStory.Ann));
        story.Tell(story.Check("U0BOT", "Bots can't vote."));
        story.TellVerifiedVote("U0V1", FaceStory.Ann);

        story.State.Status.ShouldBe(FaceStatus.Asking);
    }

    [Fact]
    public void Who_picked_a_bot_can_pick_a_person_next()
    {
        var story = FaceStory.Asked();
        story.Tell(story.Vote("U0V1", "U0BOT"));
        story.Tell(story.Check("U0V1", "You picked a bot."));
        story.TellVerifiedVote("U0V1", FaceStory.Ann);
        story.TellVerifiedVote("U0V2", FaceStory.Ann);

        story.State.PersonId.ShouldBe(FaceStory.Ann);
    }

    [Fact]
    public void A_check_of_a_vote_taken_back_changes_nothing()
    {
        var story = FaceStory.Asked();
        story.Tell(story.Vote("U0V1", FaceStory.Ann));
        var check = story.Check("U0V1");
        story.Tell(story.TakeBack("U0V1"));

        story.Tell(check).ShouldBeEmpty();
        story.Tell(story.Check("U0V1")).ShouldBeEmpty("not even a check of the retraction");
    }

    [Fact]
    public void A_check_of_an_earlier_round_changes_nothing()
    {
        var story = FaceStory.Identified();
        story.Tell(story.NotThem());
        story.Tell(story.Vote("U0V1", FaceStory.Ben));

        story.Tell(story.Check("U0V1") with { Round = 1 }).ShouldBeEmpty();
    }

    [Fact]
    public void A_check_of_an_unknown_voter_changes_nothing() => FaceStory.Asked().Tell(new NoteVoteChecked { VoterId = "U0V9", Round = 1 }).ShouldBeEmpty();
}
