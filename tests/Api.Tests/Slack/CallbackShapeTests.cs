using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Atmosphere.Api.Tests.Support;
using Atmosphere.Practice.Pressing;
using Atmosphere.Slack;

namespace Atmosphere.Api.Tests.Slack;

/// <summary>Signed callbacks that say something else than expected.</summary>
public sealed class CallbackShapeTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly string[] Odd =
    [
        "", "payload", "payload=", "payload=%", "payload=%zz", "payload=%ff%fe", "other=1", "payload={}&payload={}", "payload=null", "payload=[]", "payload=1", "payload=%22text%22",
        "payload={", "payload=" + new string('[', 5_000), "payload={%22type%22:1}", "payload={%22type%22:%22block_actions%22}", "payload=%7B%22type%22%3A%22block_actions%22%2C%22user%22%3A%7B%22id%22%3A%22U1%22%7D%7D",
        "payload={\"type\":\"\\ud800\"}", "payload={\"\\ud800\":1,\"type\":\"block_actions\"}", "\0\0\0", "payload=\u0000",
    ];

    public static TheoryData<int> OddBodies => [.. Enumerable.Range(0, Odd.Length)];

    [Theory]
    [MemberData(nameof(OddBodies))]
    public async Task Signed_nonsense_is_a_bad_request(int which) =>
        await (await api.SlackSendsAsync(Encoding.UTF8.GetBytes(Odd[which]))).ShouldBeProblemAsync(HttpStatusCode.BadRequest);

    [Theory]
    [InlineData("user", "id", "dana")]
    [InlineData("channel", "id", "../../etc")]
    [InlineData("container", "message_ts", "yesterday")]
    [InlineData("team", "id", "T0'; DROP TABLE faces; --")]
    public async Task Field_of_the_wrong_form_is_a_bad_request_and_no_vote(string parent, string field, string value)
    {
        var face = await api.AskedFaceAsync();
        var payload = Payload(face);
        payload[parent]![field] = value;
        await ShouldBeBadAsync(face, payload);
    }

    [Theory]
    [InlineData("action_ts", "later")]
    [InlineData("action_ts", "1712345678.1234567")]
    [InlineData("block_id", "v1|not-a-face|1|answers|0a1b2c3d")]
    [InlineData("block_id", "v2|3f2504e0-4f89-41d3-9a0c-0305e82c3301|1|answers|0a1b2c3d")]
    [InlineData("block_id", "v1|3f2504e0-4f89-41d3-9a0c-0305e82c3301|-1|answers|0a1b2c3d")]
    [InlineData("selected_user", "Noa Shapiro")]
    public async Task Action_of_the_wrong_form_is_a_bad_request_and_no_vote(string field, string value)
    {
        var face = await api.AskedFaceAsync();
        var payload = Payload(face);
        payload["actions"]![0]![field] = value;
        await ShouldBeBadAsync(face, payload);
    }

    [Theory]
    [InlineData("view_submission")]
    [InlineData("view_closed")]
    [InlineData("shortcut")]
    [InlineData("message_action")]
    [InlineData("block_suggestion")]
    [InlineData("interactive_message")]
    [InlineData("something_new")]
    public async Task Payload_of_another_kind_is_answered_and_does_nothing(string type)
    {
        var face = await api.AskedFaceAsync();
        var payload = Payload(face);
        payload["type"] = type;
        (await api.SlackSendsAsync(SlackSide.Form(payload.ToJsonString()))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await api.FaceAsync(face)).Votes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Action_of_another_app_is_answered_and_does_nothing()
    {
        var face = await api.AskedFaceAsync();
        (await api.SlackSendsAsync(SlackSide.Button("approve_holiday", face, SlackSide.Dana))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await api.FaceAsync(face)).Votes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Only_POST_is_a_callback(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/slack/interactions".AsUri());
        await (await api.Anyone.SendAsync(request, TestContext.Current.CancellationToken)).ShouldBeProblemAsync(HttpStatusCode.MethodNotAllowed);
    }

    private static JsonObject Payload(string faceId) => InteractionPayload.ToJson(new()
    {
        UserId = SlackSide.Dana,
        MessageTs = "1712345678.000100",
        BlockId = FaceRef.Of(faceId, 1).ToBlockId("answers", "0a1b2c3d"),
        ActionId = ActionIds.TaggedPerson,
        IsPicker = true,
        SelectedUser = SlackSide.Noa,
        ActionTs = SlackSide.NextActionTs(),
    });

    private async Task ShouldBeBadAsync(string face, JsonObject payload)
    {
        await (await api.SlackSendsAsync(SlackSide.Form(payload.ToJsonString()))).ShouldBeProblemAsync(HttpStatusCode.BadRequest);
        (await api.FaceAsync(face)).Votes.ShouldBeEmpty();
    }
}
