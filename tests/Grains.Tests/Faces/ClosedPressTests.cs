using Atmosphere.Grains.Faces;

namespace Atmosphere.Grains.Tests.Faces;

public sealed class ClosedPressTests
{
    [Fact]
    public void Between_agreed_and_tagged_every_press_is_closed_and_changes_nothing()
    {
        var story = FaceStory.Agreed();
        foreach (var press in Presses(story))
        {
            story.Judge(press).ShouldBe(PressVerdict.Closed);
            story.Tell(press).ShouldBeEmpty();
        }
    }

    [Fact]
    public void A_press_on_the_prompt_of_an_old_round_is_closed_and_changes_nothing()
    {
        var story = FaceStory.Tagged();
        story.Tell(story.Undo());
        foreach (var press in Presses(story).Select(press => press with { Round = 1 }))
        {
            story.Judge(press).ShouldBe(PressVerdict.Closed);
            story.Tell(press).ShouldBeEmpty();
        }
    }

    [Fact]
    public void A_press_for_a_round_to_come_is_closed()
    {
        var story = FaceStory.Asked();
        story.Judge(story.Vote("U0V1", FaceStory.Ann) with { Round = 2 }).ShouldBe(PressVerdict.Closed);
    }

    [Fact]
    public void A_press_on_a_face_that_never_arrived_is_told_so()
    {
        var story = new FaceStory();
        foreach (var press in Presses(story))
        {
            story.Judge(press).ShouldBe(PressVerdict.UnknownFace);
            story.Tell(press).ShouldBeEmpty();
        }
    }

    [Fact]
    public void A_tagged_face_takes_an_undo_and_no_votes()
    {
        var story = FaceStory.Tagged();
        story.Judge(story.Vote("U0V3", FaceStory.Ben)).ShouldBe(PressVerdict.Closed);
        story.Judge(story.TakeBack("U0V1")).ShouldBe(PressVerdict.Closed);
        story.Judge(story.NotThem()).ShouldBe(PressVerdict.Closed);
        story.Judge(story.Undo()).ShouldBe(PressVerdict.Accepted);
    }

    [Fact]
    public void An_identified_face_takes_not_them_and_no_votes()
    {
        var story = FaceStory.Identified();
        story.Judge(story.Vote("U0V3", FaceStory.Ben)).ShouldBe(PressVerdict.Closed);
        story.Judge(story.Undo()).ShouldBe(PressVerdict.Closed);
        story.Judge(story.NotThem()).ShouldBe(PressVerdict.Accepted);
    }

    private static FacePress[] Presses(FaceStory story) =>
        [story.Vote("U0V3", FaceStory.Ben), story.Vote("U0V4", VoteChoice.NotAFace), story.TakeBack("U0V1"), story.Undo(), story.NotThem()];
}
