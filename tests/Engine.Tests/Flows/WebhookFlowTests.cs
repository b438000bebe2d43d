using Atmosphere.Engine.Tests.Flows.Simulated;
using Atmosphere.Grains;
using Atmosphere.Grains.DeadLetters;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Forgetting;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Webhooks;

namespace Atmosphere.Engine.Tests.Flows;

/// <summary>What another system is told, from the tag to its answer.</summary>
public sealed class WebhookFlowTests : FlowTest
{
    private const string Deliver = nameof(IWebhook.DeliverAsync);

    protected override IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>
    {
        ["Webhook:Url"] = "https://hooks.example/atmosphere",
        ["Webhook:Secret"] = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    };

    [Fact]
    public async Task Tag_is_told_once()
    {
        var faceId = await World.TaggedAsync();
        await World.UntilAtRestAsync(faceId);
        await FlowWorld.UntilAsync(() => World.Webhook.Received.Length == 1, "it is told");
        var told = World.Webhook.Received.Single();
        (told.Kind, told.FaceId, told.PersonId, told.Enrolled).ShouldBe((WebhookKind.FaceTagged, faceId, FlowWorld.Ann, true));
    }

    [Theory]
    [InlineData(Fault.Unavailable)]
    [InlineData(Fault.Throttled)]
    [InlineData(Fault.Misconfigured)]
    [InlineData(Fault.Busy)]
    [InlineData(Fault.Throws)]
    public async Task Receiver_in_trouble_is_told_again(Fault fault)
    {
        World.Webhook.Faults.Order(Deliver, fault, fault);
        await World.TaggedAsync();
        await FlowWorld.UntilAsync(() => World.Webhook.Received.Length == 1, "it is told at last");
    }

    [Fact]
    public async Task Message_whose_answer_was_lost_comes_again_under_the_same_id()
    {
        World.Webhook.Faults.Order(Deliver, Fault.ReplyLost);
        await World.TaggedAsync();
        await FlowWorld.UntilAsync(() => World.Webhook.Received.Length == 2, "it is told again");
        World.Webhook.Received[1].ShouldBe(World.Webhook.Received[0]);
    }

    [Fact]
    public async Task Receiver_that_hangs_holds_up_nothing_else()
    {
        World.Webhook.Faults.Silence(Deliver);
        var faceId = await World.TaggedAsync();
        await FlowWorld.UntilAsync(() => World.Webhook.Faults.Calls(Deliver) == 1, "it hangs");
        await World.UntilAtRestAsync(faceId, FlowWorld.Ann);
        (await World.PressAsync(faceId, FlowWorld.Voter(4), new UndoTag())).ShouldBe(PressVerdict.Accepted);
        await World.UntilShownAsync(faceId, PromptKind.Question);
        await World.AgreeAsync(faceId, FlowWorld.Ben);
        await World.UntilShownAsync(faceId, PromptKind.Tagged);
        World.Webhook.Faults.Unsilence(Deliver);
        await FlowWorld.UntilAsync(() => World.Webhook.Received.Length == 3, "all are told");
        World.Webhook.Received.Select(message => (message.Kind, message.PersonId)).ShouldBe(
            [(WebhookKind.FaceTagged, FlowWorld.Ann), (WebhookKind.FaceUntagged, FlowWorld.Ann), (WebhookKind.FaceTagged, FlowWorld.Ben)], ignoreOrder: true);
    }

    [Fact]
    public async Task Message_survives_a_process_that_dies_before_the_answer()
    {
        World.Webhook.Faults.Break(Deliver);
        var faceId = await World.TaggedAsync();
        await World.UntilAtRestAsync(faceId);
        await World.Engine.RestartAsync();
        World.Webhook.Faults.Mend(Deliver);
        await FlowWorld.TickAsync(World.Client.GetGrain<IWebhookGrain>(faceId));
        await FlowWorld.UntilAsync(() => World.Webhook.Received.Length == 1, "it is told after the restart");
    }

    [Fact]
    public async Task Receiver_that_is_gone_is_not_told_again_and_the_message_is_a_dead_letter()
    {
        World.Webhook.IsGone = true;
        var faceId = await World.TaggedAsync();
        await FlowWorld.UntilAsync(async () => (await LettersAsync()).Any(letter => letter.Key == faceId && letter.Reason.Contains("410", StringComparison.Ordinal)), "it is buried");
        World.Webhook.Faults.Calls(Deliver).ShouldBe(1);
    }

