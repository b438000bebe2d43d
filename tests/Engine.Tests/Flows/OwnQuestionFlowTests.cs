using Atmosphere.Engine.Tests.Flows.Simulated;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Engine.Tests.Flows;

/// <summary>Whoever is named is asked by direct message.</summary>
public sealed class OwnQuestionFlowTests : FlowTest
{
    protected override IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?> { ["Voting:AskThePerson"] = "true" };

    [Fact]
    public async Task AskPerson_yes_tags_at_once_and_her_message_thanks()
    {
        var faceId = await NamedAsync();

        (await World.VoteAsync(faceId, FlowWorld.Ann, FlowWorld.Ann)).ShouldBe(PressVerdict.Accepted);

        await World.UntilShownAsync(faceId, PromptKind.Tagged);
        await UntilAskedAsync(PersonQuestionKind.SaidYes);
        World.Recogniser.Persons.Values.Single(person => person.Key == FlowWorld.Ann).Faces.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task AskPerson_no_removes_the_votes_for_her_and_tells_the_voter()
    {
        var faceId = await NamedAsync();

        (await World.VoteAsync(faceId, FlowWorld.Ann, VoteChoice.NotThem(FlowWorld.Ann))).ShouldBe(PressVerdict.Accepted);

        await UntilAskedAsync(PersonQuestionKind.SaidNo);
        await FlowWorld.UntilAsync(() => World.Slack.Whispers.Any(whisper => whisper.UserId == FlowWorld.Voter(1)), "the voter is told");
        (await World.Face(faceId).GetView()).Votes[FlowWorld.Voter(1)].Standing.ShouldBe(VoteStanding.Refused);
        (await World.VoteAsync(faceId, FlowWorld.Voter(2), FlowWorld.Ann)).ShouldBe(PressVerdict.Vetoed);
        await World.UntilAsync(faceId, _ => World.Slack.Shown(faceId)!.NotPersonId == FlowWorld.Ann, "the question says so");
    }

    [Fact]
    public async Task AskPerson_no_after_the_tag_takes_the_face_out_of_the_gallery()
    {
        var faceId = await NamedAsync();
        await World.VoteAsync(faceId, FlowWorld.Voter(2), FlowWorld.Ann);
        await World.UntilShownAsync(faceId, PromptKind.Tagged);
        await UntilAskedAsync(PersonQuestionKind.Named);

        (await World.VoteAsync(faceId, FlowWorld.Ann, VoteChoice.NotThem(FlowWorld.Ann))).ShouldBe(PressVerdict.Accepted);

        await World.UntilShownAsync(faceId, PromptKind.Question);
        await World.UntilAtRestAsync(faceId, FlowWorld.Ann);
        World.Recogniser.Persons.Values.Single(person => person.Key == FlowWorld.Ann).Faces.ShouldBeEmpty();
        World.Slack.Asked(FlowWorld.Ann)!.Kind.ShouldBe(PersonQuestionKind.SaidNo);
    }

    [Theory]
    [InlineData(Fault.Unavailable)]
    [InlineData(Fault.Throttled)]
    public async Task AskPerson_a_Slack_in_trouble_is_asked_again_and_holds_up_no_vote(Fault fault)
    {
        World.Slack.Faults.Order(nameof(ISlack.AskPersonAsync), fault);
        await NamedAsync();
    }

    [Fact]
    public async Task AskPerson_whom_Slack_does_not_write_to_is_named_by_colleagues_alone()
    {
        World.Slack.NotWrittenTo = FlowWorld.Ann;
        var faceId = await World.AskedAsync();
        await World.AgreeAsync(faceId, FlowWorld.Ann);

        await World.UntilShownAsync(faceId, PromptKind.Tagged);
        await World.UntilAtRestAsync(faceId, FlowWorld.Ann);
        World.Slack.Asked(FlowWorld.Ann).ShouldBeNull();
    }

    private async Task<string> NamedAsync()
    {
        var faceId = await World.AskedAsync();
        await World.VoteAsync(faceId, FlowWorld.Voter(1), FlowWorld.Ann);
        await UntilAskedAsync(PersonQuestionKind.Open);
        await World.UntilAsync(faceId, face => face.Owed.IsEmpty, "that she was asked is known");
        return faceId;
    }

    private Task UntilAskedAsync(PersonQuestionKind kind) => FlowWorld.UntilAsync(() => World.Slack.Asked(FlowWorld.Ann)?.Kind == kind, $"her message shows {kind}");
}
