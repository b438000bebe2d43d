using System.Net.Http.Headers;
using Atmosphere.Grains.Faces;
using Atmosphere.Practice.Pressing;
using Atmosphere.Slack;
using Atmosphere.Slack.Signing;

namespace Atmosphere.Api.Tests.Support;

/// <summary>Slack's side of the callbacks: makes the bodies of presses, signs them and sends them.</summary>
internal static class SlackSide
{
    public const string InteractionsPath = "/slack/interactions";
    public const string CommandsPath = "/slack/commands";
    public const string EventsPath = "/slack/events";

    public const string Dana = "U0DANALEVI";
    public const string Omer = "U0OMERCOHEN";
    public const string Noa = "U0NOASHAPIRO";
    public const string Bot = "U0STANDUPBOT";
    public const string Gone = "U0LIORKATZ";

    /// <summary>Far enough beyond the five minutes that a slow test does not matter.</summary>
    public static readonly TimeSpan TooFar = TimeSpan.FromMinutes(6);

    private static long _lastPress = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1_000;

    public static byte[] Pick(string faceId, string voterId, string? personId, int round = 1, string? actionTs = null) => InteractionPayload.ToFormBody(new()
    {
        UserId = voterId,
        MessageTs = "1712345678.000100",
        BlockId = FaceRef.Of(faceId, round).ToBlockId("answers", "0a1b2c3d"),
        ActionId = ActionIds.TaggedPerson,
        IsPicker = true,
        SelectedUser = personId,
        ActionTs = actionTs ?? NextActionTs(),
    });

    public static byte[] Button(string actionId, string faceId, string voterId, int round = 1, string? actionTs = null) => InteractionPayload.ToFormBody(new()
    {
        UserId = voterId,
        MessageTs = "1712345678.000100",
        BlockId = FaceRef.Of(faceId, round).ToBlockId("answers", "0a1b2c3d"),
        ActionId = actionId,
        Value = FaceRef.Of(faceId, round).ToString(),
        ActionTs = actionTs ?? NextActionTs(),
    });

    /// <summary>The form body with this payload, whatever it holds.</summary>
    public static byte[] Form(string payload) => System.Text.Encoding.UTF8.GetBytes("payload=" + Uri.EscapeDataString(payload));

    /// <summary>Later than every one before.</summary>
    public static string NextActionTs() => SlackTs.From(Interlocked.Increment(ref _lastPress));

    /// <summary>Sends a body with a genuine signature.</summary>
    /// <param name="api">Where to.</param>
    /// <param name="body">The form body.</param>
    /// <param name="age">How old the signature is; negative for one of the future.</param>
    /// <param name="secret">Another than the application's first.</param>
    /// <param name="path">Another than that of presses.</param>
    public static Task<HttpResponseMessage> SlackSendsAsync(this ApiFixture api, byte[] body, TimeSpan age = default, string? secret = null, string path = InteractionsPath)
    {
        var timestamp = Timestamp(age);
        return api.SendAsync(body, timestamp, SlackSignature.Sign(body, timestamp, secret ?? api.SigningSecret), path);
    }

    public static string Timestamp(TimeSpan age) => (TimeProvider.System.GetUtcNow() - age).ToUnixTimeSeconds().ToString();

    /// <summary>Sends a body with whatever headers; null leaves one out.</summary>
    public static async Task<HttpResponseMessage> SendAsync(this ApiFixture api, byte[] body, string? timestamp, string? signature, string path = InteractionsPath)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path.AsUri())
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded") } },
        };
        if (timestamp is not null) request.Headers.Add(SlackSignature.TimestampHeader, timestamp);
        if (signature is not null) request.Headers.Add(SlackSignature.SignatureHeader, signature);
        return await api.Anyone.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>A new face that people are asked about.</summary>
    public static async Task<string> AskedFaceAsync(this ApiFixture api)
    {
        var faceId = Guid.NewGuid().ToString("D");
        (await api.Camera.PostBytesAsync("/events/images-in-db", Events.Of(faceId), "application/json")).EnsureSuccessStatusCode();
        await Eventually.Holds(async () => (await api.FaceAsync(faceId)).Status == FaceStatus.Asking, "people are asked about the face");
        return faceId;
    }

    public static Task<FaceView> FaceAsync(this ApiFixture api, string faceId) => api.Grains.GetGrain<IFaceGrain>(faceId).GetView();

    /// <summary>What only this person sees in the practice channel, as HTML.</summary>
    public static async Task<string> WhispersToAsync(this ApiFixture api, string userId) =>
        await (await api.Anyone.GetFromAsync($"/practice/changes?after=0&as={userId}")).TextAsync();
}
