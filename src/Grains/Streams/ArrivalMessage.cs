using System.Text.Json;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Streams;

/// <summary>
/// What systems that know nothing of grains write to the queue of <c>images-in-db</c>: a JSON object with these fields, in UTF-8.
/// It holds no pictures. Those are in the crop store before the message is sent, under <see cref="CropKeys.Crop"/> and
/// <see cref="CropKeys.ZoomIn"/>. Further fields are ignored.
/// </summary>
public sealed record ArrivalMessage
{
    /// <summary>Bytes. The fields need less than 1 kB; what is larger carries something that does not belong here.</summary>
    public const int Largest = 16 * 1024;

    /// <summary>A GUID of the sender's; sent again, it is the same face.</summary>
    public string? FaceId { get; init; }

    /// <summary>The sender's name for the photo; up to <see cref="ArrivalRules.LongestName"/> characters.</summary>
    public string? PhotoId { get; init; }

    /// <summary>The sender's name for the camera; up to <see cref="ArrivalRules.LongestName"/> characters.</summary>
    public string? CameraId { get; init; }

    /// <summary>The face's rectangle on its photo.</summary>
    public PixelBox? Rectangle { get; init; }

    /// <summary>Where the face is on the zoom-in.</summary>
    public PixelBox? FaceInZoomIn { get; init; }

    /// <summary>When the photo was taken; when the message was sent, if it is left out.</summary>
    public DateTimeOffset? TakenAt { get; init; }

    private static ReadOnlySpan<byte> ByteOrderMark => [0xef, 0xbb, 0xbf];

    /// <summary>Reads a message. Total: whatever the bytes are, the answer is a face or a sentence that says what is wrong, and quotes nothing of them.</summary>
    /// <param name="body">The bytes as they came.</param>
    /// <param name="sentAt">When the queue took the message.</param>
    public static (FaceArrived? Face, string? Flaw) Read(ReadOnlySpan<byte> body, DateTimeOffset sentAt)
    {
        if (body.Length > Largest)
            return (null, $"The message has {body.Length} bytes, at most {Largest} are read: pictures belong into the crop store.");
        try
        {
            // RFC 8259, 8.1: not to be written, but may be ignored.
            if (body.StartsWith(ByteOrderMark)) body = body[ByteOrderMark.Length..];
            var message = JsonSerializer.Deserialize<ArrivalMessage>(body, JsonSerializerOptions.Web);
            if (message is null) return (null, "The message is null.");
            return message.Flaw() is { } flaw ? (null, flaw) : (message.ToEvent(sentAt), null);
        }
        catch (JsonException fault)
        {
            return (null, $"The message is not the JSON that is expected, from line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1} on.");
        }
    }

    private string? Flaw() =>
        ArrivalRules.Flaw(FaceId, PhotoId)
        ?? (CameraId is { Length: > ArrivalRules.LongestName } ? $"cameraId has at most {ArrivalRules.LongestName} characters." : null)
        ?? FlawOf("rectangle", Rectangle)
        ?? FlawOf("faceInZoomIn", FaceInZoomIn);

    private static string? FlawOf(string name, PixelBox? box) => ArrivalRules.IsOn(box, ArrivalRules.LongestSide, ArrivalRules.LongestSide)
        ? null
        : $"{name} has to be left, top, width and height of a rectangle on a picture, in pixels, for example {{\"left\":50,\"top\":40,\"width\":80,\"height\":90}}.";

    private FaceArrived ToEvent(DateTimeOffset sentAt) => new()
    {
        FaceId = FaceId!,
        PhotoId = PhotoId ?? "",
        CameraId = CameraId ?? "",
        Rectangle = Rectangle!,
        FaceInZoomIn = FaceInZoomIn!,
        TakenAt = TakenAt ?? sentAt,
    };
}
