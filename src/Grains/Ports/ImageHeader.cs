using System.Buffers.Binary;

namespace Atmosphere.Grains.Ports;

/// <summary>What the first bytes of a file say about the picture: enough to refuse what is no picture, or too large to decode, before anything decodes it.</summary>
/// <param name="MediaType">For example <c>image/jpeg</c>.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
public sealed record ImageHeader(string MediaType, int Width, int Height)
{
    private static ReadOnlySpan<byte> PngSignature => [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

    public const string JpegType = "image/jpeg";

    public long Pixels => (long)Width * Height;

    /// <returns>Null when it is none of JPEG, PNG, GIF and WebP, or its header is damaged.</returns>
    public static ImageHeader? Read(ReadOnlySpan<byte> file) =>
        (Jpeg(file) ?? Png(file) ?? Gif(file) ?? WebP(file)) is { Width: > 0, Height: > 0 } header ? header : null;

    // PNG (third edition), 11.2.2: IHDR is the first chunk, width and height its first eight bytes.
    private static ImageHeader? Png(ReadOnlySpan<byte> file) =>
        file.Length >= 24 && file.StartsWith(PngSignature) && file[12..16].SequenceEqual("IHDR"u8)
            ? new("image/png", BinaryPrimitives.ReadInt32BigEndian(file[16..]), BinaryPrimitives.ReadInt32BigEndian(file[20..]))
            : null;

    // GIF89a, 18: the logical screen descriptor follows the six-byte signature.
    private static ImageHeader? Gif(ReadOnlySpan<byte> file) =>
        file.Length >= 10 && (file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8))
            ? new("image/gif", BinaryPrimitives.ReadUInt16LittleEndian(file[6..]), BinaryPrimitives.ReadUInt16LittleEndian(file[8..]))
            : null;

    // RFC 9649: RIFF….WEBP, then VP8 (lossy), VP8L (lossless) or VP8X (extended).
    private static ImageHeader? WebP(ReadOnlySpan<byte> file)
    {
        if (file.Length < 30 || !file.StartsWith("RIFF"u8) || !file[8..12].SequenceEqual("WEBP"u8)) return null;
        var kind = file[12..16];
        if (kind.SequenceEqual("VP8X"u8)) return new("image/webp", 1 + UInt24(file[24..]), 1 + UInt24(file[27..]));
        if (kind.SequenceEqual("VP8L"u8) && file[20] == 0x2f)
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(file[21..]);
            return new("image/webp", 1 + (int)(bits & 0x3fff), 1 + (int)((bits >> 14) & 0x3fff));
        }

        return kind.SequenceEqual("VP8 "u8)
            ? new("image/webp", BinaryPrimitives.ReadUInt16LittleEndian(file[26..]) & 0x3fff, BinaryPrimitives.ReadUInt16LittleEndian(file[28..]) & 0x3fff)
            : null;
    }

    // ITU-T T.81, B.2.2: segments of marker and length; a start-of-frame holds precision, height, width.
    private static ImageHeader? Jpeg(ReadOnlySpan<byte> file)
    {
        if (file.Length < 4 || file[0] != 0xff || file[1] != 0xd8) return null;
        var at = 2;
        while (at + 8 < file.Length)
        {
            if (file[at] != 0xff) return null;
            var marker = file[at + 1];
            if (marker == 0xff)
            {
                at++; // fill byte
                continue;
            }

            if (marker is >= 0xd0 and <= 0xd9 or 0x01)
            {
                at += 2; // no length
                continue;
            }

            if (marker is >= 0xc0 and <= 0xcf and not (0xc4 or 0xc8 or 0xcc))
                return new(JpegType, BinaryPrimitives.ReadUInt16BigEndian(file[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(file[(at + 5)..]));
            var length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            if (length < 2) return null;
            at += 2 + length;
        }

        return null;
    }

    private static int UInt24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
}
