using Atmosphere.Grains.Faces;

namespace Atmosphere.Grains.Tests.Faces;

/// <summary>A vote carries Slack's action_ts. One that is not newer than the voter's last changes nothing.</summary>
public sealed class ReplayTests
{
    [Fact]
    public void A_vote_repeated_changes_nothing()
    {
        var story = FaceStory.Asked();
        var vote = story.Vote("U0V1", FaceStory.Ann);
        story.Tell(vote);
        story.Tell(story.Check("U0V1"));

        story.Judge(vote).ShouldBe(PressVerdict.Repeated);
        story.Tell(vote).ShouldBeEmpty();
        story.State.Votes["U0V1"].Standing.ShouldBe(VoteStanding.Verified);
    }

    [Fact]
    public void A_vote_overtaken_by_a_newer_one_changes_nothing()
    {
        var story = FaceStory.Asked();
        var (older, newer) = (FaceStory.Ts(1), FaceStory.Ts(2));
        story.Tell(story.Vote("U0V1", FaceStory.Ben, newer));

        story.Tell(story.Vote("U0V1", FaceStory.Ann, older)).ShouldBeEmpty();

        story.State.Votes["U0V1"].Choice.ShouldBe(VoteChoice.Person(FaceStory.Ben));
    }

    [Fact]
    public void A_replay_can_not_revive_a_vote_taken_back()
    {
        var story = FaceStory.Asked();
        var vote = story.Vote("U0V1", FaceStory.Ann);
        story.Tell(vote);
        story.Tell(story.TakeBack("U0V1"));

        story.Judge(vote).ShouldBe(PressVerdict.Repeated);
        story.Tell(vote).ShouldBeEmpty();
        story.State.Votes["U0V1"].Standing.ShouldBe(VoteStanding.TakenBack);
    }

    [Fact]
    public void A_retraction_overtaken_by_a_newer_vote_changes_nothing()
    {
        var story = FaceStory.Asked();
        story.Tell(story.Vote("U0V1", FaceStory.Ann, FaceStory.Ts(1)));
        story.Tell(story.Vote("U0V1", FaceStory.Ben, FaceStory.Ts(3)));

        story.Tell(story.TakeBack("U0V1", FaceStory.Ts(2))).ShouldBeEmpty();
    }

    [Fact]
    public void A_replay_can_not_revive_a_refused_vote()
    {
        var story = FaceStory.Asked();
        var vote = story.Vote("U0BOT", FaceStory.Ann);
        story.Tell(vote);
        story.Tell(story.Check("U0BOT", "Bots can't vote."));

        story.Tell(vote).ShouldBeEmpty();
        story.State.Votes["U0BOT"].Standing.ShouldBe(VoteStanding.Refused);
    }

    [Theory]
    [InlineData("999999999.9", "1000000000.1")]
    [InlineData("1772442000.9", "1772442000.10001")]
    [InlineData("1772442000.000099", "1772442000.0001")]
    public void Times_are_compared_as_numbers_not_as_text(string one, string other)
    {
        var (older, newer) = decimal.Parse(one) < decimal.Parse(other) ? (one, other) : (other, one);
        var story = FaceStory.Asked();
        story.Tell(story.Vote("U0V1", FaceStory.Ann, older));

        story.Tell(story.Vote("U0V1", FaceStory.Ben, newer)).ShouldHaveSingleItem();
        story.Tell(story.Vote("U0V1", FaceStory.Ann, older)).ShouldBeEmpty();
    }

    [Fact]
    public void The_same_time_in_other_digits_is_the_same_press()
    {
        var story = FaceStory.Asked();
        story.Tell(story.Vote("U0V1", FaceStory.Ann, "1772442000.0001"));

        story.Tell(story.Vote("U0V1", FaceStory.Ben, "1772442000.000100")).ShouldBeEmpty();
    }

    [Fact]
    public void Voters_do_not_share_their_times()
    {
        var story = FaceStory.Asked();
        story.Tell(story.Vote("U0V1", FaceStory.Ann, FaceStory.Ts(9)));

        story.Tell(story.Vote("U0V2", FaceStory.Ann, FaceStory.Ts(1))).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData("1e9")]
    public void A_press_without_a_readable_time_is_a_fault_and_is_never_stored(string ts)
    {
        var story = FaceStory.Asked();

        Should.Throw<FormatException>(() => story.Try(story.Vote("U0V1", FaceStory.Ann, ts))).Message.ShouldContain($"'{ts}'");
    }

    [Fact]
    public void A_vote_of_an_earlier_round_can_not_be_replayed_into_the_next()
    {
        var story = FaceStory.Asked();
        var vote = story.Vote("U0V1", FaceStory.Ann);
        story.Tell(vote);
        story.Tell(story.Check("U0V1"));
        story.TellVerifiedVote("U0V2", FaceStory.Ann);
        story.Tell(story.Enrolled());
        story.Tell(story.Undo());

        story.Judge(vote).ShouldBe(PressVerdict.Closed);
        story.Tell(vote).ShouldBeEmpty();
        story.State.Votes.ShouldBeEmpty();
    }
}
