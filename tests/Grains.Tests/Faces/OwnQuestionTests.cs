using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Tests.Faces;

/// <summary>"Is this you?": the person named decides about herself.</summary>
public sealed class OwnQuestionTests
{
    private static readonly FaceRules Asks = FaceStory.DefaultRules with { AsksThePerson = true, Required = 3 };

    [Fact]
    public void Whom_a_vote_that_counts_names_is_asked_once_a_round()
    {
        var story = FaceStory.Asked(Asks);
        story.Tell(story.Vote("U0V1", FaceStory.Ann));
        story.Owes<AskPerson>().ShouldBeEmpty("the vote does not count yet");

        story.Tell(story.Check("U0V1")).OfType<PersonAsked>().ShouldHaveSingleItem().PersonId.ShouldBe(FaceStory.Ann);
        story.Owes<AskPerson>().ShouldHaveSingleItem().PersonId.ShouldBe(FaceStory.Ann);

        story.TellVerifiedVote("U0V2", FaceStory.Ann).OfType<PersonAsked>().ShouldBeEmpty();
        story.TellVerifiedVote("U0V3", FaceStory.Ben).OfType<PersonAsked>().ShouldHaveSingleItem().PersonId.ShouldBe(FaceStory.Ben);
    }

    [Fact]
    public void By_default_nobody_is_asked()
    {
        var story = FaceStory.Asked();
        story.TellVerifiedVote("U0V1", FaceStory.Ann);

        story.Owes<AskPerson>().ShouldBeEmpty();
        story.State.Asked.ShouldBeNull();
    }

    [Fact]
    public void Her_yes_is_enough()
    {
        var story = Named();

        var agreed = story.TellVerifiedVote(FaceStory.Ann, FaceStory.Ann).OfType<AgreementReached>().ShouldHaveSingleItem();

        agreed.PersonId.ShouldBe(FaceStory.Ann);
        OwnQuestion.Show(story.State, FaceStory.Ann).ShouldBe(PersonQuestionKind.SaidYes);
    }

    [Fact]
    public void Her_yes_counts_only_when_Slack_knows_her()
    {
        var story = Named();
        story.Tell(story.Vote(FaceStory.Ann, FaceStory.Ann));
        story.State.Status.ShouldBe(FaceStatus.Asking);

        story.Tell(story.Check(FaceStory.Ann, "Your vote does not count: your account is deactivated."));

        story.State.Status.ShouldBe(FaceStatus.Asking);
    }

    [Fact]
    public void Who_was_named_by_nobody_else_has_an_ordinary_vote_for_herself()
    {
        var story = FaceStory.Asked(Asks);

        story.TellVerifiedVote(FaceStory.Ann, FaceStory.Ann).OfType<AgreementReached>().ShouldBeEmpty();

        story.State.Asked.ShouldBeNull("she has said it herself");
        story.State.Status.ShouldBe(FaceStatus.Asking);
    }

    [Fact]
    public void Her_no_takes_every_vote_for_her_and_tells_the_voters_and_the_others_stay()
    {
        var story = Named();
        story.TellVerifiedVote("U0V2", FaceStory.Ann);
        story.TellVerifiedVote("U0V3", FaceStory.Ben);

        story.TellVerifiedVote(FaceStory.Ann, VoteChoice.NotThem(FaceStory.Ann)).OfType<PersonVetoed>().ShouldHaveSingleItem();

        story.State.Votes["U0V1"].Standing.ShouldBe(VoteStanding.Refused);
        story.State.Votes["U0V2"].Standing.ShouldBe(VoteStanding.Refused);
        story.State.Votes["U0V3"].Standing.ShouldBe(VoteStanding.Verified);
        story.Owes<TellVoter>().Select(tell => tell.VoterId).ShouldBe(["U0V1", "U0V2"], ignoreOrder: true);
        story.State.Excluded.ShouldContain(FaceStory.Ann);
        story.State.Status.ShouldBe(FaceStatus.Asking);
        OwnQuestion.Show(story.State, FaceStory.Ann).ShouldBe(PersonQuestionKind.SaidNo);
    }

    [Fact]
    public void After_her_no_nobody_can_name_her_in_this_round_or_a_later_one()
    {
        var story = Named();
        story.TellVerifiedVote(FaceStory.Ann, VoteChoice.NotThem(FaceStory.Ann));
        story.Judge(story.Vote("U0V4", FaceStory.Ann)).ShouldBe(PressVerdict.Vetoed);

        story.Now += TimeSpan.FromDays(8);
        story.Tell(new FaceTick());
        story.Tell(new ReopenFace { UserId = "U0EVE", Round = 1, ActionTs = story.NextTs() });

        story.Judge(story.Vote("U0V4", FaceStory.Ann)).ShouldBe(PressVerdict.Vetoed);
        story.Judge(story.Vote("U0V4", FaceStory.Ben)).ShouldBe(PressVerdict.Accepted);
    }

