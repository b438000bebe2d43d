using Atmosphere.Grains.Ports;
using Atmosphere.Recognition.Imaging;

namespace Atmosphere.Recognition.Tests.Imaging;

public sealed class JpegSizeTests
{
    [Theory]
    [InlineData(0xC0)]
    [InlineData(0xC2)]
    [InlineData(0xCF)]
    public void The_size_is_read_from_the_frame_header(int frame) => ImageHeader.Read(FakeJpeg.Of(640, 480, (byte)frame)).ShouldBe(new(ImageHeader.JpegType, 640, 480));

    [Fact]
    public void Segments_and_fill_bytes_before_the_frame_are_passed_over()
    {
        byte[] comment = [0xFF, 0xFE, 0x00, 0x04, 0xFF, 0xC0];
        byte[] huffman = [0xFF, 0xFF, 0xFF, 0xC4, 0x00, 0x03, 0x00];

        ImageHeader.Read([0xFF, 0xD8, .. comment, .. huffman, .. FakeJpeg.Of(4096, 1)[2..]]).ShouldBe(new(ImageHeader.JpegType, 4096, 1));
    }

    [Fact]
    public void Every_way_of_breaking_off_is_no_size()
    {
        var whole = FakeJpeg.Of(640, 480);
        var header = whole.Length - FakeJpeg.Rest;
        foreach (var length in Enumerable.Range(0, header)) ImageHeader.Read(whole.AsSpan(0, length)).ShouldBeNull($"{length} bytes");
    }

    [Theory]
    [InlineData(new byte[] { 0x89, 0x50, 0x4E, 0x47 })]
    [InlineData(new byte[] { 0xFF, 0xD8, 0x00, 0x00, 0x00 })]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x01, 0x00, 0x00 })]
    public void What_is_no_jpeg_has_no_size(byte[] bytes) => ImageHeader.Read(bytes).ShouldBeNull();

    [Fact]
    public void A_size_of_nothing_is_no_size() => ImageHeader.Read(FakeJpeg.Of(0, 480)).ShouldBeNull();
}

public sealed class PixelBoxesTests
{
    [Theory]
    [InlineData(10, 20, 30, 40, 10, 20, 30, 40)]
    [InlineData(-10, -5, 30, 40, 0, 0, 20, 35)]
    [InlineData(90, 70, 30, 40, 90, 70, 10, 10)]
    [InlineData(-5, -5, 500, 500, 0, 0, 100, 80)]
    [InlineData(99, 79, int.MaxValue, int.MaxValue, 99, 79, 1, 1)]
    public void The_part_on_the_picture_remains(int left, int top, int width, int height, int l, int t, int w, int h) =>
        PixelBoxes.Clamp(Box(left, top, width, height), 100, 80).ShouldBe(Box(l, t, w, h));

    [Theory]
    [InlineData(100, 0, 10, 10)]
    [InlineData(0, 80, 10, 10)]
    [InlineData(-10, 0, 10, 10)]
    [InlineData(0, 0, 0, 10)]
    [InlineData(5, 5, -3, 10)]
    public void A_box_beside_the_picture_has_no_part(int left, int top, int width, int height) =>
        PixelBoxes.Clamp(Box(left, top, width, height), 100, 80).ShouldBeNull();

    private static PixelBox Box(int left, int top, int width, int height) => new() { Left = left, Top = top, Width = width, Height = height };
}

/// <summary>The head of a JPEG: enough to tell its size.</summary>
internal static class FakeJpeg
{
    /// <summary>Bytes after the size.</summary>
    public const int Rest = 1;

    public static byte[] Of(int width, int height, byte frame = 0xC0) =>
    [
        0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x04, 0x4A, 0x46, 0xFF, frame, 0x00, 0x08, 0x08,
        (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 0x03,
    ];
}
