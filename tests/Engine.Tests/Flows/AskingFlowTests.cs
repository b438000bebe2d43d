using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Training;

namespace Atmosphere.Engine.Tests.Flows;

/// <summary>Asking with a guess, and asking again.</summary>
public sealed class AskingFlowTests : FlowTest
{
    [Fact]
    public async Task IdentifyFace_nearly_sure_is_asked_as_is_this_and_two_yes_tag_the_face()
    {
        var faceId = await SuggestedAsync();
        World.Slack.Shown(faceId)!.PersonId.ShouldBe(FlowWorld.Ann);

        await World.AgreeAsync(faceId, FlowWorld.Ann);

        await World.UntilShownAsync(faceId, PromptKind.Tagged);
    }

    [Fact]
    public async Task IdentifyFace_two_no_bring_the_picker_and_remember_who_it_is_not()
    {
        var faceId = await SuggestedAsync();
        await World.VoteAsync(faceId, FlowWorld.Voter(1), VoteChoice.NotThem(FlowWorld.Ann));
        await World.VoteAsync(faceId, FlowWorld.Voter(2), VoteChoice.NotThem(FlowWorld.Ann));

        await World.UntilShownAsync(faceId, PromptKind.Question);

        World.Slack.Shown(faceId)!.NotPersonId.ShouldBe(FlowWorld.Ann);
        (await World.Face(faceId).GetView()).Excluded.ShouldBe([FlowWorld.Ann]);
        World.Slack.Posts(faceId).ShouldBe(1);
    }

    [Fact]
    public async Task RequestTaggingOnSlack_an_expired_question_is_asked_again_in_its_message()
    {
        var faceId = await World.AskedAsync();
        World.Time.PutForward(TimeSpan.FromDays(8));
        await FlowWorld.TickAsync(World.Face(faceId));
        await World.UntilShownAsync(faceId, PromptKind.Expired);

        (await World.PressAsync(faceId, FlowWorld.Voter(1), new ReopenFace())).ShouldBe(PressVerdict.Accepted);

        await World.UntilShownAsync(faceId, PromptKind.Question);
        World.Slack.Posts(faceId).ShouldBe(1);
        World.Slack.Shown(faceId)!.Round.ShouldBe(2);
        (await World.ChannelGrain.ListOpen()).ShouldBe([faceId]);
    }

    private async Task<string> SuggestedAsync()
    {
        await World.UntilAtRestAsync(await World.TaggedAsync("ann"), FlowWorld.Ann); // until then there may be nothing to train
        (await World.Training.TrainNow(Actors.OperatorKey)).ShouldBe(TrainNowAnswer.Started);
        await FlowWorld.UntilAsync(async () => (await World.Training.GetView()) is { Running: null, LastSuccessAt: not null }, "the training is done");
        World.Recogniser.Confidence = 0.6;
        var faceId = (await World.ArriveAsync("ann")).FaceId;
        await World.UntilShownAsync(faceId, PromptKind.Suggestion);
        await World.UntilAsync(faceId, face => face.ExpiresAt is not null, "the question is known to be shown");
        return faceId;
    }
}
