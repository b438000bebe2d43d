using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Streams;

/// <summary>What has to hold for a face that another system has cut out, whichever way it comes in.</summary>
public static class ArrivalRules
{
    /// <summary>Characters of a sender's name for a photo or a camera.</summary>
    public const int LongestName = 100;

    /// <summary>Pixels: the longest side that a JPEG can have (ITU-T T.81, B.2.2: 16 bits).</summary>
    public const int LongestSide = 65_535;

    /// <summary>What is wrong with the ids, as a sentence for the sender, or null.</summary>
    public static string? Flaw(string? faceId, string? photoId) =>
        !FaceIds.IsValid(faceId) ? "faceId has to be a GUID in lower case, for example 3f2504e0-4f89-41d3-9a0c-0305e82c3301."
        : photoId is { Length: > LongestName } ? $"photoId has at most {LongestName} characters."
        : null;

    /// <summary>Whether the box holds at least one pixel and lies on a picture of this size.</summary>
    public static bool IsOn(PixelBox? box, int width, int height) =>
        box is { Left: >= 0, Top: >= 0, Width: > 0, Height: > 0 } && (long)box.Left + box.Width <= width && (long)box.Top + box.Height <= height;
}