    [Fact]
    public async Task Message_that_nobody_takes_for_a_day_is_given_up_as_a_dead_letter()
    {
        World.Webhook.Faults.Break(Deliver);
        var faceId = await World.TaggedAsync();
        await FlowWorld.UntilAsync(() => World.Webhook.Faults.Calls(Deliver) > 0, "it is tried");
        World.Time.PutForward(TimeSpan.FromDays(1));
        await FlowWorld.UntilAsync(async () => (await LettersAsync()).Any(letter => letter.Key == faceId), "it is buried");
        World.Webhook.Faults.Mend(Deliver);
        var other = await World.TaggedAsync();
        await FlowWorld.UntilAsync(() => World.Webhook.Received.Length > 0, "others are told");
        World.Webhook.Received.ShouldAllBe(message => message.FaceId == other);
    }

    [Fact]
    public async Task What_is_under_way_about_somebody_who_is_forgotten_meanwhile_is_not_sent()
    {
        World.Webhook.Faults.Break(Deliver);
        var faceId = await World.TaggedAsync();
        await FlowWorld.UntilAsync(() => World.Webhook.Faults.Calls(Deliver) > 0, "it is tried");
        await World.Person(FlowWorld.Ann).Forget(ForgottenBy.Herself, FlowWorld.Ann);
        await World.UntilAsync(faceId, FaceStatus.Forgotten);

        World.Webhook.Faults.Mend(Deliver);
        World.Time.PutForward(TimeSpan.FromHours(2));
        var webhook = World.Client.GetGrain<IWebhookGrain>(faceId);
        await FlowWorld.TickAsync(webhook);
        await webhook.Send(new() { Id = "msg_z", FaceId = faceId, PersonId = FlowWorld.Ben });
        await FlowWorld.UntilAsync(() => World.Webhook.Received.Any(message => message.Id == "msg_z"), "what comes after it is sent");
        World.Webhook.Received.ShouldNotContain(message => message.PersonId == FlowWorld.Ann);
        await FlowWorld.UntilAsync(() => World.Webhook.Received.Any(message => message.Kind == WebhookKind.FaceUntagged), "that it does not hold is sent");
        World.Webhook.Received.Where(message => message.Kind == WebhookKind.FaceUntagged).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            message => message.Reason.ShouldBe(UntagReason.Forgotten), message => message.PersonId.ShouldBeEmpty("whoever was told of her before is told that it does not hold"));
        (await LettersAsync()).ShouldNotContain(letter => letter.Key == faceId, "nor is it buried");
    }

    [Fact]
    public async Task Word_that_a_name_does_not_hold_is_sent_without_her_when_she_is_forgotten_meanwhile()
    {
        var faceId = await World.TaggedAsync();
        await FlowWorld.UntilAsync(() => World.Webhook.Received.Length == 1, "it is told");
        World.Webhook.Faults.Break(Deliver);
        await World.PressAsync(faceId, FlowWorld.Voter(4), new UndoTag());
        await FlowWorld.UntilAsync(() => World.Webhook.Faults.Calls(Deliver) > 1, "it is tried");
        await World.Person(FlowWorld.Ann).Forget(ForgottenBy.Herself, FlowWorld.Ann);
        await FlowWorld.UntilAsync(async () => await new Tombstones(World.Client).IsForgottenAsync(FlowWorld.Ann), "the stone is placed");

        World.Webhook.Faults.Mend(Deliver);
        World.Time.PutForward(TimeSpan.FromHours(2));
        await FlowWorld.TickAsync(World.Client.GetGrain<IWebhookGrain>(faceId));
        await FlowWorld.UntilAsync(() => World.Webhook.Received.Length == 2, "it is told at last");
        (World.Webhook.Received[1].Kind, World.Webhook.Received[1].PersonId, World.Webhook.Received[1].Reason).ShouldBe((WebhookKind.FaceUntagged, "", UntagReason.Undone));
    }

    private async Task<IEnumerable<DeadLetter>> LettersAsync() =>
        (await Task.WhenAll(DeadLetterKey.AllOf(WellKnownNames.WebhookLetters).Select(key => World.Client.GetGrain<IDeadLetterGrain>(key).List()))).SelectMany(letters => letters);
}
