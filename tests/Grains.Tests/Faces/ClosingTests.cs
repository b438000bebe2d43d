using Atmosphere.Grains.Faces;

namespace Atmosphere.Grains.Tests.Faces;

/// <summary>The ways in which a question ends without a person.</summary>
public sealed class ClosingTests
{
    public static TheoryData<VoteKind, string> Dismissals => new()
    {
        { VoteKind.NotAFace, "This is not a face." },
        { VoteKind.NobodyWeKnow, "This is nobody we know." },
    };

    [Theory]
    [MemberData(nameof(Dismissals))]
    public void The_required_votes_for_nobody_dismiss_the_face(VoteKind kind, string reason)
    {
        var story = FaceStory.Asked();
        story.TellVerifiedVote("U0V1", new VoteChoice { Kind = kind });
        story.TellVerifiedVote("U0V2", new VoteChoice { Kind = kind }).OfType<FaceDismissed>().ShouldHaveSingleItem().Why.ShouldBe(kind);

        story.State.Status.ShouldBe(FaceStatus.Dismissed);
        story.State.Reason.ShouldBe(reason);
        story.State.PersonId.ShouldBeNull();
        ShouldBeClosed(story);
    }

    [Fact]
    public void Not_a_face_and_nobody_we_know_are_different_answers()
    {
        var story = FaceStory.Asked();
        story.TellVerifiedVote("U0V1", VoteChoice.NotAFace);
        story.TellVerifiedVote("U0V2", VoteChoice.NobodyWeKnow);

        story.State.Status.ShouldBe(FaceStatus.Asking);
    }

    [Fact]
    public void The_most_voters_without_agreement_dispute_the_face()
    {
        var story = FaceStory.Asked();
        for (var voter = 1; voter <= 4; voter++) story.TellVerifiedVote($"U0V{voter}", $"U0P{voter}");
        story.State.Status.ShouldBe(FaceStatus.Asking);

        story.TellVerifiedVote("U0V5", "U0P5");

        story.State.Status.ShouldBe(FaceStatus.Disputed);
        ShouldBeClosed(story);
    }

    [Fact]
    public void The_last_voter_can_still_agree()
    {
        var story = FaceStory.Asked();
        for (var voter = 1; voter <= 4; voter++) story.TellVerifiedVote($"U0V{voter}", $"U0P{voter}");

        story.TellVerifiedVote("U0V5", "U0P1");

        story.State.Status.ShouldBe(FaceStatus.Agreed);
    }

    [Fact]
    public void Unverified_withdrawn_and_refused_votes_dispute_nothing()
    {
        var story = FaceStory.Asked();
        for (var voter = 1; voter <= 4; voter++) story.TellVerifiedVote($"U0V{voter}", $"U0P{voter}");
        story.Tell(story.Vote("U0V5", "U0P5"));
        story.Tell(story.Vote("U0V6", "U0P6"));
        story.Tell(story.Check("U0V6", "Bots can't vote."));
        story.Tell(story.Vote("U0V7", "U0P7"));
        story.Tell(story.TakeBack("U0V7"));

        story.State.Status.ShouldBe(FaceStatus.Asking);
    }

    [Fact]
    public void A_question_expires_when_its_time_has_come_and_not_before()
    {
        var story = FaceStory.Asked();
        var expiresAt = story.State.ExpiresAt.ShouldNotBeNull();
        expiresAt.ShouldBe(story.Now + TimeSpan.FromDays(7));
        story.State.WakeAt.ShouldBe(expiresAt);

        story.Now = expiresAt - TimeSpan.FromSeconds(2);
        story.Tell(new FaceTick()).ShouldBeEmpty();
        story.Tell(new FaceTick()).ShouldHaveSingleItem().ShouldBeOfType<FaceExpired>();

        story.State.Status.ShouldBe(FaceStatus.Expired);
        ShouldBeClosed(story);
    }

    [Fact]
    public void A_question_that_nobody_has_seen_does_not_expire()
    {
        var story = FaceStory.Detected();
        story.Tell(new NoteNotIdentified());
        story.Now += TimeSpan.FromDays(365);

        story.Tell(new FaceTick()).ShouldBeEmpty();
        story.State.WakeAt.ShouldBeNull();
    }

    [Fact]
    public void Showing_the_votes_of_a_round_does_not_prolong_it()
    {
        var story = FaceStory.Asked();
        var expiresAt = story.State.ExpiresAt;
        story.Tell(story.Vote("U0V1", FaceStory.Ann));

        story.Tell(story.Shown()).ShouldBeEmpty();

        story.State.ExpiresAt.ShouldBe(expiresAt);
    }

    [Fact]
    public void Only_a_question_expires()
    {
        var story = FaceStory.Tagged();
        story.Now += TimeSpan.FromDays(365);

        story.Tell(new FaceTick()).ShouldBeEmpty();
    }

    private static void ShouldBeClosed(FaceStory story)
    {
        story.Owes<ClosePrompt>().ShouldHaveSingleItem();
        story.Owes<ReleaseSlot>().ShouldHaveSingleItem();
        story.Owes<SendFaceForTraining>().ShouldBeEmpty();
        story.State.WakeAt.ShouldBeNull();
        story.Judge(story.Vote("U0V9", FaceStory.Ann)).ShouldBe(PressVerdict.Closed);
        story.Tell(story.Vote("U0V9", FaceStory.Ann)).ShouldBeEmpty();
    }
}
