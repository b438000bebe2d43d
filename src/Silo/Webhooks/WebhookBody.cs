using System.Text.Json;
using System.Text.Json.Serialization;
using Atmosphere.Grains.Webhooks;

namespace Atmosphere.Silo.Webhooks;

/// <summary>A message as its receiver reads it: <c>docs/webhook.md</c>. Nothing in it changes between repeats.</summary>
internal static class WebhookBody
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static byte[] Of(WebhookMessage message) => JsonSerializer.SerializeToUtf8Bytes(new Envelope(TypeOf(message.Kind), message.At.ToUniversalTime(), DataOf(message)), Json);

    private static string TypeOf(WebhookKind kind) => kind switch
    {
        WebhookKind.PersonIdentified => "person.identified",
        WebhookKind.FaceTagged => "face.tagged",
        WebhookKind.FaceUntagged => "face.untagged",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No name for this kind of message."),
    };

    private static Data DataOf(WebhookMessage message) => new(
        message.FaceId,
        message.PhotoId,
        message.CameraId,
        message.TakenAt.ToUniversalTime(),
        message.PersonId.Length > 0 ? message.PersonId : null,
        message.Round,
        message.Confidence,
        message.Kind == WebhookKind.FaceTagged ? message.Enrolled : null,
        message.Kind != WebhookKind.FaceTagged ? null : message.ByOperator ? "operator" : "people",
        message.Reason is { } reason ? InWords(reason) : null);

    private static string InWords(UntagReason reason) => reason switch
    {
        UntagReason.Undone => "undone",
        UntagReason.NotThem => "not-them",
        UntagReason.Forgotten => "forgotten",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "No word for this reason."),
    };

    private sealed record Envelope(string Type, DateTimeOffset Timestamp, Data Data);

    private sealed record Data(
        string FaceId, string PhotoId, string CameraId, DateTimeOffset TakenAt, string? PersonId, int Round, double? Confidence, bool? Enrolled, string? By, string? Reason);
}
