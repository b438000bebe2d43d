using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Training;

namespace Atmosphere.Engine.Tests.Flows;

/// <summary>Several pictures of one unknown person are one question.</summary>
public sealed class BurstFlowTests : FlowTest
{
    protected override IReadOnlyDictionary<string, string?> Settings { get; } =
        new Dictionary<string, string?> { ["Asking:GroupWithin"] = "12:00:00", ["Asking:GatherFor"] = "00:00:00.2" };

    [Fact]
    public async Task FindOthers_a_burst_is_one_prompt_and_one_answer_tags_them_all()
    {
        var (lead, others) = await BurstAsync(5);
        await World.UntilAsync(lead, _ => World.Slack.Shown(lead) is { OtherCount: 4, Others.Length: 3 }, "the prompt shows four pictures");

        await World.AgreeAsync(lead, FlowWorld.Ann);

        await World.UntilShownAsync(lead, PromptKind.Tagged);
        foreach (var other in others)
        {
            await World.UntilAsync(other, FaceStatus.Tagged);
            World.Slack.Posts(other).ShouldBe(0);
            (await World.Face(other).GetView()).Votes.Keys.ShouldBe([FlowWorld.Voter(1), FlowWorld.Voter(2)]);
        }

        await World.UntilAtRestAsync(lead, FlowWorld.Ann);
        World.Recogniser.FaceKeys.Count.ShouldBe(4, "the fifth picture was never shown");
        (await World.ChannelGrain.ListOpen()).ShouldBeEmpty();
    }

    [Fact]
    public async Task FindOthers_near_duplicates_are_tagged_and_not_enrolled()
    {
        World.Recogniser.Likeness = 0.999;
        var (lead, others) = await BurstAsync(3);
        await World.AgreeAsync(lead, FlowWorld.Ann);
        foreach (var other in others) await World.UntilAsync(other, face => face is { Status: FaceStatus.Tagged, Enrolled: false }, "it is tagged and not enrolled");

        await World.UntilAtRestAsync(lead, FlowWorld.Ann);
        World.Recogniser.FaceKeys.Count.ShouldBe(1);
    }

    [Fact]
    public async Task FollowLead_a_face_that_comes_when_all_is_decided_is_decided_at_once()
    {
        var (lead, _) = await BurstAsync(1);
        await World.AgreeAsync(lead, FlowWorld.Ann);
        await World.UntilShownAsync(lead, PromptKind.Tagged);

        var late = await UnknownAsync("ann", 9);

        await World.UntilAsync(late, face => face is { Status: FaceStatus.Tagged, PersonId: FlowWorld.Ann }, "it is tagged, too");
        World.Slack.Posts(late).ShouldBe(0);
    }

    [Fact]
    public async Task TellFollower_a_picture_of_somebody_else_gets_a_prompt_of_its_own()
    {
        var (lead, others) = await BurstAsync(2);
        (await World.PressAsync(lead, FlowWorld.Voter(3), new SplitFollower { FollowerId = others[0] })).ShouldBe(PressVerdict.Accepted);
        await World.UntilShownAsync(others[0], PromptKind.Question);

        await World.AgreeAsync(lead, FlowWorld.Ann);
        await World.UntilShownAsync(lead, PromptKind.Tagged);

        (await World.Face(others[0]).GetView()).Status.ShouldBe(FaceStatus.Asking);
        var alike = await UnknownAsync("ann", 7);
        await World.UntilShownAsync(alike, PromptKind.Question);
    }

    [Fact]
    public async Task TellFollower_an_undo_takes_all_of_them_back_and_asks_once()
    {
        var (lead, others) = await BurstAsync(2);
        await World.AgreeAsync(lead, FlowWorld.Ann);
        await World.UntilShownAsync(lead, PromptKind.Tagged);
        await World.UntilAsync(others[0], FaceStatus.Tagged);

        await World.PressAsync(lead, FlowWorld.Voter(3), new UndoTag());

        await World.UntilAsync(others[0], FaceStatus.Following);
        await World.UntilShownAsync(lead, PromptKind.Question);
        await World.UntilAtRestAsync(others[0], FlowWorld.Ann);
        World.Recogniser.FaceKeys.ShouldBeEmpty();
        await World.AgreeAsync(lead, FlowWorld.Ben);
        await World.UntilAsync(others[0], face => face is { Status: FaceStatus.Tagged, PersonId: FlowWorld.Ben }, "it is Ben, too");
    }

