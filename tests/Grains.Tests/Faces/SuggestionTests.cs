using Atmosphere.Grains.Faces;

namespace Atmosphere.Grains.Tests.Faces;

/// <summary>"Is this Ann?", when the recogniser is nearly sure.</summary>
public sealed class SuggestionTests
{
    [Fact]
    public void Yes_is_a_vote_like_any_other_for_that_person()
    {
        var story = Suggested();
        story.TellVerifiedVote("U0V1", FaceStory.Ann);
        story.State.Status.ShouldBe(FaceStatus.Asking, "the recogniser's guess is no vote");
        story.TellVerifiedVote("U0V2", FaceStory.Ann);

        story.State.Status.ShouldBe(FaceStatus.Agreed);
        story.State.PersonId.ShouldBe(FaceStory.Ann);
    }

    [Fact]
    public void One_no_excludes_nobody()
    {
        var story = Suggested();
        story.TellVerifiedVote("U0V1", VoteChoice.NotThem(FaceStory.Ann));

        story.State.Suggestion.ShouldNotBeNull();
        story.State.Excluded.ShouldBeEmpty();
    }

    [Fact]
    public void The_required_votes_for_no_end_the_suggestion_and_are_remembered()
    {
        var story = Suggested();
        story.TellVerifiedVote("U0V1", VoteChoice.NotThem(FaceStory.Ann));
        story.TellVerifiedVote("U0V2", VoteChoice.NotThem(FaceStory.Ann)).OfType<SuggestionRejected>().ShouldHaveSingleItem().PersonId.ShouldBe(FaceStory.Ann);

        story.State.Status.ShouldBe(FaceStatus.Asking);
        story.State.Round.ShouldBe(1, "nobody's vote is lost");
        story.State.Suggestion.ShouldBeNull();
        story.State.Excluded.ShouldBe([FaceStory.Ann]);
        story.State.NotPersonId.ShouldBe(FaceStory.Ann);
        story.Owes<RequestTaggingOnSlack>().ShouldHaveSingleItem();
    }

    [Fact]
    public void No_votes_are_no_dispute_however_many()
    {
        var story = Suggested();
        story.TellVerifiedVote("U0V1", VoteChoice.NotThem(FaceStory.Ann));
        for (var voter = 2; voter <= 5; voter++) story.Tell(story.Vote($"U0V{voter}", VoteChoice.NotThem(FaceStory.Ann)));
        for (var voter = 2; voter <= 5; voter++) story.Tell(story.Check($"U0V{voter}"));

        story.State.Status.ShouldBe(FaceStatus.Asking);
        story.History.OfType<SuggestionRejected>().ShouldHaveSingleItem();
    }

    [Fact]
    public void Who_said_no_may_say_who_it_is_instead()
    {
        var story = Suggested();
        story.TellVerifiedVote("U0V1", VoteChoice.NotThem(FaceStory.Ann));
        story.TellVerifiedVote("U0V1", FaceStory.Ben);
        story.TellVerifiedVote("U0V2", FaceStory.Ben);

        story.State.PersonId.ShouldBe(FaceStory.Ben);
    }

    [Fact]
    public void No_to_a_question_that_is_over_or_was_never_asked_is_answered_closed()
    {
        FaceStory.Asked().Judge(FaceStory.Asked().Vote("U0V1", VoteChoice.NotThem(FaceStory.Ann))).ShouldBe(PressVerdict.Closed);

        var story = Suggested();
        story.Judge(story.Vote("U0V1", VoteChoice.NotThem(FaceStory.Ben))).ShouldBe(PressVerdict.Closed);
        story.TellVerifiedVote("U0V1", VoteChoice.NotThem(FaceStory.Ann));
        story.TellVerifiedVote("U0V2", VoteChoice.NotThem(FaceStory.Ann));
        story.Judge(story.Vote("U0V3", VoteChoice.NotThem(FaceStory.Ann))).ShouldBe(PressVerdict.Closed);
    }

    [Fact]
    public void The_next_round_asks_without_it()
    {
        var story = Suggested();
        story.Now += TimeSpan.FromDays(8);
        story.Tell(new FaceTick());
        story.Tell(new ReopenFace { UserId = "U0EVE", Round = 1 });

        story.State.Suggestion.ShouldBeNull();
        story.State.Excluded.ShouldBeEmpty("nobody has said that it is not Ann");
    }

    private static FaceStory Suggested()
    {
        var story = FaceStory.Detected();
        story.Tell(new NoteNotIdentified { Suggestion = new() { PersonId = FaceStory.Ann, Confidence = 0.6 } });
        story.Tell(story.Shown());
        return story;
    }
}
