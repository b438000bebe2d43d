using Atmosphere.Grains.Faces;

namespace Atmosphere.Grains.Tests.Faces;

/// <summary>Undo and "Not X?" start the next round.</summary>
public sealed class NextRoundTests
{
    [Fact]
    public void Undo_starts_the_next_round_without_votes_and_remembers_who_it_is_not()
    {
        var story = FaceStory.Tagged();
        story.Tell(story.Undo("U0EVE")).ShouldHaveSingleItem().ShouldBeOfType<TagUndone>().ByUserId.ShouldBe("U0EVE");

        story.State.Status.ShouldBe(FaceStatus.Asking);
        story.State.Round.ShouldBe(2);
        story.State.Votes.ShouldBeEmpty();
        story.State.PersonId.ShouldBeNull();
        story.State.Enrolled.ShouldBeFalse();
        story.State.Excluded.ShouldBe([FaceStory.Ann]);
        story.State.NotPersonId.ShouldBe(FaceStory.Ann);
        story.State.ExpiresAt.ShouldBeNull("the new question has not been shown yet");
        story.Owes<RequestTaggingOnSlack>().ShouldHaveSingleItem();
    }

    [Fact]
    public void Undo_owes_the_withdrawal_of_the_round_that_was_tagged()
    {
        var story = FaceStory.Tagged();
        story.Tell(story.Undo());

        var withdrawal = story.Owes<WithdrawFace>().ShouldHaveSingleItem();
        withdrawal.PersonId.ShouldBe(FaceStory.Ann);
        withdrawal.Round.ShouldBe(1);
    }

    [Fact]
    public void Undo_of_a_tag_that_never_got_into_the_full_gallery_owes_the_withdrawal_too()
    {
        var story = FaceStory.Tagged(enrolled: false);
        story.Tell(story.Undo());

        story.Owes<WithdrawFace>().ShouldHaveSingleItem();
    }

    [Fact]
    public void Only_the_first_of_two_undos_counts()
    {
        var story = FaceStory.Tagged();
        var (first, second) = (story.Undo("U0EVE"), story.Undo("U0BOB"));
        story.Tell(first);

        story.Judge(second).ShouldBe(PressVerdict.Closed);
        story.Tell(second).ShouldBeEmpty();
        story.State.Round.ShouldBe(2);
    }

    [Fact]
    public void Not_them_excludes_the_person_and_asks()
    {
        var story = FaceStory.Identified();
        story.State.Confidence.ShouldBe(0.93);
        story.Tell(story.NotThem("U0EVE")).ShouldHaveSingleItem().ShouldBeOfType<IdentificationDisputed>().PersonId.ShouldBe(FaceStory.Ann);

        story.State.Status.ShouldBe(FaceStatus.Asking);
        story.State.Round.ShouldBe(2);
        story.State.Excluded.ShouldBe([FaceStory.Ann]);
        story.State.NotPersonId.ShouldBe(FaceStory.Ann);
        story.State.PersonId.ShouldBeNull();
        story.State.Confidence.ShouldBeNull();
        story.Owes<RequestTaggingOnSlack>().ShouldHaveSingleItem();
        story.Owes<WithdrawFace>().ShouldBeEmpty("an identified face is not in the gallery");
    }

    [Fact]
    public void Only_a_new_agreement_ends_an_exclusion()
    {
        var story = FaceStory.Tagged();
        story.Tell(story.Undo());
        story.TellVerifiedVote("U0V1", FaceStory.Ann);
        story.State.Excluded.ShouldContain(FaceStory.Ann);

        story.TellVerifiedVote("U0V2", FaceStory.Ann);

        story.State.Status.ShouldBe(FaceStatus.Agreed);
        story.State.Excluded.ShouldBeEmpty();
        story.History.OfType<AgreementReached>().Select(agreement => agreement.Round).ShouldBe([1, 2]);
    }

    [Fact]
    public void Another_persons_agreement_keeps_the_exclusion()
    {
        var story = FaceStory.Tagged();
        story.Tell(story.Undo());
        story.TellVerifiedVote("U0V1", FaceStory.Ben);
        story.TellVerifiedVote("U0V2", FaceStory.Ben);

        story.State.Excluded.ShouldBe([FaceStory.Ann]);
        story.State.PersonId.ShouldBe(FaceStory.Ben);
    }

