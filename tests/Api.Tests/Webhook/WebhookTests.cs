using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Atmosphere.Api.Tests.Support;
using Atmosphere.Grains.Faces;
using Atmosphere.Slack;
using Microsoft.AspNetCore.Http;

namespace Atmosphere.Api.Tests.Webhook;

/// <summary>The outgoing webhook against a real receiver on loopback.</summary>
public sealed class WebhookTests : IAsyncLifetime
{
    private static readonly byte[] NewKey = Encoding.ASCII.GetBytes("0123456789012345678901234567890a");
    private static readonly byte[] OldKey = Encoding.ASCII.GetBytes("0123456789012345678901234567890b");

    private WebhookReceiver _receiver = null!;
    private TellingApi _api = null!;

    public async ValueTask InitializeAsync()
    {
        _receiver = await WebhookReceiver.StartAsync();
        _api = new TellingApi(_receiver.Url);
        await _api.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task Tag_reaches_the_receiver_signed_and_as_documented()
    {
        var face = await TaggedAsync();
        await Eventually.Holds(() => _receiver.Deliveries.Length == 1, "the receiver is told");
        var delivery = _receiver.Deliveries[0];

        delivery.ContentType.ShouldBe("application/json");
        var signed = Encoding.UTF8.GetBytes($"{delivery.Id}.{delivery.Timestamp}.").Concat(delivery.Body).ToArray();
        delivery.Signature.Split(' ').ShouldBe([Sign(NewKey, signed), Sign(OldKey, signed)], "both keys while one is being replaced");
        var sentAt = DateTimeOffset.FromUnixTimeSeconds(long.Parse(delivery.Timestamp, CultureInfo.InvariantCulture));
        (TimeProvider.System.GetUtcNow() - sentAt).Duration().ShouldBeLessThan(TimeSpan.FromMinutes(5));

        var message = JsonDocument.Parse(delivery.Body).RootElement;
        message.GetProperty("type").GetString().ShouldBe("face.tagged");
        message.GetProperty("timestamp").GetDateTimeOffset().Offset.ShouldBe(TimeSpan.Zero);
        var data = message.GetProperty("data");
        data.EnumerateObject().Select(property => property.Name).ShouldBe(["faceId", "photoId", "cameraId", "takenAt", "personId", "round", "enrolled", "by"]);
        data.GetProperty("faceId").GetString().ShouldBe(face);
        data.GetProperty("personId").GetString().ShouldBe(SlackSide.Noa);
        data.GetProperty("cameraId").GetString().ShouldBe("camera-1");
        data.GetProperty("by").GetString().ShouldBe("people");
        data.GetProperty("enrolled").GetBoolean().ShouldBeTrue();
        Encoding.UTF8.GetString(delivery.Body).ShouldNotContain("Noa Shapiro", Case.Insensitive, "no names");
        delivery.Id.ShouldStartWith($"msg_{face}_");
    }

    [Fact]
    public async Task Undo_is_told_as_documented()
    {
        var face = await TaggedAsync();
        await Eventually.Holds(() => _receiver.Deliveries.Length == 1, "the receiver is told");
        (await _api.SlackSendsAsync(SlackSide.Button(ActionIds.UndoTag, face, SlackSide.Omer))).EnsureSuccessStatusCode();
        await Eventually.Holds(() => _receiver.Deliveries.Length == 2, "the receiver is told that it does not hold any more");

        var message = JsonDocument.Parse(_receiver.Deliveries[1].Body).RootElement;
        message.GetProperty("type").GetString().ShouldBe("face.untagged");
        var data = message.GetProperty("data");
        data.EnumerateObject().Select(property => property.Name).ShouldBe(["faceId", "photoId", "cameraId", "takenAt", "personId", "round", "reason"]);
        (data.GetProperty("faceId").GetString(), data.GetProperty("personId").GetString(), data.GetProperty("round").GetInt32(), data.GetProperty("reason").GetString())
            .ShouldBe((face, SlackSide.Noa, 2, "undone"));
    }

    [Fact]
    public async Task Receiver_that_fails_is_told_again_with_the_same_id_and_body()
    {
        _receiver.Answer = (number, context) =>
        {
            context.Response.StatusCode = number switch { 1 => 503, 2 => 429, 3 => 400, _ => 204 };
            return Task.CompletedTask;
        };
        await TaggedAsync();
        await Eventually.Holds(() => _receiver.Deliveries.Length == 4, "it is told until it takes it");
        _receiver.Deliveries.Select(delivery => delivery.Id).Distinct().ShouldHaveSingleItem();
        foreach (var delivery in _receiver.Deliveries) delivery.Body.ShouldBe(_receiver.Deliveries[0].Body);
    }

    [Fact]
    public async Task Redirect_is_not_followed_and_told_to_operators()
    {
        _receiver.Answer = (_, context) =>
        {
            context.Response.Redirect("/elsewhere", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        };
        await TaggedAsync();
        await Eventually.Holds(async () => (await FoundAsync()).Contains("redirect", StringComparison.Ordinal), "operators are told");
        _receiver.Redirected.ShouldBe(0);
        (await FoundAsync()).ShouldNotContain("kept-secret");
    }

    [Fact]
    public async Task Receiver_that_is_gone_is_left_alone_and_the_message_is_a_dead_letter()
    {
        _receiver.Answer = (_, context) =>
        {
            context.Response.StatusCode = StatusCodes.Status410Gone;
            return Task.CompletedTask;
        };
        var face = await TaggedAsync();
        await Eventually.Holds(
            async () => (await (await _api.Operator.GetFromAsync("/admin/dead-letters/webhook")).JsonAsync()).EnumerateArray().Any(letter => letter.GetProperty("key").GetString() == face),
            "the message is among the dead letters");
        _receiver.Deliveries.Length.ShouldBe(1);
    }

    [Fact]
    public async Task Receiver_that_hangs_holds_up_no_vote_and_no_tag()
    {
        var hangs = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _receiver.Answer = (_, _) => hangs.Task;
        var first = await TaggedAsync();
        var second = await TaggedAsync();
        await Eventually.Holds(async () => (await _api.FaceAsync(first)).Owed.IsEmpty && (await _api.FaceAsync(second)).Owed.IsEmpty, "the faces owe nothing");
        hangs.SetResult();
        await Eventually.Holds(() => _receiver.Deliveries.Select(delivery => delivery.Id).Distinct().Count() == 2, "both are told");
    }

    [Fact]
    public async Task Wrong_address_is_told_to_operators_and_neither_it_nor_the_secret_nor_a_person_is_logged()
    {
        _receiver.Answer = (_, context) =>
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        };
        await TaggedAsync();
        await Eventually.Holds(async () => (await FoundAsync()).Contains("401", StringComparison.Ordinal), "operators are told");
        (await FoundAsync()).ShouldStartWith("The webhook's receiver");
        var logs = string.Join(Environment.NewLine, _api.Logs.Lines);
        foreach (var secret in new[] { "kept-secret", Convert.ToBase64String(NewKey), SlackSide.Noa }) logs.ShouldNotContain(secret);
    }

    private async Task<string> TaggedAsync()
    {
        var face = await _api.AskedFaceAsync();
        foreach (var voter in new[] { SlackSide.Dana, SlackSide.Omer }) (await _api.SlackSendsAsync(SlackSide.Pick(face, voter, SlackSide.Noa))).EnsureSuccessStatusCode();
        await Eventually.Holds(async () => (await _api.FaceAsync(face)).Status == FaceStatus.Tagged, "the face is tagged");
        return face;
    }

    private async Task<string> FoundAsync() => (await (await _api.Anyone.GetFromAsync("/readyz")).JsonAsync()).GetProperty("checks").GetProperty("webhook").GetString()!;

    private static string Sign(byte[] key, byte[] signed) => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}";

    private sealed class TellingApi(Uri url) : ApiFixture
    {
        private protected override IEnumerable<string> Settings =>
            [$"--Webhook:Url={url}", $"--Webhook:Secret=whsec_{Convert.ToBase64String(NewKey)},whsec_{Convert.ToBase64String(OldKey)}", "--Webhook:Timeout=00:00:05"];
    }
}
