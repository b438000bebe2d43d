using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Atmosphere.Api.Tests.Support;

namespace Atmosphere.Api.Tests.Slack;

/// <summary>What else a genuine payload says leads nowhere: nobody votes for another, and no address in it is called.</summary>
public sealed class PayloadTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Vote_is_the_vote_of_who_pressed_whatever_else_the_payload_names()
    {
        var face = await api.AskedFaceAsync();
        var payload = Read(SlackSide.Pick(face, SlackSide.Dana, SlackSide.Noa));
        payload["user_id"] = SlackSide.Omer;
        payload["as_user"] = SlackSide.Omer;
        payload["authorizations"] = new JsonArray(new JsonObject { ["user_id"] = SlackSide.Omer });
        payload["message"]!["user"] = SlackSide.Omer;
        payload["actions"]![0]!["user"] = new JsonObject { ["id"] = SlackSide.Omer };
        (await api.SlackSendsAsync(SlackSide.Form(payload.ToJsonString()))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await api.FaceAsync(face)).Votes.Keys.ShouldBe([SlackSide.Dana]);
    }

    [Fact]
    public async Task No_address_in_a_payload_is_called_neither_after_a_vote_nor_after_a_refusal()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/";
        var face = await api.AskedFaceAsync();
        foreach (var body in new[] { SlackSide.Pick(face, SlackSide.Dana, SlackSide.Noa), SlackSide.Pick(Guid.NewGuid().ToString("D"), SlackSide.Dana, SlackSide.Noa) })
        {
            var payload = Read(body);
            payload["response_url"] = address;
            payload["response_urls"] = new JsonArray(new JsonObject { ["response_url"] = address });
            payload["message"]!["blocks"] = new JsonArray(new JsonObject { ["type"] = "image", ["image_url"] = address });
            payload["actions"]![0]!["url"] = address;
            (await api.SlackSendsAsync(SlackSide.Form(payload.ToJsonString()))).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        await Eventually.Holds(async () => (await api.WhispersToAsync(SlackSide.Dana)).Contains("does not know this face", StringComparison.Ordinal), "the refusal is told by the Web API");
        listener.Pending().ShouldBeFalse();
    }

    private static JsonNode Read(byte[] form) => JsonNode.Parse(Uri.UnescapeDataString(Encoding.UTF8.GetString(form)["payload=".Length..].Replace('+', ' ')))!;
}
