using Atmosphere.Grains.Faces;

namespace Atmosphere.Grains.Tests.Faces;

public sealed class PromptTests
{
    [Fact]
    public void The_first_message_stays_the_faces_message()
    {
        var story = FaceStory.Asked();
        var first = story.State.Prompt;
        story.Tell(story.Shown() with { Message = new() { ChannelId = "C0FACES", Ts = "1772449999.000001" } }).ShouldBeEmpty();

        story.State.Prompt.ShouldBe(first);
    }

    [Fact]
    public void A_message_found_again_is_remembered_before_it_shows_this_round()
    {
        var story = FaceStory.Detected();
        story.Tell(new NoteNotIdentified());
        story.Tell(story.Shown(round: 0));
        story.State.Prompt.ShouldNotBeNull();
        story.State.ExpiresAt.ShouldBeNull("what it shows may be out of date");

        story.Tell(story.Shown());

        story.State.ExpiresAt.ShouldNotBeNull();
    }

    [Fact]
    public void An_announcement_does_not_expire()
    {
        var story = FaceStory.Identified();

        story.State.Prompt.ShouldNotBeNull();
        story.State.ExpiresAt.ShouldBeNull();
        story.State.WakeAt.ShouldBeNull();
    }

    [Fact]
    public void A_showing_of_an_earlier_round_does_not_start_the_clock_of_this_one()
    {
        var story = FaceStory.Identified();
        story.Tell(story.NotThem());

        story.Tell(story.Shown(round: 1)).ShouldBeEmpty();

        story.State.ExpiresAt.ShouldBeNull();
    }

    [Fact]
    public void Pictures_are_uploaded_once()
    {
        var story = FaceStory.Detected();
        story.Tell(new NotePicturesUploaded { Pictures = new() { CropFileId = "F0CROP", ZoomInFileId = "F0ZOOM" } });
        story.Tell(new NotePicturesUploaded { Pictures = new() { CropFileId = "F0OTHER", ZoomInFileId = "F0OTHER" } }).ShouldBeEmpty();

        story.State.Pictures!.CropFileId.ShouldBe("F0CROP");
    }

    [Fact]
    public void What_the_prompt_shows_shares_one_slot()
    {
        var slots = new FaceEffect[] { new RequestTaggingOnSlack(), new FinalizeIdentified(), new FinalizeTag(), new CleanupTag(), new ClosePrompt() }
            .Select(effect => effect.Slot).Distinct();

        slots.ShouldHaveSingleItem();
    }
}
