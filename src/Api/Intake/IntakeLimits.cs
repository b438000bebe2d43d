namespace Atmosphere.Api.Intake;

/// <summary>What is taken in.</summary>
internal static class IntakeLimits
{
    /// <summary>Bytes of one photo: 20 MB.</summary>
    public const int LargestUpload = 20 * 1024 * 1024;

    /// <summary>
    /// Bytes of any request. More than an upload may have: at this limit the server hangs up, and the sender sees a broken
    /// connection; up to it, what is too large is read past and refused with a reason.
    /// </summary>
    public const long LargestRequest = 4L * LargestUpload;

    /// <summary>Pixels of one photo. Decoded, 100 megapixels are 300 MB: more is a decompression bomb or a mistake.</summary>
    public const long MostPixels = 100_000_000;

    /// <summary>Bytes of an event with its pictures in base64.</summary>
    public const int LargestEvent = 8 * 1024 * 1024;
}
