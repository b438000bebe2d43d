using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Tests.Faces;

/// <summary>Faces of one unknown person: one leads, with the prompt and the votes; the others are decided with it.</summary>
public sealed class FollowingTests
{
    private const string LeadId = "0a0b0c0d-0000-8000-8000-000000000002";
    private const string OtherId = "0a0b0c0d-0000-8000-8000-000000000003";

    [Fact]
    public void An_unknown_face_is_compared_before_anybody_is_asked()
    {
        var story = Unknown();
        story.Owes<FindOthers>().ShouldHaveSingleItem();
        story.Owes<RequestTaggingOnSlack>().ShouldBeEmpty();

        story.Tell(new NoteAlone());

        story.Owes<RequestTaggingOnSlack>().ShouldHaveSingleItem();
    }

    [Fact]
    public void Where_faces_are_not_compared_people_are_asked_at_once()
    {
        var story = FaceStory.Detected(rules: FaceStory.DefaultRules with { ComparesStrangers = false });
        story.Tell(new NoteNotIdentified { Sighting = new() { DetectedFaceId = "detected" } });

        story.Owes<RequestTaggingOnSlack>().ShouldHaveSingleItem();
        story.Owes<FindOthers>().ShouldBeEmpty();
    }

    [Fact]
    public void A_follower_asks_nobody_and_tells_its_lead_until_that_has_answered()
    {
        var story = Follower();
        story.State.Status.ShouldBe(FaceStatus.Following);
        story.Owes<RequestTaggingOnSlack>().ShouldBeEmpty();
        story.Owes<FollowLead>().ShouldHaveSingleItem();

        story.Tell(Sheet(1, FaceStatus.Asking));

        story.Owes<FollowLead>().ShouldBeEmpty();
        story.State.Status.ShouldBe(FaceStatus.Following);
    }