    [Fact]
    public void The_new_round_has_its_own_expiry_from_when_it_is_shown()
    {
        var story = FaceStory.Tagged();
        story.Now += TimeSpan.FromDays(30);
        story.Tell(story.Undo());
        story.Tell(new FaceTick()).ShouldBeEmpty();
        story.Tell(story.Shown());

        story.State.ExpiresAt.ShouldBe(story.Now + TimeSpan.FromDays(7));
    }

    [Fact]
    public void The_gallerys_late_answer_about_the_old_round_changes_nothing()
    {
        var story = FaceStory.Tagged();
        story.Tell(story.Undo());
        var answer = new NoteEnrolment { Round = 1, PersonId = FaceStory.Ann, Enrolled = true };
        story.Tell(answer).ShouldBeEmpty();

        story.TellVerifiedVote("U0V1", FaceStory.Ann);
        story.TellVerifiedVote("U0V2", FaceStory.Ann);

        story.Tell(answer).ShouldBeEmpty("the second round waits for its own answer");
        story.Tell(new NoteEnrolmentRefused { Round = 1, PersonId = FaceStory.Ann, Code = "InvalidImage" }).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Not_them_is_told_to_those_who_compare_faces_where_they_are_compared(bool compares)
    {
        var story = FaceStory.Detected(rules: FaceStory.DefaultRules with { ComparesStrangers = compares });
        story.Tell(new NoteIdentified { PersonId = FaceStory.Ann, Confidence = 0.9, Sighting = new() { DetectedFaceId = "detected" } });
        story.Tell(story.NotThem());

        story.Owes<TellDenials>().Count().ShouldBe(compares ? 1 : 0);
        story.Tell(new AcceptFollower { FaceId = "0a0b0c0d-0000-8000-8000-000000000002" });
        story.State.Together.Followers.Count.ShouldBe(compares ? 1 : 0, "what is like it can follow it");
    }

    [Fact]
    public void Two_no_to_is_this_them_and_an_undo_are_told_to_those_who_compare_faces_too()
    {
        var asked = FaceStory.Detected();
        asked.Tell(new NoteNotIdentified { Sighting = new() { DetectedFaceId = "detected" }, Suggestion = new() { PersonId = FaceStory.Ann, Confidence = 0.6 } });
        asked.Tell(new NoteAlone());
        asked.Tell(asked.Shown());
        foreach (var voter in (string[])["U0EVE", "U0BOB"]) asked.TellVerifiedVote(voter, VoteChoice.NotThem(FaceStory.Ann));
        asked.Owes<TellDenials>().ShouldHaveSingleItem();

        foreach (var voter in (string[])["U0CAT", "U0DAN"]) asked.TellVerifiedVote(voter, FaceStory.Ben);
        asked.Tell(asked.Enrolled());
        var before = asked.State.Owed.Slots["denials"].Number;
        asked.Tell(asked.Undo());
        asked.State.Owed.Slots["denials"].Number.ShouldBeGreaterThan(before);
    }

    [Fact]
    public void An_agreement_on_somebody_who_was_denied_takes_the_denial_back()
    {
        var story = FaceStory.Detected();
        story.Tell(new NoteIdentified { PersonId = FaceStory.Ann, Confidence = 0.9, Sighting = new() { DetectedFaceId = "detected" } });
        story.Tell(story.NotThem());
        var before = story.State.Owed.Slots["denials"].Number;
        foreach (var voter in (string[])["U0CAT", "U0DAN"]) story.TellVerifiedVote(voter, FaceStory.Ann);

        story.State.Excluded.ShouldBeEmpty();
        story.State.Owed.Slots["denials"].Number.ShouldBeGreaterThan(before);
    }

    [Fact]
    public void Who_was_denied_and_asks_to_be_forgotten_is_forgotten_by_those_who_compare_faces()
    {
        var story = FaceStory.Detected();
        story.Tell(new NoteIdentified { PersonId = FaceStory.Ann, Confidence = 0.9, Sighting = new() { DetectedFaceId = "detected" } });
        story.Tell(story.NotThem());
        story.Tell(new ForgetPerson { PersonId = FaceStory.Ann });

        story.Owes<ForgetAmongStrangers>().ShouldHaveSingleItem();
    }
}
