using System.Collections.Immutable;
using Atmosphere.Grains.Faces;

namespace Atmosphere.Grains.Tests.Faces;

/// <summary>Somebody whom a face names asks to be forgotten.</summary>
public sealed class ForgettingTests
{
    private const string Voter = "U0V1";
    private const string Other = "0a0b0c0d-0000-8000-8000-000000000002";

    [Fact]
    public void Her_face_is_emptied_and_its_pictures_message_photo_and_place_in_the_channel_are_owed()
    {
        var story = FaceStory.Tagged();
        story.Tell(new NotePicturesUploaded { Pictures = new() { CropFileId = "F0CROP", ZoomInFileId = "F0ZOOM" } });
        story.Tell(Forget()).ShouldHaveSingleItem().ShouldBeOfType<FaceForgotten>();

        var face = story.State;
        (face.Status, face.PersonId, face.Votes.Count, face.Pictures, face.Excluded.Count).ShouldBe((FaceStatus.Forgotten, null, 0, null, 0));
        face.SlackFiles.ShouldBe(["F0CROP", "F0ZOOM"]);
        Naming.Of(face).ShouldBeEmpty();
        face.Owed.Slots.Values.Select(owed => owed.Effect.GetType()).ShouldBe(
            [typeof(DeletePictures), typeof(DeleteSlackFiles), typeof(TellPhoto), typeof(ClosePrompt), typeof(ReleaseSlot), typeof(StoreFaceTagSql)], ignoreOrder: true);
    }

    [Theory]
    [InlineData(FaceStatus.Identified)]
    [InlineData(FaceStatus.Agreed)]
    [InlineData(FaceStatus.Tagged)]
    public void It_beats_whatever_was_decided(FaceStatus status)
    {
        var story = status switch { FaceStatus.Identified => FaceStory.Identified(), FaceStatus.Agreed => FaceStory.Agreed(), _ => FaceStory.Tagged() };
        story.Tell(Forget());
        story.State.Status.ShouldBe(FaceStatus.Forgotten);
        story.Tell(story.Enrolled()).ShouldBeEmpty("the gallery's late answer");
        story.Judge(story.Undo()).ShouldBe(PressVerdict.Closed);
        story.Judge(story.NotThem()).ShouldBe(PressVerdict.Closed);
        story.Judge(story.Vote(Voter, FaceStory.Ben)).ShouldBe(PressVerdict.Closed);
    }

    [Fact]
    public void A_face_that_was_taken_for_her_in_an_earlier_round_is_forgotten_by_those_who_compare_faces()
    {
        var story = FaceStory.Detected();
        story.Tell(new NoteNotIdentified { Sighting = new() { DetectedFaceId = "detected" }, Suggestion = new() { PersonId = FaceStory.Ann, Confidence = 0.6 } });
        story.Tell(new NoteAlone());
        story.Tell(story.Shown());
        story.Now += TimeSpan.FromDays(8);
        story.Tell(new FaceTick());
        story.Tell(new ReopenFace { UserId = Voter, Round = 1, ActionTs = story.NextTs() });
        story.State.Suggestion.ShouldBeNull();

        story.Tell(Forget());

        story.Owes<ForgetAmongStrangers>().ShouldHaveSingleItem();
    }

    [Fact]
    public void Her_vote_about_somebody_else_is_gone_without_a_trace()
    {
        var story = FaceStory.Asked();
        story.TellVerifiedVote(FaceStory.Ann, FaceStory.Ben);
        story.Tell(Forget());
        story.State.Votes.ShouldBeEmpty();
        story.State.Status.ShouldBe(FaceStatus.Asking);
        Naming.Of(story.State).ShouldNotContain(FaceStory.Ann);
        story.Owes<PromptEffect>().ShouldNotBeEmpty("the message lists her vote");

        story.TellVerifiedVote("U0V1", FaceStory.Ben);
        story.State.Status.ShouldBe(FaceStatus.Asking, "her vote does not count any more");
    }

    [Fact]
    public void A_vote_about_her_stays_as_a_tombstone_that_names_nobody_and_can_not_be_replayed()
    {
        var story = FaceStory.Asked();
        var vote = story.Vote(Voter, FaceStory.Ann);
        story.Tell(vote);
        story.Tell(Forget());

        story.State.Votes[Voter].ShouldSatisfyAllConditions(stone => stone.IsLive.ShouldBeFalse(), stone => stone.Choice.PersonId.ShouldBeNull());
        Naming.Of(story.State).ShouldNotContain(FaceStory.Ann);
        story.Judge(vote).ShouldBe(PressVerdict.Repeated);
        story.Owes<TellVoter>().ShouldHaveSingleItem().ShouldSatisfyAllConditions(tell => tell.VoterId.ShouldBe(Voter), tell => tell.Text.ShouldBe(Naming.CanNotBeTagged));
        story.Owes<VerifyVote>().ShouldNotContain(verify => verify.VoterId == FaceStory.Ann);
    }

