using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Atmosphere.Api.Tests.Support;

/// <summary>Files that begin like pictures: all that the API looks at. No two are the same, unless the caller wants it.</summary>
internal static class Pictures
{
    private static readonly byte[] JpegStart = [0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, 0x4a, 0x46, 0x49, 0x46, 0x00, 0x01, 0x01, 0x00, 0x00, 0x01, 0x00, 0x01, 0x00, 0x00];

    public static byte[] Jpeg(int width = 400, int height = 300, int body = 2_000)
    {
        byte[] frame = [0xff, 0xc0, 0x00, 0x11, 0x08, 0, 0, 0, 0, 0x03, 0x01, 0x11, 0x00, 0x02, 0x11, 0x01, 0x03, 0x11, 0x01];
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(5), (ushort)height);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(7), (ushort)width);
        return [.. JpegStart, .. frame, .. Noise(body)];
    }

    public static byte[] Png(int width = 400, int height = 300)
    {
        byte[] file = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0, .. Noise(2_000)];
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(20), height);
        return file;
    }

    public static byte[] Gif(int width = 400, int height = 300)
    {
        byte[] file = [.. "GIF89a"u8, 0, 0, 0, 0, 0, 0, 0, .. Noise(2_000)];
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(6), (ushort)width);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(8), (ushort)height);
        return file;
    }

    /// <summary>Extended WebP, whose canvas may be larger than a lossy or lossless one.</summary>
    public static byte[] WebPExtended(int width = 400, int height = 300) => WebP(
        "VP8X"u8, [0, 0, 0, 0, (byte)(width - 1), (byte)((width - 1) >> 8), (byte)((width - 1) >> 16), (byte)(height - 1), (byte)((height - 1) >> 8), (byte)((height - 1) >> 16)]);

    public static byte[] WebPLossy(int width = 400, int height = 300) =>
        WebP("VP8 "u8, [0, 0, 0, 0x9d, 0x01, 0x2a, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8)]);

    public static byte[] WebPLossless(int width = 400, int height = 300)
    {
        var chunk = new byte[10];
        chunk[0] = 0x2f;
        BinaryPrimitives.WriteUInt32LittleEndian(chunk.AsSpan(1), (uint)(width - 1) | ((uint)(height - 1) << 14));
        return WebP("VP8L"u8, chunk);
    }

    private static byte[] WebP(ReadOnlySpan<byte> kind, ReadOnlySpan<byte> chunk) => [.. "RIFF"u8, 0, 0, 0, 0, .. "WEBP"u8, .. kind, 0, 0, 0, 0, .. chunk, .. Noise(2_000)];

    private static byte[] Noise(int length) => RandomNumberGenerator.GetBytes(length);
}