    [Fact]
    public async Task FindOthers_two_faces_of_one_photo_and_of_two_people_are_two_questions()
    {
        var (ann, ben) = (await UnknownAsync("ann", 1), await UnknownAsync("ben", 1));
        await World.UntilShownAsync(ann, PromptKind.Question);
        await World.UntilShownAsync(ben, PromptKind.Question);
    }

    [Fact]
    public async Task GroupStrangers_a_recogniser_that_is_down_delays_the_question_and_decides_nothing()
    {
        World.Recogniser.Faults.Order(nameof(IRecogniser.GroupAsync), Simulated.Fault.Unavailable, Simulated.Fault.Unavailable);
        var (lead, others) = await BurstAsync(2);

        World.Slack.Posts(lead).ShouldBe(1);
        World.Slack.Posts(others[0]).ShouldBe(0);
    }

    [Fact]
    public async Task TellDenials_what_is_like_a_face_that_is_not_them_is_asked_about_with_it_and_not_announced()
    {
        var denied = await DeniedAsync();

        var alike = await UnknownAsync("ann", 6);

        await World.UntilAsync(alike, face => face.LeadFaceId == denied, "it follows the one that people looked at");
        World.Slack.Posts(alike).ShouldBe(0);
        await World.AgreeAsync(denied, FlowWorld.Ben);
        await World.UntilAsync(alike, face => face is { Status: FaceStatus.Tagged, PersonId: FlowWorld.Ben }, "it is Ben, too");
    }

    [Fact]
    public async Task TellDenials_what_is_more_like_them_than_like_the_denied_face_is_announced()
    {
        await DeniedAsync();
        World.Recogniser.Likeness = World.Recogniser.Confidence - 0.01;

        await World.UntilShownAsync(await UnknownAsync("ann", 6), PromptKind.Identified);
    }

    [Fact]
    public async Task TellDenials_a_denial_that_was_a_mistake_is_over_when_people_say_so()
    {
        var denied = await DeniedAsync();
        await World.AgreeAsync(denied, FlowWorld.Ann);
        await World.UntilShownAsync(denied, PromptKind.Tagged);
        await World.UntilAtRestAsync(denied);

        await World.UntilShownAsync(await UnknownAsync("ann", 6), PromptKind.Identified);
    }

    /// <summary>The model takes it for Ann, surely, and somebody says that it is not.</summary>
    private async Task<string> DeniedAsync()
    {
        World.Recogniser.Likeness = 0.95;
        await World.UntilAtRestAsync(await World.TaggedAsync("ann"), FlowWorld.Ann); // until then there may be nothing to train
        (await World.Training.TrainNow(Actors.OperatorKey)).ShouldBe(TrainNowAnswer.Started);
        await FlowWorld.UntilAsync(async () => (await World.Training.GetView()) is { Running: null, LastSuccessAt: not null }, "the training is done");
        var faceId = await UnknownAsync("ann", 5);
        await World.UntilShownAsync(faceId, PromptKind.Identified);
        (await World.PressAsync(faceId, FlowWorld.Voter(3), new DisputeIdentification())).ShouldBe(PressVerdict.Accepted);
        await World.UntilShownAsync(faceId, PromptKind.Question);
        await World.UntilAtRestAsync(faceId);
        return faceId;
    }

    private async Task<(string Lead, string[] Others)> BurstAsync(int count)
    {
        var faces = await Task.WhenAll(Enumerable.Range(1, count).Select(photo => UnknownAsync("ann", photo)));
        string? lead = null;
        await FlowWorld.UntilAsync(
            async () =>
            {
                var views = await Task.WhenAll(faces.Select(face => World.Face(face).GetView()));
                lead = views.FirstOrDefault(view => view.Status == FaceStatus.Asking && view.Followers.Length == count - 1)?.FaceId;
                return lead is not null;
            },
            "one face leads the others");
        await World.UntilShownAsync(lead!, PromptKind.Question);
        await World.UntilAsync(lead!, face => face is { ExpiresAt: not null } && World.Slack.Shown(lead!)?.Others.Length == Math.Min(3, count - 1), "its prompt shows them");
        return (lead!, [.. faces.Where(face => face != lead)]);
    }

    private async Task<string> UnknownAsync(string who, int photo) => (await World.ArriveAsync(who, photoId: photo.ToString("d64", System.Globalization.CultureInfo.InvariantCulture))).FaceId;
}