    [Fact]
    public void She_may_think_better_of_her_no()
    {
        var story = Named();
        story.TellVerifiedVote(FaceStory.Ann, VoteChoice.NotThem(FaceStory.Ann));

        story.TellVerifiedVote(FaceStory.Ann, FaceStory.Ann).OfType<AgreementReached>().ShouldHaveSingleItem();

        story.State.HasVetoed(FaceStory.Ann).ShouldBeFalse();
        story.State.Excluded.ShouldNotContain(FaceStory.Ann);
    }

    [Fact]
    public void Her_no_after_the_tag_undoes_it_and_stands()
    {
        var story = TaggedWithoutHer();
        OwnQuestion.Show(story.State, FaceStory.Ann).ShouldBe(PersonQuestionKind.Named);

        story.Tell(story.Vote(FaceStory.Ann, VoteChoice.NotThem(FaceStory.Ann))).Select(happened => happened.GetType()).ShouldBe([typeof(TagUndone), typeof(PersonVetoed)]);

        story.State.Status.ShouldBe(FaceStatus.Asking);
        story.Owes<WithdrawFace>().ShouldHaveSingleItem().PersonId.ShouldBe(FaceStory.Ann);
        story.Judge(story.Vote("U0V1", FaceStory.Ann)).ShouldBe(PressVerdict.Vetoed);
    }

    [Fact]
    public void Anybody_elses_no_after_the_tag_is_too_late()
    {
        var story = TaggedWithoutHer();

        story.Judge(story.Vote("U0EVE", VoteChoice.NotThem(FaceStory.Ann))).ShouldBe(PressVerdict.Closed);
        story.Judge(story.Vote(FaceStory.Ben, VoteChoice.NotThem(FaceStory.Ben))).ShouldBe(PressVerdict.Closed);
    }

    [Fact]
    public void Nobody_else_answers_her_question()
    {
        var story = Named();

        story.Judge(story.Vote("U0EVE", VoteChoice.NotThem(FaceStory.Ann))).ShouldBe(PressVerdict.Closed);
        story.TellVerifiedVote("U0EVE", FaceStory.Ann);
        story.State.Status.ShouldBe(FaceStatus.Asking, "two of three");
    }

    [Fact]
    public void Her_message_follows_what_becomes_of_the_face()
    {
        var story = Named();
        story.Tell(new NotePersonAsked { PersonId = FaceStory.Ann, Round = 1, Message = Direct });
        story.State.Asked![FaceStory.Ann].Message.ShouldBe(Direct);
        var before = story.State.Owed.Slots[$"ask:{FaceStory.Ann}"].Number;

        story.Now += TimeSpan.FromDays(8);
        story.Tell(new FaceTick());

        OwnQuestion.Show(story.State, FaceStory.Ann).ShouldBe(PersonQuestionKind.Closed);
        story.State.Owed.Slots[$"ask:{FaceStory.Ann}"].Number.ShouldBeGreaterThan(before);
    }

    [Fact]
    public void A_message_of_an_earlier_round_is_not_taken_for_this_ones()
    {
        var story = TaggedWithoutHer();
        story.Tell(story.Undo());
        story.TellVerifiedVote("U0V1", FaceStory.Ann).OfType<PersonAsked>().ShouldHaveSingleItem();

        story.Tell(new NotePersonAsked { PersonId = FaceStory.Ann, Round = 1, Message = Direct }).ShouldBeEmpty();

        story.State.Asked![FaceStory.Ann].Message.ShouldBeNull("each round asks in a message of its own");
    }

    [Fact]
    public void The_audit_tells_that_she_was_asked_and_what_she_said()
    {
        var story = Named();
        story.TellVerifiedVote(FaceStory.Ann, VoteChoice.NotThem(FaceStory.Ann));

        story.State.Unrecorded.SelectMany(recorded => FaceAudit.Of(FaceStory.FaceId, recorded)).Select(entry => $"{entry.Actor} {entry.Action} {entry.About}")
            .ShouldBe(["U0V1 vote-cast U0ANN", "atmosphere person-asked U0ANN", "U0ANN vote-cast U0ANN", "U0ANN person-vetoed U0ANN"]);
    }

    private static MessageRef Direct { get; } = new() { ChannelId = "D0ANN", Ts = "1772442000.000007" };

    /// <summary>Somebody has named Ann, and she is asked.</summary>
    private static FaceStory Named()
    {
        var story = FaceStory.Asked(Asks);
        story.TellVerifiedVote("U0V1", FaceStory.Ann);
        return story;
    }

    private static FaceStory TaggedWithoutHer()
    {
        var story = Named();
        story.TellVerifiedVote("U0V2", FaceStory.Ann);
        story.TellVerifiedVote("U0V3", FaceStory.Ann);
        story.Tell(story.Enrolled());
        story.State.Status.ShouldBe(FaceStatus.Tagged);
        return story;
    }
}
