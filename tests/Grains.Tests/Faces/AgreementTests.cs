using Atmosphere.Grains.Faces;

namespace Atmosphere.Grains.Tests.Faces;

public sealed class AgreementTests
{
    [Fact]
    public void The_required_votes_for_one_person_agree()
    {
        var story = FaceStory.Asked();
        story.TellVerifiedVote("U0V1", FaceStory.Ann).OfType<AgreementReached>().ShouldBeEmpty();

        var agreement = story.TellVerifiedVote("U0V2", FaceStory.Ann).OfType<AgreementReached>().ShouldHaveSingleItem();

        agreement.PersonId.ShouldBe(FaceStory.Ann);
        agreement.Round.ShouldBe(1);
        story.State.Status.ShouldBe(FaceStatus.Agreed);
        story.State.PersonId.ShouldBe(FaceStory.Ann);
    }

    [Fact]
    public void Votes_for_different_people_do_not_add_up()
    {
        var story = FaceStory.Asked();
        story.TellVerifiedVote("U0V1", FaceStory.Ann);
        story.TellVerifiedVote("U0V2", FaceStory.Ben);

        story.State.Status.ShouldBe(FaceStatus.Asking);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(50)]
    public void Any_number_of_votes_stored_before_the_first_is_counted_agrees_once(int voters)
    {
        var story = FaceStory.Asked();
        for (var voter = 0; voter < voters; voter++) story.Tell(story.Vote($"U0V{voter}", FaceStory.Ann));
        for (var voter = voters - 1; voter >= 0; voter--) story.Tell(story.Check($"U0V{voter}"));

        story.History.OfType<AgreementReached>().ShouldHaveSingleItem();
        story.State.Status.ShouldBe(FaceStatus.Agreed);
    }

    [Fact]
    public void A_lowered_requirement_is_met_at_or_above()
    {
        // Three verified votes were stored while four were required; the next one is above the new requirement, not at it.
        var before = FaceStory.Asked(FaceStory.DefaultRules with { Required = 4 });
        foreach (var voter in new[] { "U0V1", "U0V2", "U0V3" }) before.TellVerifiedVote(voter, FaceStory.Ann);
        before.Tell(before.Vote("U0V4", FaceStory.Ann));

        var events = FaceDecider.Decide(before.State, before.Check("U0V4"), FaceStory.DefaultRules with { Required = 2 });

        events.OfType<AgreementReached>().ShouldHaveSingleItem();
    }

    [Fact]
    public void One_vote_is_enough_where_one_is_required()
    {
        var story = FaceStory.Asked(FaceStory.DefaultRules with { Required = 1 });
        story.TellVerifiedVote("U0V1", FaceStory.Ann);

        story.State.Status.ShouldBe(FaceStatus.Agreed);
    }

    [Fact]
    public void An_agreement_owes_the_training_a_closed_prompt_the_slot_and_the_catalogue()
    {
        var story = FaceStory.Agreed();

        story.Owes<SendFaceForTraining>().ShouldHaveSingleItem();
        story.Owes<ClosePrompt>().ShouldHaveSingleItem();
        story.Owes<ReleaseSlot>().ShouldHaveSingleItem();
        story.Owes<StoreFaceTagSql>().ShouldHaveSingleItem();
    }

    [Fact]
    public void Two_people_with_enough_votes_make_one_agreement()
    {
        var story = FaceStory.Asked();
        foreach (var (voter, person) in new[] { ("U0V1", FaceStory.Ann), ("U0V2", FaceStory.Ben), ("U0V3", FaceStory.Ann), ("U0V4", FaceStory.Ben) })
            story.Tell(story.Vote(voter, person));
        foreach (var voter in new[] { "U0V1", "U0V2", "U0V4", "U0V3" }) story.Tell(story.Check(voter));

        story.History.OfType<AgreementReached>().ShouldHaveSingleItem().PersonId.ShouldBe(FaceStory.Ben);
    }
}
