using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Streams;

namespace Atmosphere.Api.Intake;

/// <summary>A face that another system has cut out: <c>POST /events/images-in-db</c>.</summary>
internal sealed record ImagesInDbRequest
{
    /// <summary>A GUID of the sender's; sent again, it is the same face.</summary>
    public string? FaceId { get; init; }

    /// <summary>The sender's name for the photo; up to <see cref="ArrivalRules.LongestName"/> characters.</summary>
    public string? PhotoId { get; init; }

    /// <summary>The face alone: a JPEG in base64.</summary>
    public byte[]? Crop { get; init; }

    /// <summary>The face with its surroundings: a JPEG in base64. Without it the crop serves.</summary>
    public byte[]? ZoomIn { get; init; }

    /// <summary>Where the face is on the zoom-in. Needed with a zoom-in.</summary>
    public PixelBox? FaceInZoomIn { get; init; }

    /// <summary>When the photo was taken; now, when it is left out.</summary>
    public DateTimeOffset? TakenAt { get; init; }

    /// <summary>What is wrong, or null.</summary>
    public IntakeRefusal? Refuse()
    {
        if (ArrivalRules.Flaw(FaceId, PhotoId) is { } flaw) return Bad(flaw);
        if (Crop is null) return Bad("crop is missing: a picture in base64.");
        if (RefusePicture(nameof(Crop), Crop) is { } badCrop) return badCrop;
        if (ZoomIn is null) return null;
        if (RefusePicture(nameof(ZoomIn), ZoomIn) is { } badZoomIn) return badZoomIn;
        var size = ImageHeader.Read(ZoomIn)!;
        return ArrivalRules.IsOn(FaceInZoomIn, size.Width, size.Height)
            ? null
            : Bad($"faceInZoomIn has to be a rectangle inside the zoom-in, which has {size.Width} × {size.Height} pixels.");
    }

    /// <summary>These pictures go to Slack and to the recogniser as they are, so they have to be what both take.</summary>
    private static IntakeRefusal? RefusePicture(string name, byte[] picture) =>
        PhotoIntake.Refuse(picture)
        ?? (ImageHeader.Read(picture)!.MediaType == ImageHeader.JpegType
            ? null
            : new(StatusCodes.Status415UnsupportedMediaType, $"{char.ToLowerInvariant(name[0])}{name[1..]} has to be a JPEG."));

    private static IntakeRefusal Bad(string reason) => new(StatusCodes.Status400BadRequest, reason);
}
