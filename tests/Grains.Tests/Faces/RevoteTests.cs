using Atmosphere.Grains.Faces;

namespace Atmosphere.Grains.Tests.Faces;

public sealed class RevoteTests
{
    [Fact]
    public void A_revote_replaces_the_vote()
    {
        var story = FaceStory.Asked();
        story.TellVerifiedVote("U0V1", FaceStory.Ann);
        story.TellVerifiedVote("U0V1", FaceStory.Ben);
        story.State.Votes.ShouldHaveSingleItem().Value.Choice.ShouldBe(VoteChoice.Person(FaceStory.Ben));

        story.TellVerifiedVote("U0V2", FaceStory.Ann);

        story.State.Status.ShouldBe(FaceStatus.Asking, "the first vote for Ann is gone");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_vote_for_a_person_has_to_name_one(string? nobody)
    {
        var story = FaceStory.Asked();
        var vote = story.Vote("U0V1", new VoteChoice { Kind = VoteKind.Person, PersonId = nobody });

        Should.Throw<ArgumentException>(() => story.Try(vote));
    }

    [Fact]
    public void One_voter_can_not_agree_with_herself()
    {
        var story = FaceStory.Asked();
        story.TellVerifiedVote("U0V1", FaceStory.Ann);
        story.TellVerifiedVote("U0V1", FaceStory.Ann);

        story.State.Status.ShouldBe(FaceStatus.Asking);
    }

    [Fact]
    public void A_revote_has_to_be_verified_again()
    {
        var story = FaceStory.Asked();
        story.TellVerifiedVote("U0V1", FaceStory.Ann);
        story.TellVerifiedVote("U0V2", FaceStory.Ben);

        story.Tell(story.Vote("U0V1", FaceStory.Ben));

        story.State.Votes["U0V1"].Standing.ShouldBe(VoteStanding.Unchecked);
        story.State.Status.ShouldBe(FaceStatus.Asking);
        story.Owes<VerifyVote>().ShouldContain(effect => effect.VoterId == "U0V1");
    }

    [Fact]
    public void A_vote_can_be_taken_back()
    {
        var story = FaceStory.Asked();
        story.TellVerifiedVote("U0V1", FaceStory.Ann);
        story.Tell(story.TakeBack("U0V1")).ShouldHaveSingleItem().ShouldBeOfType<VoteTakenBack>();
        story.TellVerifiedVote("U0V2", FaceStory.Ann);

        story.State.Status.ShouldBe(FaceStatus.Asking);
        story.State.Votes["U0V1"].IsLive.ShouldBeFalse();
    }

    [Fact]
    public void After_taking_it_back_the_voter_can_vote_again()
    {
        var story = FaceStory.Asked();
        story.TellVerifiedVote("U0V1", FaceStory.Ann);
        story.Tell(story.TakeBack("U0V1"));
        story.TellVerifiedVote("U0V1", FaceStory.Ben);
        story.TellVerifiedVote("U0V2", FaceStory.Ben);

        story.State.PersonId.ShouldBe(FaceStory.Ben);
    }

    [Fact]
    public void Who_has_no_vote_has_nothing_to_take_back()
    {
        var story = FaceStory.Asked();
        story.Judge(story.TakeBack("U0V1")).ShouldBe(PressVerdict.NothingToTakeBack);
        story.Tell(story.TakeBack("U0V1")).ShouldBeEmpty();

        story.TellVerifiedVote("U0V1", FaceStory.Ann);
        story.Tell(story.TakeBack("U0V1"));
        story.Judge(story.TakeBack("U0V1")).ShouldBe(PressVerdict.NothingToTakeBack);
    }

    [Fact]
    public void The_check_of_an_earlier_vote_says_nothing_about_the_present_one()
    {
        var story = FaceStory.Asked();
        story.Tell(story.Vote("U0V1", FaceStory.Ann));
        var late = story.Check("U0V1");
        story.Tell(story.Vote("U0V1", FaceStory.Ben));

        story.Tell(late).ShouldBeEmpty();
        story.Tell(late with { Refusal = "You picked a bot." }).ShouldBeEmpty();
    }
}
