using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Tests.Faces;

/// <summary>Reference photos: an operator says who it is.</summary>
public sealed class ReferenceTests
{
    [Fact]
    public void A_reference_is_checked_and_not_identified()
    {
        var story = Arrived();
        story.Owes<CheckReference>().ShouldHaveSingleItem();
        story.Owes<IdentifyFace>().ShouldBeEmpty();
    }

    [Fact]
    public void An_operators_word_is_an_agreement_without_votes()
    {
        var story = Arrived();
        story.Tell(new NoteReferenceChecked()).ShouldHaveSingleItem().ShouldBeOfType<ReferenceConfirmed>().PersonId.ShouldBe(FaceStory.Ann);
        story.State.Status.ShouldBe(FaceStatus.Agreed);
        story.State.PersonId.ShouldBe(FaceStory.Ann);
        story.Owes<SendFaceForTraining>().ShouldHaveSingleItem();
        story.Owes<PromptEffect>().ShouldBeEmpty("nobody is asked or told");

        story.Tell(story.Enrolled());
        story.State.Status.ShouldBe(FaceStatus.Tagged);
        story.State.Enrolled.ShouldBeTrue();
        story.Owes<SendFaceForTraining>().ShouldBeEmpty();
    }

    [Fact]
    public void The_audit_names_the_operator_who_gave_the_photo()
    {
        var confirmed = Arrived().Tell(new NoteReferenceChecked()).ShouldHaveSingleItem();
        FaceAudit.Of(FaceStory.FaceId, new() { Sequence = 2, Event = confirmed }).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            entry => entry.Actor.ShouldBe("session:0badcafe"), entry => entry.Via.ShouldBe("page"), entry => entry.About.ShouldBe(FaceStory.Ann));

        var earlier = new ReferenceConfirmed { PersonId = FaceStory.Ann };
        FaceAudit.Of(FaceStory.FaceId, new() { Event = earlier }).ShouldHaveSingleItem().Actor.ShouldBe(Actors.OperatorKey, "it was not noted who it was");
    }

    [Fact]
    public void A_refused_person_makes_the_picture_unusable_with_the_reason()
    {
        var story = Arrived();
        story.Tell(new NoteReferenceChecked { Refusal = "This account is deactivated." });
        story.State.Status.ShouldBe(FaceStatus.Unusable);
        story.State.Reason.ShouldBe("This account is deactivated.");
        story.Owes<SendFaceForTraining>().ShouldBeEmpty();
    }

    [Fact]
    public void A_near_duplicate_gets_the_name_and_does_not_go_to_the_gallery()
    {
        var story = Arrived();
        story.Tell(new NoteReferenceChecked { AddsNothing = true });
        story.State.Status.ShouldBe(FaceStatus.Tagged);
        story.State.Enrolled.ShouldBeFalse();
        story.Owes<SendFaceForTraining>().ShouldBeEmpty();
    }

    [Fact]
    public void The_full_gallery_tags_without_enrolling()
    {
        var story = Confirmed();
        story.Tell(story.Enrolled(false));
        story.State.Status.ShouldBe(FaceStatus.Tagged);
        story.State.Enrolled.ShouldBeFalse();
    }

    [Fact]
    public void Taken_back_it_leaves_the_gallery_and_nobody_is_asked()
    {
        var story = Confirmed();
        story.Tell(story.Enrolled());
        story.Tell(story.Undo(Actors.OperatorKey)).ShouldHaveSingleItem().ShouldBeOfType<ReferenceTakenBack>().ByUserId.ShouldBe(Actors.OperatorKey);
        story.State.Status.ShouldBe(FaceStatus.Dismissed);
        story.State.PersonId.ShouldBeNull();
        story.Owes<WithdrawFace>().ShouldHaveSingleItem().ShouldBe(new WithdrawFace { PersonId = FaceStory.Ann, Round = 1 });
        story.Owes<RequestTaggingOnSlack>().ShouldBeEmpty();
        story.Judge(story.Undo()).ShouldBe(PressVerdict.Closed);
        story.Judge(new ReopenFace { Round = 1, UserId = "U0EVE" }).ShouldBe(PressVerdict.Closed);
    }

    [Fact]
    public void Nobody_votes_on_a_reference()
    {
        var story = Confirmed();
        story.Judge(story.Vote("U0V1", FaceStory.Ben)).ShouldBe(PressVerdict.Closed);
        story.Tell(story.Enrolled());
        story.Judge(story.Vote("U0V1", FaceStory.Ben)).ShouldBe(PressVerdict.Closed);
    }

    [Fact]
    public void A_face_that_is_no_reference_does_not_listen_to_the_check()
    {
        var story = FaceStory.Detected();
        story.Try(new NoteReferenceChecked()).ShouldBeEmpty();
        story.Tell(new NoteNotIdentified());
        story.Try(new NoteReferenceChecked()).ShouldBeEmpty();
    }

    [Fact]
    public void A_picture_that_the_gallery_refuses_says_why()
    {
        var story = Confirmed();
        story.Tell(story.EnrolmentRefused());
        story.State.Status.ShouldBe(FaceStatus.Unusable);
        story.State.Reason.ShouldContain("InvalidImage");
    }

    private static FaceStory Arrived()
    {
        var story = new FaceStory();
        story.Tell(new AcceptFace { Face = FaceStory.Arrival() with { ReferenceOf = FaceStory.Ann, ReferenceBy = "session:0badcafe" } });
        return story;
    }

    private static FaceStory Confirmed()
    {
        var story = Arrived();
        story.Tell(new NoteReferenceChecked());
        return story;
    }
}
