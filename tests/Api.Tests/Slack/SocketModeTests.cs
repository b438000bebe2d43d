using System.Net;
using System.Text.Json.Nodes;
using Atmosphere.Api.Tests.Support;
using Atmosphere.Practice.Api;
using Atmosphere.Practice.Pressing;
using Atmosphere.Recognition.Hosting;
using Atmosphere.Slack;
using Microsoft.Extensions.DependencyInjection;

namespace Atmosphere.Api.Tests.Slack;

/// <summary>The same callbacks over a WebSocket, without a public address.</summary>
public sealed class SocketModeTests(SocketFixture api) : IClassFixture<SocketFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Vote_over_the_socket_is_kept_before_it_is_acknowledged()
    {
        var face = await api.AskedFaceAsync();
        (await SendAsync(Vote(face, SlackSide.Dana))).ShouldNotBeNull();
        (await api.FaceAsync(face)).Votes.Keys.ShouldBe([SlackSide.Dana]);
    }

    [Fact]
    public async Task Vote_that_comes_twice_over_the_socket_and_once_over_HTTP_is_one_vote()
    {
        var face = await api.AskedFaceAsync();
        var vote = Vote(face, SlackSide.Omer);
        (await SendAsync(vote)).ShouldNotBeNull();
        (await SendAsync(vote)).ShouldNotBeNull();
        (await api.SlackSendsAsync(SlackSide.Form(vote.ToJsonString()))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await api.FaceAsync(face)).Votes.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Press_that_can_not_be_honoured_is_acknowledged_and_its_user_told()
    {
        (await SendAsync(Vote(Guid.NewGuid().ToString("D"), SlackSide.Noa))).ShouldNotBeNull();
        await Eventually.Holds(async () => (await api.WhispersToAsync(SlackSide.Noa)).Contains("does not know this face", StringComparison.Ordinal), "a whisper");
    }

    [Fact]
    public async Task Socket_that_can_not_be_opened_is_named_on_readyz_and_photos_are_taken_all_the_while()
    {
        api.Services.GetRequiredService<FaceServiceStatus>().Set(new() { Phase = FaceServicePhase.Ready, Message = "The face service is ready." });
        var faults = api.Services.GetRequiredService<PracticeFaults>();
        faults.Next("apps.connections.open", new PracticeFault.Error("invalid_auth"), times: 2);
        api.Sockets.Open[0].Break();
        await Eventually.Holds(() => !api.Socket.IsWell, "the trouble is known");

        var answer = await api.Anyone.GetFromAsync("/readyz");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var said = await answer.JsonAsync();
        said.GetProperty("status").GetString().ShouldBe("degraded");
        said.GetProperty("checks").GetProperty("slack-socket").GetString().ShouldNotBeNull().ShouldContain("Slack does not accept Slack:AppToken.");

        await api.ConnectedAsync();
        (await (await api.Anyone.GetFromAsync("/readyz")).JsonAsync()).GetProperty("checks").GetProperty("slack-socket").GetString().ShouldBe("Slack is connected by Socket Mode.");
    }

    private Task<JsonObject?> SendAsync(JsonObject payload) => api.Sockets.SendAsync("interactive", payload, Token);

    private static JsonObject Vote(string faceId, string voterId) => InteractionPayload.ToJson(new()
    {
        UserId = voterId,
        MessageTs = "1712345678.000100",
        BlockId = FaceRef.Of(faceId, 1).ToBlockId("answers", "0a1b2c3d"),
        ActionId = ActionIds.TaggedPerson,
        IsPicker = true,
        SelectedUser = SlackSide.Noa,
        ActionTs = SlackSide.NextActionTs(),
    });
}
