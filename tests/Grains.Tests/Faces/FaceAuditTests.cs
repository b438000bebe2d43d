using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Tests.Faces;

/// <summary>The audit has every decision about a face, and nothing that is none.</summary>
public sealed class FaceAuditTests
{
    [Fact]
    public void A_vote_names_voter_person_way_and_place()
    {
        var story = FaceStory.Asked();
        story.Tell(story.Vote("U0V1", FaceStory.Ann));

        var entry = Audit(story).ShouldHaveSingleItem();

        entry.ShouldBe(new AuditEntry
        {
            Source = $"face/{FaceStory.FaceId}",
            Index = story.State.Events,
            At = story.Now,
            Action = "vote-cast",
            Actor = "U0V1",
            About = FaceStory.Ann,
            Detail = "person",
        });
        entry.Via.ShouldBe("slack");
    }

    [Theory]
    [InlineData(VoteKind.NotAFace, "not-a-face")]
    [InlineData(VoteKind.NobodyWeKnow, "nobody-we-know")]
    public void A_vote_for_nobody_is_about_nobody(VoteKind kind, string word)
    {
        var story = FaceStory.Asked();
        story.Tell(story.Vote("U0V1", new VoteChoice { Kind = kind }));

        var entry = Audit(story).ShouldHaveSingleItem();

        entry.About.ShouldBeNull();
        entry.Detail.ShouldBe(word);
    }

    [Fact]
    public void From_the_first_vote_to_an_undo_everybody_is_named()
    {
        var story = FaceStory.Tagged();
        story.Tell(story.Undo("U0EVE"));

        Words(story).ShouldBe(
        [
            "U0V1 vote-cast U0ANN",
            "U0V2 vote-cast U0ANN",
            "atmosphere agreement-reached U0ANN",
            "atmosphere face-tagged U0ANN",
            "U0EVE tag-undone U0ANN",
            "U0EVE enrolment-withdrawn U0ANN",
        ]);
    }

    [Fact]
    public void An_undo_of_a_tag_that_is_not_in_the_gallery_withdraws_nothing()
    {
        var story = FaceStory.Tagged(enrolled: false);
        story.Tell(story.Undo("U0EVE"));

        Words(story)[^2..].ShouldBe(["atmosphere face-tagged U0ANN", "U0EVE tag-undone U0ANN"]);
    }

    [Fact]
    public void A_vote_taken_back_and_one_refused_are_told()
    {
        var story = FaceStory.Asked();
        story.Tell(story.Vote("U0V1", FaceStory.Ann));
        story.Tell(story.TakeBack("U0V1"));
        story.Tell(story.Vote("U0BOT", FaceStory.Ann));
        story.Tell(story.Check("U0BOT", "Your vote does not count: bots can't vote."));

        Words(story).ShouldBe(["U0V1 vote-cast U0ANN", "U0V1 vote-taken-back", "U0BOT vote-cast U0ANN", "atmosphere vote-refused U0BOT"]);
        Audit(story).ShouldAllBe(entry => !entry.Detail.Contains("bots"), "words for the voter are not the audit's");
    }

    [Fact]
    public void Not_them_and_a_dismissal_are_told()
    {
        var story = FaceStory.Identified();
        story.Tell(story.NotThem("U0EVE"));
        story.Tell(story.Shown());
        story.TellVerifiedVote("U0V1", VoteChoice.NotAFace);
        story.TellVerifiedVote("U0V2", VoteChoice.NotAFace);

        Words(story).ShouldBe(["U0EVE identification-disputed U0ANN", "U0V1 vote-cast", "U0V2 vote-cast", "atmosphere face-dismissed"]);
    }

    [Theory]
    [InlineData(Actors.OperatorKey, "api")]
    [InlineData("session:0a1b2c3d", "page")]
    [InlineData("U0EVE", "slack")]
    public void A_reopening_tells_from_where_it_came(string actor, string via)
    {
        var story = FaceStory.Asked();
        story.Now += TimeSpan.FromDays(8);
        story.Tell(new FaceTick());
        story.Tell(new ReopenFace { UserId = actor, Round = 1, ActionTs = story.NextTs() });

        var entry = Audit(story).ShouldHaveSingleItem();

        entry.Action.ShouldBe("face-reopened");
        entry.Actor.ShouldBe(actor);
        entry.Via.ShouldBe(via);
    }

    [Fact]
    public void What_only_the_recogniser_or_Slack_did_is_no_decision()
    {
        Audit(FaceStory.Asked()).ShouldBeEmpty();
        Audit(FaceStory.Identified()).ShouldBeEmpty();
    }

    [Fact]
    public void No_two_decisions_share_a_key()
    {
        var story = FaceStory.Tagged();
        story.Tell(story.Undo());
        story.Tell(story.Shown());
        story.TellVerifiedVote("U0V1", FaceStory.Ben);
        story.TellVerifiedVote("U0V2", FaceStory.Ben);

        Audit(story).Select(entry => (entry.Source, entry.Index, entry.Action)).ShouldBeUnique();
    }

    private static List<AuditEntry> Audit(FaceStory story) => [.. story.State.Unrecorded.SelectMany(recorded => FaceAudit.Of(FaceStory.FaceId, recorded))];

    private static List<string> Words(FaceStory story) => [.. Audit(story).Select(entry => $"{entry.Actor} {entry.Action} {entry.About}".TrimEnd())];
}