    [Fact]
    public void Neither_the_question_whether_it_is_her_nor_that_it_is_not_stays()
    {
        var story = FaceStory.Detected();
        story.Tell(new NoteNotIdentified { Suggestion = new() { PersonId = FaceStory.Ann, Confidence = 0.6 }, Sighting = new() { DetectedFaceId = "detected" } });
        story.Tell(new NoteAlone());
        story.Tell(Forget());
        story.State.Suggestion.ShouldBeNull();
        story.Owes<ForgetAmongStrangers>().ShouldHaveSingleItem();

        // After an undo the face does not know any more for whom it was taken at first, and those that it is compared with do.
        var undone = FaceStory.Detected();
        undone.Tell(new NoteNotIdentified { Suggestion = new() { PersonId = FaceStory.Ann, Confidence = 0.6 }, Sighting = new() { DetectedFaceId = "detected" } });
        undone.Tell(new NoteAlone());
        undone.Tell(undone.Shown());
        foreach (var voter in (string[])["U0V1", "U0V2"]) undone.TellVerifiedVote(voter, FaceStory.Ben);
        undone.Tell(undone.Enrolled());
        undone.Tell(undone.Undo());
        undone.State.Suggestion.ShouldBeNull();
        undone.Tell(Forget());
        undone.Owes<ForgetAmongStrangers>().ShouldHaveSingleItem();

        var disputed = FaceStory.Identified();
        disputed.Tell(disputed.NotThem());
        disputed.Tell(Forget());
        (disputed.State.Excluded.Count, disputed.State.NotPersonId).ShouldBe((0, null));
        Naming.Of(disputed.State).ShouldNotContain(FaceStory.Ann);
    }