    [Fact]
    public void What_the_lead_agreed_on_a_follower_agrees_on_with_the_same_votes()
    {
        var story = Follower();
        story.Tell(Sheet(1, FaceStatus.Agreed)).OfType<AgreementReached>().ShouldHaveSingleItem().PersonId.ShouldBe(FaceStory.Ann);

        story.State.Status.ShouldBe(FaceStatus.Agreed);
        story.State.Votes.Keys.ShouldBe(["U0V1", "U0V2"]);
        story.Owes<SendFaceForTraining>().ShouldHaveSingleItem();
        story.Tell(Sheet(2, FaceStatus.Tagged)).ShouldHaveSingleItem().ShouldBeOfType<SheetTaken>("no second agreement");
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void A_picture_that_nobody_saw_or_that_adds_nothing_is_tagged_and_not_enrolled(bool isShown, bool addsNothing)
    {
        var story = Follower(addsNothing);
        story.Tell(Sheet(1, FaceStatus.Agreed, isShown: isShown));

        story.State.Status.ShouldBe(FaceStatus.Tagged);
        story.State.Enrolled.ShouldBeFalse();
        story.Owes<SendFaceForTraining>().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(FaceStatus.Disputed)]
    [InlineData(FaceStatus.Expired)]
    [InlineData(FaceStatus.Dismissed)]
    public void Without_an_answer_a_follower_ends_as_its_lead(FaceStatus status)
    {
        var story = Follower();
        story.Tell(Sheet(1, status));

        story.State.Status.ShouldBe(status);
    }

    [Fact]
    public void An_older_word_of_the_lead_changes_nothing()
    {
        var story = Follower();
        story.Tell(Sheet(5, FaceStatus.Asking));

        story.Tell(Sheet(4, FaceStatus.Expired)).ShouldBeEmpty();
        story.Tell(Sheet(6, FaceStatus.Expired) with { Sheet = Sheet(6, FaceStatus.Expired).Sheet with { LeadFaceId = OtherId } }).ShouldBeEmpty("not its lead");
    }

    [Fact]
    public void When_the_lead_is_undone_so_is_the_follower()
    {
        var story = Follower();
        story.Tell(Sheet(1, FaceStatus.Agreed));
        FaceDecider.CanTake(story.State, Sheet(2, FaceStatus.Asking, round: 2).Sheet).ShouldBeFalse("the gallery has not answered yet");
        story.Tell(story.Enrolled());
        story.Tell(Sheet(2, FaceStatus.Asking, round: 2));

        story.State.Status.ShouldBe(FaceStatus.Following);
        story.State.Round.ShouldBe(2);
        story.State.Excluded.ShouldBe([FaceStory.Ann]);
        story.Owes<WithdrawFace>().ShouldHaveSingleItem().Round.ShouldBe(1);

        story.Tell(Sheet(3, FaceStatus.Agreed, round: 2));
        story.State.Status.ShouldBe(FaceStatus.Agreed);
        story.History.OfType<AgreementReached>().Select(agreed => agreed.Round).ShouldBe([1, 2]);
    }

    [Fact]
    public void A_follower_that_is_split_off_is_asked_about_in_its_own_right_and_says_so_to_those_who_compare()
    {
        var story = Follower();
        story.Tell(Sheet(1, FaceStatus.Asking, leave: true));

        story.State.Status.ShouldBe(FaceStatus.Asking);
        story.State.LeadFaceId.ShouldBeNull();
        story.State.Votes.ShouldBeEmpty();
        story.Owes<RequestTaggingOnSlack>().ShouldHaveSingleItem();
        story.Owes<LeaveOthers>().ShouldHaveSingleItem();
        story.Tell(Sheet(2, FaceStatus.Expired)).ShouldBeEmpty();
    }

    [Fact]
    public void What_the_gallery_refused_of_the_lead_decides_nothing_about_a_follower_that_waits()
    {
        var story = Follower();
        story.Tell(Sheet(1, FaceStatus.Unusable));

        story.State.Status.ShouldBe(FaceStatus.Asking);
    }

    [Fact]
    public void A_press_on_a_follower_is_answered_closed()
    {
        var story = Follower();
        story.Judge(story.Vote("U0V1", FaceStory.Ann)).ShouldBe(PressVerdict.Closed);
        story.Tell(Sheet(1, FaceStatus.Expired));
        story.Judge(new ReopenFace { UserId = "U0EVE", Round = 1 }).ShouldBe(PressVerdict.Closed, "its lead is asked about again");
    }

    [Fact]
    public void A_lead_shows_who_joins_and_tells_them_how_it_ends()
    {
        var story = Lead();
        story.Tell(new AcceptFollower { FaceId = OtherId }).ShouldHaveSingleItem().ShouldBeOfType<FollowerJoined>();
        story.Owes<TellFollower>().ShouldHaveSingleItem().FaceId.ShouldBe(OtherId);
        story.Owes<RequestTaggingOnSlack>().ShouldHaveSingleItem();
        story.State.HasShown(OtherId).ShouldBeFalse("Slack does not have the picture");
        story.Tell(new NoteFollowerPicture { FaceId = OtherId, FileId = "F0OTHER" });
        story.State.HasShown(OtherId).ShouldBeTrue();

        story.TellVerifiedVote("U0V1", FaceStory.Ann);
        story.TellVerifiedVote("U0V2", FaceStory.Ann);

        story.Owes<TellFollower>().ShouldHaveSingleItem().FaceId.ShouldBe(OtherId);
    }

    [Fact]
    public void One_voter_can_say_that_a_picture_does_not_belong()
    {
        var story = Lead();
        story.Tell(new AcceptFollower { FaceId = OtherId });
        story.Tell(new SplitFollower { UserId = "U0V1", Round = 1, FollowerId = OtherId }).ShouldHaveSingleItem().ShouldBeOfType<FollowerTurnedAway>().ByUserId.ShouldBe("U0V1");

        story.State.Together.Followers.ShouldBeEmpty();
        story.State.Together.TurnedAway.ShouldBe([OtherId]);
        story.Owes<TellFollower>().ShouldHaveSingleItem().FaceId.ShouldBe(OtherId);
        story.Tell(new AcceptFollower { FaceId = OtherId }).ShouldBeEmpty("a late repeat brings it back no more");
        story.Judge(new SplitFollower { UserId = "U0V2", Round = 1, FollowerId = OtherId }).ShouldBe(PressVerdict.Closed);
    }

    [Fact]
    public void A_face_that_follows_turns_others_away()
    {
        var story = Follower();
        story.Tell(new AcceptFollower { FaceId = OtherId }).ShouldHaveSingleItem().ShouldBeOfType<FollowerTurnedAway>();
        story.State.Together.Followers.ShouldBeEmpty();
    }

    [Fact]
    public void A_follower_that_comes_before_its_lead_knows_that_it_leads_is_taken_in_and_shown_with_the_question()
    {
        var story = Unknown();
        story.Tell(new AcceptFollower { FaceId = OtherId }).ShouldHaveSingleItem().ShouldBeOfType<FollowerJoined>();
        story.Owes<TellFollower>().ShouldHaveSingleItem();
        story.Owes<RequestTaggingOnSlack>().ShouldBeEmpty("the lead may still turn out to follow another one");

        story.Tell(new NoteAlone());

        story.Owes<RequestTaggingOnSlack>().ShouldHaveSingleItem();
        story.State.Together.Followers.Select(follower => follower.FaceId).ShouldBe([OtherId]);
        story.Tell(new AcceptFollower { FaceId = OtherId }).ShouldBeEmpty();
    }

    [Fact]
    public void A_face_that_begins_to_follow_sends_away_those_that_had_come_to_it()
    {
        var story = Unknown();
        story.Tell(new AcceptFollower { FaceId = OtherId });

        story.Tell(new NoteFollows { LeadFaceId = LeadId }).Select(happened => happened.GetType()).ShouldBe([typeof(FollowingStarted), typeof(FollowerTurnedAway)]);

        story.State.LeadFaceId.ShouldBe(LeadId);
        story.State.Together.Followers.ShouldBeEmpty();
        story.Owes<TellFollower>().ShouldHaveSingleItem().FaceId.ShouldBe(OtherId);
        story.Owes<RequestTaggingOnSlack>().ShouldBeEmpty();
    }

    [Fact]
    public void Only_the_first_three_are_shown()
    {
        var story = Lead();
        for (var face = 3; face < 8; face++) story.Tell(new AcceptFollower { FaceId = $"0a0b0c0d-0000-8000-8000-00000000000{face}" });
        foreach (var follower in story.State.Together.Followers) story.Tell(new NoteFollowerPicture { FaceId = follower.FaceId, FileId = "F0" });

        story.State.Together.Followers.Count(follower => story.State.HasShown(follower.FaceId)).ShouldBe(FaceState.ShownFollowers);
    }

    private static FaceStory Unknown()
    {
        var story = FaceStory.Detected();
        story.Tell(new NoteNotIdentified { Sighting = new() { DetectedFaceId = "detected", Quality = FaceQuality.High } });
        return story;
    }

    private static FaceStory Follower(bool addsNothing = false)
    {
        var story = Unknown();
        story.Tell(new NoteFollows { LeadFaceId = LeadId, AddsNothing = addsNothing });
        return story;
    }

    private static FaceStory Lead()
    {
        var story = Unknown();
        story.Tell(new NoteAlone());
        story.Tell(story.Shown());
        return story;
    }

    private static TakeSheet Sheet(long version, FaceStatus status, int round = 1, bool isShown = true, bool leave = false) => new()
    {
        Sheet = new()
        {
            LeadFaceId = LeadId,
            Version = version,
            Round = round,
            Status = status,
            PersonId = status is FaceStatus.Agreed or FaceStatus.Tagged ? FaceStory.Ann : null,
            Dismissal = VoteKind.NobodyWeKnow,
            Votes = status is FaceStatus.Agreed or FaceStatus.Tagged
                ? new LeadSheet().Votes.Add("U0V1", Verified()).Add("U0V2", Verified())
                : new LeadSheet().Votes,
            IsShown = isShown,
            Leave = leave,
        },
    };

    private static Vote Verified() => new() { Choice = VoteChoice.Person(FaceStory.Ann), ActionTs = "1772442001.000100", Standing = VoteStanding.Verified };
}
