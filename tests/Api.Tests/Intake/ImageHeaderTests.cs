using Atmosphere.Grains.Ports;
using Atmosphere.Api.Tests.Support;

namespace Atmosphere.Api.Tests.Intake;

/// <summary>The reader of headers meets every file that somebody cares to send.</summary>
public sealed class ImageHeaderTests
{
    private static readonly Func<int, int, byte[]>[] Kinds =
        [(w, h) => Pictures.Jpeg(w, h), Pictures.Png, Pictures.Gif, Pictures.WebPExtended, Pictures.WebPLossy, Pictures.WebPLossless];

    private static readonly string[] MediaTypes = ["image/jpeg", "image/png", "image/gif", "image/webp", "image/webp", "image/webp"];

    public static TheoryData<int> EveryKind => [.. Enumerable.Range(0, Kinds.Length)];

    [Theory]
    [MemberData(nameof(EveryKind))]
    public void Kind_and_size_are_read(int kind)
    {
        foreach (var (width, height) in new[] { (1, 1), (640, 480), (480, 640), (16_383, 16_383) })
            ImageHeader.Read(Kinds[kind](width, height)).ShouldBe(new(MediaTypes[kind], width, height));
    }

    [Theory]
    [MemberData(nameof(EveryKind))]
    public void File_that_ends_in_its_header_is_no_picture(int kind)
    {
        var file = Kinds[kind](640, 480);
        var known = Enumerable.Range(0, 80).Select(length => ImageHeader.Read(file.AsSpan(0, length))).ToList();
        known[0].ShouldBeNull();
        // From some length on it is known, and never again unknown or of another size.
        var first = known.FindIndex(header => header is not null);
        first.ShouldBeGreaterThan(8);
        known[first..].ShouldAllBe(header => header == new ImageHeader(MediaTypes[kind], 640, 480));
    }

    [Theory]
    [MemberData(nameof(EveryKind))]
    public void File_with_other_first_bytes_is_no_picture(int kind)
    {
        var file = Kinds[kind](640, 480);
        file[0] ^= 0x20;
        ImageHeader.Read(file).ShouldBeNull();
    }

    [Fact]
    public void Side_of_nothing_is_no_picture()
    {
        ImageHeader.Read(Pictures.Png(0, 100)).ShouldBeNull();
        ImageHeader.Read(Pictures.Png(100, -1)).ShouldBeNull();
        ImageHeader.Read(Pictures.Gif(0, 100)).ShouldBeNull();
        ImageHeader.Read(Pictures.Jpeg(100, 0)).ShouldBeNull();
        ImageHeader.Read(Pictures.WebPLossy(0, 0)).ShouldBeNull();
    }

    [Fact]
    public void Largest_claims_are_counted_without_overflow()
    {
        ImageHeader.Read(Pictures.Png(int.MaxValue, int.MaxValue))!.Pixels.ShouldBe((long)int.MaxValue * int.MaxValue);
        ImageHeader.Read(Pictures.WebPExtended(1 << 24, 1 << 24))!.Pixels.ShouldBe(1L << 48);
    }

    [Fact]
    public void Size_in_a_JPEGs_embedded_preview_is_not_the_pictures()
    {
        var file = Pictures.Jpeg(4_000, 3_000);
        byte[] preview = [0xff, 0xe1, 0x00, 0x16, .. Pictures.Jpeg(160, 120).AsSpan(20, 19), 0x00];
        ImageHeader.Read([.. file[..20], .. preview, .. file[20..]]).ShouldBe(new("image/jpeg", 4_000, 3_000));
    }

    [Fact]
    public void Fill_bytes_and_markers_without_length_are_passed_over() =>
        ImageHeader.Read([.. Pictures.Jpeg(640, 480)[..20], 0xff, 0xff, 0xff, 0x01, 0xff, 0xd0, .. Pictures.Jpeg(640, 480)[20..]]).ShouldBe(new("image/jpeg", 640, 480));

    [Fact]
    public void JPEG_segment_of_impossible_length_is_no_picture() =>
        ImageHeader.Read([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x00, .. Pictures.Jpeg(640, 480)[20..]]).ShouldBeNull();

    [Fact]
    public void Progressive_JPEG_is_read()
    {
        var file = Pictures.Jpeg(640, 480);
        file[21] = 0xc2;
        ImageHeader.Read(file).ShouldBe(new("image/jpeg", 640, 480));
    }

    [Fact]
    public void Nothing_makes_it_throw()
    {
        const int inputs = 20_000;
        var random = new Random(20_251_122);
        var read = 0;
        for (var i = 0; i < inputs; i++)
        {
            var file = i % 4 == 0 ? RandomBytes(random) : Damaged(random);
            var header = Should.NotThrow(() => ImageHeader.Read(file), $"input {i}");
            if (header is null) continue;
            read++;
            header.Width.ShouldBePositive();
            header.Height.ShouldBePositive();
        }

        // Else the damage would be such that nothing gets past the first bytes.
        read.ShouldBeInRange(inputs / 10, inputs * 9 / 10);
    }

    private static byte[] RandomBytes(Random random)
    {
        var file = new byte[random.Next(0, 200)];
        random.NextBytes(file);
        return file;
    }

    private static byte[] Damaged(Random random)
    {
        var file = Kinds[random.Next(Kinds.Length)](random.Next(1, 16_384), random.Next(1, 16_384));
        for (var hits = random.Next(0, 12); hits > 0; hits--) file[random.Next(0, 64)] = (byte)random.Next(256);
        return file[..random.Next(0, 120)];
    }
}