    [Fact]
    public void A_rejected_question_whether_it_is_her_does_not_stay_among_the_strangers()
    {
        var story = FaceStory.Detected();
        story.Tell(new NoteNotIdentified { Suggestion = new() { PersonId = FaceStory.Ann, Confidence = 0.6 }, Sighting = new() { DetectedFaceId = "detected" } });
        story.Tell(new NoteAlone());
        story.TellVerifiedVote(Voter, VoteChoice.NotThem(FaceStory.Ann));
        story.TellVerifiedVote("U0V2", VoteChoice.NotThem(FaceStory.Ann));
        story.State.Suggestion.ShouldBeNull();
        story.Tell(Forget());
        story.Owes<ForgetAmongStrangers>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_question_whether_it_is_her_that_was_given_up_for_another_ones_does_not_stay_among_the_strangers()
    {
        var story = FaceStory.Detected();
        story.Tell(new NoteNotIdentified { Suggestion = new() { PersonId = FaceStory.Ann, Confidence = 0.6 }, Sighting = new() { DetectedFaceId = "detected" } });
        story.Tell(new NoteFollows { LeadFaceId = "lead" });
        story.Tell(Forget());
        story.Owes<ForgetAmongStrangers>().ShouldHaveSingleItem();
    }

    [Fact]
    public void Another_ones_question_stays_among_the_strangers()
    {
        var story = FaceStory.Detected();
        story.Tell(new NoteNotIdentified { Suggestion = new() { PersonId = "U0SOMEBODY", Confidence = 0.6 }, Sighting = new() { DetectedFaceId = "detected" } });
        story.Tell(new NoteAlone());
        story.Tell(story.Vote(Voter, FaceStory.Ann));
        story.Tell(Forget());
        story.Owes<ForgetAmongStrangers>().ShouldBeEmpty();
    }

    [Fact]
    public void A_withdrawal_from_her_gallery_is_not_owed_any_more()
    {
        var story = FaceStory.Tagged();
        story.Tell(story.Undo());
        story.Owes<WithdrawFace>().ShouldHaveSingleItem();
        story.Tell(Forget());
        story.Owes<WithdrawFace>().ShouldBeEmpty("she is out of the gallery as a whole");
    }

    [Fact]
    public void A_face_that_names_her_only_in_the_catalogue_has_its_row_written_anew()
    {
        var story = FaceStory.Asked();
        story.Tell(new NoteEventsStored { UpTo = story.State.Events });
        story.Tell(Forget());
        story.State.Forgets.ShouldBe([FaceStory.Ann]);
        story.Owes<StoreFaceTagSql>().ShouldHaveSingleItem();
        story.State.Unrecorded.ShouldHaveSingleItem().Event.ShouldBeOfType<PersonRemoved>().PersonId.ShouldBeEmpty("what is kept names nobody");

        story.Tell(new NoteEventsStored { UpTo = story.State.Events, Forgot = [FaceStory.Ann] });
        story.State.Clearing.ShouldBeNull();
        Naming.Of(story.State).ShouldNotContain(FaceStory.Ann);
    }

    [Fact]
    public void Pictures_that_were_being_uploaded_are_deleted_too()
    {
        var story = FaceStory.Tagged();
        story.Tell(Forget());
        story.Tell(new NotePicturesUploaded { Pictures = new() { CropFileId = "F0CROP" } });
        story.State.SlackFiles.ShouldBe(["F0CROP"]);
        story.Owes<DeleteSlackFiles>().ShouldHaveSingleItem();
        story.Tell(new NoteSlackFilesDeleted { FileIds = ["F0CROP"] });
        story.State.SlackFiles.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_decided_with_a_forgotten_face_is_forgotten_with_it()
    {
        var lead = FaceStory.Detected();
        lead.Tell(Unknown());
        lead.Tell(new NoteAlone());
        lead.Tell(new AcceptFollower { FaceId = Other });
        lead.TellVerifiedVote("U0V1", FaceStory.Ann);
        lead.TellVerifiedVote("U0V2", FaceStory.Ann);
        lead.Tell(Forget());
        lead.Owes<TellFollower>().ShouldHaveSingleItem().FaceId.ShouldBe(Other);

        var follower = FaceStory.Detected();
        follower.Tell(Unknown());
        follower.Tell(new NoteFollows { LeadFaceId = Other });
        follower.Tell(new TakeSheet { Sheet = new() { LeadFaceId = Other, Version = 3, Round = 1, Status = FaceStatus.Forgotten } });
        follower.State.Status.ShouldBe(FaceStatus.Forgotten);
        follower.Owes<PromptEffect>().ShouldBeEmpty("it has no message of its own");
    }

    [Fact]
    public void Sent_again_its_pictures_are_deleted_again()
    {
        var story = FaceStory.Tagged();
        story.Tell(Forget());
        story.Tell(new AcceptFace { Face = FaceStory.Arrival() }).ShouldBeEmpty("they are still to be deleted");
        Settled(story).ShouldHaveSingleItem().ShouldBeOfType<FaceForgotten>();
    }

    [Fact]
    public void Somebody_whom_the_recogniser_still_knows_is_forgotten_at_once()
    {
        var story = FaceStory.Detected();
        story.Tell(new NoteIsForgotten());
        story.State.Status.ShouldBe(FaceStatus.Forgotten);
        story.Owes<DeletePictures>().ShouldHaveSingleItem();
    }

    [Fact]
    public void The_photo_is_told_until_it_has_answered()
    {
        var story = FaceStory.Tagged();
        story.Tell(Forget());
        story.Tell(new NotePhotoForgot());
        story.Owes<TellPhoto>().ShouldBeEmpty();
    }

    [Fact]
    public void Whom_a_face_has_asked_and_who_has_said_no_is_not_named_by_it_any_more()
    {
        var story = FaceStory.Asked(FaceStory.DefaultRules with { Required = 3, AsksThePerson = true });
        story.TellVerifiedVote(Voter, FaceStory.Ann);
        story.State.Asked.ShouldNotBeNull().Keys.ShouldBe([FaceStory.Ann]);
        story.Tell(new NotePersonAsked { PersonId = FaceStory.Ann, Round = 1, Message = new() { ChannelId = "D0ANN", Ts = "1.1" } });
        story.Tell(story.Vote(FaceStory.Ann, VoteChoice.NotThem(FaceStory.Ann)));
        story.Tell(story.Check(FaceStory.Ann));
        story.State.Vetoed.ShouldNotBeNull().ShouldBe([FaceStory.Ann]);
        Stored(story);
        Naming.Of(story.State).ShouldContain(FaceStory.Ann, "the state itself names her");

        story.Tell(Forget());
        (story.State.Asked!.Count, story.State.Vetoed!.Count).ShouldBe((0, 0));
        Naming.Of(story.State).ShouldNotContain(FaceStory.Ann);
    }

    [Fact]
    public void What_she_was_still_to_be_told_is_not_owed_any_more()
    {
        var story = FaceStory.Asked();
        story.Tell(story.Vote(FaceStory.Ann, FaceStory.Ben));
        story.Tell(story.Check(FaceStory.Ann, "a bot"));
        story.Owes<TellVoter>().ShouldHaveSingleItem().VoterId.ShouldBe(FaceStory.Ann);
        story.Tell(Forget());
        story.Owes<TellVoter>().ShouldBeEmpty();
        Naming.Of(story.State).ShouldNotContain(FaceStory.Ann);
    }

    [Fact]
    public void What_others_have_decided_about_others_reaches_the_audit_of_her_face()
    {
        var story = FaceStory.Tagged(FaceStory.Ben);
        story.Tell(story.Undo("U0EVE"));
        story.TellVerifiedVote("U0V1", FaceStory.Ann);
        story.TellVerifiedVote("U0V2", FaceStory.Ann);
        story.Tell(Forget());

        story.State.Unrecorded.SelectMany(recorded => FaceAudit.Of(FaceStory.FaceId, recorded)).Select(entry => $"{entry.Actor} {entry.Action} {entry.About}".Trim()).ShouldBe(
        [
            "U0V1 vote-cast U0BEN", "U0V2 vote-cast U0BEN", "atmosphere agreement-reached U0BEN", "atmosphere face-tagged U0BEN",
            "U0EVE tag-undone U0BEN", "U0EVE enrolment-withdrawn U0BEN", "atmosphere face-forgotten",
        ]);

        // And Ben after her, before the catalogue has it.
        story.Tell(Forget() with { PersonId = FaceStory.Ben });
        Naming.Of(story.State).ShouldNotContain(FaceStory.Ben);
        story.State.Status.ShouldBe(FaceStatus.Forgotten);
    }

    [Fact]
    public void Her_reference_photo_is_her_face_also_when_it_was_refused_or_taken_back()
    {
        var refused = new FaceStory();
        refused.Tell(new AcceptFace { Face = FaceStory.Arrival() with { ReferenceOf = FaceStory.Ann } });
        refused.Tell(new NoteReferenceChecked { Refusal = "This person can't be tagged." });

        var taken = new FaceStory();
        taken.Tell(new AcceptFace { Face = FaceStory.Arrival() with { ReferenceOf = FaceStory.Ann } });
        taken.Tell(new NoteReferenceChecked());
        taken.Tell(taken.Enrolled());
        taken.Tell(taken.Undo());

        foreach (var story in (FaceStory[])[refused, taken])
        {
            Naming.Of(story.State).ShouldContain(FaceStory.Ann);
            story.Tell(Forget()).ShouldHaveSingleItem().ShouldBeOfType<FaceForgotten>();
            story.State.Source!.ReferenceOf.ShouldBeNull();
            Naming.Of(story.State).ShouldNotContain(FaceStory.Ann);
            story.State.Unrecorded.SelectMany(recorded => FaceAudit.Of(FaceStory.FaceId, recorded)).ShouldHaveSingleItem().Action.ShouldBe("face-forgotten");
        }
    }

    [Fact]
    public void Another_system_is_not_told_of_her_any_more()
    {
        var rules = FaceStory.DefaultRules with { TellsWebhook = true };
        var face = FaceDecider.Evolve(FaceStory.Detected().State, new FaceIdentified { PersonId = FaceStory.Ann, Confidence = 0.9 }, rules);
        face.Owed.Slots.Values.ShouldContain(owed => owed.Effect is TellWebhook);
        var next = Naming.Without(face, FaceStory.Ann);
        next.Owed.Slots.Values.ShouldNotContain(owed => owed.Effect is TellWebhook);
    }

    private static void Stored(FaceStory story) => story.Tell(new NoteEventsStored { UpTo = story.State.Events });

    private static ForgetPerson Forget() => new() { PersonId = FaceStory.Ann };

    private static NoteNotIdentified Unknown() => new() { Sighting = new() { DetectedFaceId = "detected" } };

    /// <summary>What a second arrival leads to when everything owed was performed.</summary>
    private static ImmutableArray<FaceEvent> Settled(FaceStory story) => FaceDecider.Decide(
        story.State with { Owed = story.State.Owed with { Slots = story.State.Owed.Slots.Clear() } }, new AcceptFace { At = story.Now, Face = FaceStory.Arrival() }, story.Rules);
}
