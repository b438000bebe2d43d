using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Forgetting;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Training;

namespace Atmosphere.Engine.Tests.Flows;

/// <summary>Whatever is accepted gets into the audit, once.</summary>
public sealed class AuditFlowTests : FlowTest
{
    [Fact]
    public async Task StoreFaceTagSql_votes_agreement_and_undo_are_in_the_audit_in_order_and_once()
    {
        var faceId = await World.TaggedAsync();
        await World.PressAsync(faceId, FlowWorld.Voter(4), new UndoTag());
        await World.UntilShownAsync(faceId, PromptKind.Question);
        await World.UntilAtRestAsync(faceId, FlowWorld.Ann);

        var entries = World.Audit.Entries.Where(entry => entry.Source == $"face/{faceId}").OrderBy(entry => entry.Index).ToList();
        entries.Select(entry => $"{entry.Actor} {entry.Action} {entry.About}").ShouldBe(
        [
            $"{FlowWorld.Voter(1)} vote-cast {FlowWorld.Ann}",
            $"{FlowWorld.Voter(2)} vote-cast {FlowWorld.Ann}",
            $"atmosphere agreement-reached {FlowWorld.Ann}",
            $"atmosphere face-tagged {FlowWorld.Ann}",
            $"{FlowWorld.Voter(4)} tag-undone {FlowWorld.Ann}",
            $"{FlowWorld.Voter(4)} enrolment-withdrawn {FlowWorld.Ann}",
        ]);
    }

    [Fact]
    public async Task StoreFaceTagSql_a_vote_that_was_accepted_while_the_catalogue_was_down_is_audited_when_it_is_back()
    {
        var faceId = await World.AskedAsync();
        World.Catalogue.IsDown = true;
        (await World.VoteAsync(faceId, FlowWorld.Voter(1), FlowWorld.Ann)).ShouldBe(PressVerdict.Accepted);
        await World.UntilAsync(faceId, face => face.Votes.ContainsKey(FlowWorld.Voter(1)) && face.Owed.Any(owed => owed is { Slot: "catalogue", Failures: > 0 }), "the catalogue was tried in vain");
        World.Audit.Entries.ShouldBeEmpty();

        await World.Engine.RestartAsync();
        World.Catalogue.IsDown = false;
        await World.Face(faceId).GetView();

        await FlowWorld.UntilAsync(() => World.Audit.Entries.Count > 0, "the vote is in the audit");
        World.Audit.Entries.ShouldHaveSingleItem().Actor.ShouldBe(FlowWorld.Voter(1));
    }

    [Fact]
    public async Task TrainNow_is_in_the_audit_with_who_wanted_it()
    {
        await World.TaggedAsync();
        await FlowWorld.UntilAsync(async () => (await World.Training.GetView()).ChangedPeople == 1, "the training knows of the change");

        (await World.Training.TrainNow("U0DANA")).ShouldBe(TrainNowAnswer.Started);

        await FlowWorld.UntilAsync(() => World.Audit.Entries.Any(entry => entry.Action == "training-demanded"), "it is in the audit");
        var entry = World.Audit.Entries.Single(entry => entry.Action == "training-demanded");
        (entry.Source, entry.Actor, entry.Via).ShouldBe(("training/atmosphere", "U0DANA", "slack"));
    }

    [Fact]
    public async Task WriteAudit_an_entry_that_comes_late_does_not_name_somebody_forgotten_meanwhile()
    {
        await World.TaggedAsync();
        await FlowWorld.UntilAsync(async () => (await World.Training.GetView()).ChangedPeople == 1, "the training knows of the change");
        var receipt = new ForgettingReceipt { AskedAt = World.Time.GetUtcNow() };
        await (await new Tombstones(World.Client).OfAsync("U0DANA")).Place(receipt);

        await World.Training.TrainNow("U0DANA");

        await FlowWorld.UntilAsync(() => World.Audit.Entries.Any(entry => entry.Action == "training-demanded"), "it is in the audit");
        var entry = World.Audit.Entries.Single(entry => entry.Action == "training-demanded");
        entry.Actor.ShouldStartWith("forgotten:");
        entry.Via.ShouldBe("slack");
    }
}
