using Atmosphere.Grains.Ports;

namespace Atmosphere.Engine.Tests.Flows;

public sealed class ChannelFlowTests : FlowTest
{
    protected override IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?> { ["Asking:MaxOpen"] = "1" };

    [Fact]
    public async Task RequestTaggingOnSlack_a_full_channel_makes_a_face_wait_and_a_closed_question_lets_it_in()
    {
        var first = await World.AskedAsync();
        var second = (await World.ArriveAsync("ben")).FaceId;
        await World.UntilAsync(second, face => face.Owed.Any(owed => owed.Waiting.Contains("a place in the channel")), "the second face waits");
        World.Slack.Posts(second).ShouldBe(0);

        await World.AgreeAsync(first, FlowWorld.Ann);
        await FlowWorld.UntilAsync(async () => (await World.ChannelGrain.ListOpen()).IsEmpty, "the place is free");
        World.Time.PutForward(TimeSpan.FromSeconds(15));
        await World.Engine.RestartAsync();

        await World.UntilShownAsync(second, PromptKind.Question);
        (await World.ChannelGrain.ListOpen()).ShouldBe([second]);
    }
}
