using Atmosphere.Grains.Faces;

namespace Atmosphere.Grains.Tests.Faces;

/// <summary>The pictures of a face that is closed without a name are deleted when they have been kept long enough.</summary>
public sealed class DroppedPictureTests
{
    private const string LeadId = "0a0b0c0d-0000-8000-8000-000000000009";

    [Fact]
    public void An_expired_face_loses_its_pictures_once()
    {
        var story = Expired();

        story.Tell(Drop(story)).ShouldHaveSingleItem().ShouldBeOfType<PicturesDropped>();

        story.Owes<DropOldPictures>().ShouldHaveSingleItem();
        story.State.PicturesGoneAt.ShouldBe(story.Now);
        story.State.Status.ShouldBe(FaceStatus.Expired);
        story.Now += TimeSpan.FromDays(100);
        story.Tell(Drop(story)).ShouldBeEmpty();
    }

    [Fact]
    public void A_dismissed_face_loses_its_pictures()
    {
        var story = FaceStory.Asked();
        story.TellVerifiedVote("U0V1", VoteChoice.NotAFace);
        story.TellVerifiedVote("U0V2", VoteChoice.NotAFace);
        story.Now += TimeSpan.FromDays(1);

        story.Tell(Drop(story)).ShouldHaveSingleItem();
    }

    [Fact]
    public void What_has_happened_since_keeps_them()
    {
        var story = Expired();

        story.Tell(new DropPictures { Before = story.State.ChangedAt }).ShouldBeEmpty();
        story.Tell(new DropPictures { Before = story.State.ChangedAt.AddTicks(1) }).ShouldHaveSingleItem();
    }

    [Fact]
    public void What_is_open_or_named_keeps_them()
    {
        foreach (var story in (FaceStory[])[new(), FaceStory.Detected(), FaceStory.Asked(), FaceStory.Identified(), FaceStory.Agreed(), FaceStory.Tagged()])
        {
            story.Now += TimeSpan.FromDays(1000);
            story.Tell(Drop(story)).ShouldBeEmpty(story.State.Status.ToString());
        }
    }

    [Fact]
    public void Without_pictures_nobody_is_asked_again()
    {
        var story = Expired();
        story.Tell(Drop(story));

        var reopen = new ReopenFace { UserId = "U0EVE", Round = 1, ActionTs = story.NextTs() };

        story.Judge(reopen).ShouldBe(PressVerdict.PicturesGone);
        story.Tell(reopen).ShouldBeEmpty();
    }

    [Fact]
    public void A_face_that_was_asked_about_again_in_time_keeps_them()
    {
        var story = Expired();
        var late = Drop(story);
        story.Tell(new ReopenFace { UserId = "U0EVE", Round = 1, ActionTs = story.NextTs() });

        story.Tell(late).ShouldBeEmpty();
    }

    [Fact]
    public void A_follower_without_pictures_is_tagged_with_its_lead_and_not_enrolled()
    {
        var story = ExpiredFollower();
        story.Tell(Drop(story)).ShouldHaveSingleItem();
        story.Tell(new TakeSheet { Sheet = Sheet(version: 11, round: 2, FaceStatus.Asking) });
        story.State.Status.ShouldBe(FaceStatus.Following);

        story.Tell(new TakeSheet { Sheet = Sheet(version: 12, round: 2, FaceStatus.Agreed) with { PersonId = FaceStory.Ann } });

        story.State.Status.ShouldBe(FaceStatus.Tagged);
        story.State.Enrolled.ShouldBeFalse();
        story.State.Owed.Slots.ShouldNotContainKey(SendFaceForTraining.TrainingSlot);
    }

    [Fact]
    public void A_follower_without_pictures_that_is_sent_away_is_not_asked_about()
    {
        var story = ExpiredFollower();
        story.Tell(Drop(story));

        story.Tell(new TakeSheet { Sheet = Sheet(version: 11, round: 2, FaceStatus.Asking) with { Leave = true } });

        story.State.Status.ShouldBe(FaceStatus.Expired);
        story.Owes<RequestTaggingOnSlack>().ShouldBeEmpty();
    }

    private static DropPictures Drop(FaceStory story) => new() { Before = story.Now };

    private static FaceStory Expired()
    {
        var story = FaceStory.Asked();
        story.Now += TimeSpan.FromDays(8);
        story.Tell(new FaceTick());
        story.State.Status.ShouldBe(FaceStatus.Expired);
        story.Now += TimeSpan.FromDays(1);
        return story;
    }

    private static FaceStory ExpiredFollower()
    {
        var story = FaceStory.Detected();
        story.Tell(new NoteNotIdentified { Sighting = new() { DetectedFaceId = "d1" } });
        story.Tell(new NoteFollows { LeadFaceId = LeadId });
        story.Tell(new TakeSheet { Sheet = Sheet(version: 10, round: 1, FaceStatus.Expired) });
        story.State.Status.ShouldBe(FaceStatus.Expired);
        story.Now += TimeSpan.FromDays(1);
        return story;
    }

    private static LeadSheet Sheet(long version, int round, FaceStatus status) => new() { LeadFaceId = LeadId, Version = version, Round = round, Status = status, IsShown = true };
}
