using Atmosphere.Grains.Faces;

namespace Atmosphere.Grains.Tests.Faces;

/// <summary>Every event goes to the catalogue, in order, once.</summary>
public sealed class HistoryTests
{
    [Fact]
    public void Events_are_numbered_from_one_without_gaps()
    {
        var story = FaceStory.Tagged();

        story.State.Unrecorded.Select(recorded => recorded.Sequence).ShouldBe(Enumerable.Range(1, story.History.Count).Select(number => (long)number));
        story.State.Unrecorded.Select(recorded => recorded.Event).ShouldBe(story.History);
        story.State.Events.ShouldBe(story.History.Count);
    }

    [Fact]
    public void Stored_events_are_dropped_and_later_ones_stay()
    {
        var story = FaceStory.Asked();
        var stored = story.State.Events;
        story.Tell(story.Vote("U0V1", FaceStory.Ann));

        story.Tell(new NoteEventsStored { UpTo = stored });

        story.State.Unrecorded.ShouldHaveSingleItem().Sequence.ShouldBe(stored + 1);
        story.State.Events.ShouldBe(stored + 1, "book-keeping is no event of its own");
    }

    [Fact]
    public void A_late_report_of_stored_events_changes_nothing()
    {
        var story = FaceStory.Asked();
        story.Tell(new NoteEventsStored { UpTo = 2 });

        story.Tell(new NoteEventsStored { UpTo = 1 }).ShouldBeEmpty();
        story.Tell(new NoteEventsStored { UpTo = 0 }).ShouldBeEmpty();
    }

    [Fact]
    public void Every_event_owes_the_catalogue()
    {
        var story = FaceStory.Asked();
        var before = story.State.Owed.Slots["catalogue"].Number;

        story.Tell(story.Vote("U0V1", FaceStory.Ann));

        story.State.Owed.Slots["catalogue"].Number.ShouldBeGreaterThan(before);
        story.State.ChangedAt.ShouldBe(story.Now);
    }
}
