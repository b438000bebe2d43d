using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Owing;

namespace Atmosphere.Grains.Tests.Owing;

public sealed class OwedLedgerTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_newer_effect_replaces_the_older_in_its_slot()
    {
        var ledger = OwedLedger<FaceEffect>.Empty.Owe(new RequestTaggingOnSlack(), Now).Owe(new ClosePrompt(), Now.AddSeconds(1));

        var owed = ledger.Slots.ShouldHaveSingleItem().Value;
        owed.Effect.ShouldBeOfType<ClosePrompt>();
        owed.Number.ShouldBe(2);
        owed.Since.ShouldBe(Now.AddSeconds(1));
    }

    [Fact]
    public void Effects_that_must_each_happen_stand_side_by_side()
    {
        var ledger = OwedLedger<FaceEffect>.Empty
            .Owe(new VerifyVote { VoterId = "U0V1" }, Now).Owe(new VerifyVote { VoterId = "U0V2" }, Now).Owe(new TellVoter { VoterId = "U0V1" }, Now);

        ledger.Slots.Count.ShouldBe(3);
    }

    [Fact]
    public void Settling_strikes_off_only_what_was_performed()
    {
        var ledger = OwedLedger<FaceEffect>.Empty.Owe(new RequestTaggingOnSlack(), Now);
        var performed = ledger.Slots[PromptEffect.PromptSlot].Number;
        var replaced = ledger.Owe(new RequestTaggingOnSlack(), Now);

        replaced.Settle(PromptEffect.PromptSlot, performed).ShouldBeSameAs(replaced, "a newer one has taken the slot meanwhile");
        ledger.Settle(PromptEffect.PromptSlot, performed).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Settling_twice_changes_nothing()
    {
        var ledger = OwedLedger<FaceEffect>.Empty.Owe(new ReleaseSlot(), Now).Settle("slot", 1);

        ledger.Settle("slot", 1).ShouldBeSameAs(ledger);
    }

    [Fact]
    public void Numbers_are_never_used_again()
    {
        var ledger = OwedLedger<FaceEffect>.Empty.Owe(new ReleaseSlot(), Now).Settle("slot", 1).Owe(new ReleaseSlot(), Now);

        ledger.Slots["slot"].Number.ShouldBe(2);
        ledger.Drop("slot").Owe(new ReleaseSlot(), Now).Slots["slot"].Number.ShouldBe(3);
    }

    [Fact]
    public void Dropping_an_empty_slot_changes_nothing()
    {
        var ledger = OwedLedger<FaceEffect>.Empty.Owe(new ReleaseSlot(), Now);

        ledger.Drop("no such slot").ShouldBe(ledger);
    }
}
