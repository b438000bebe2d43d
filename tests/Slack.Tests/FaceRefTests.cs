using Atmosphere.Slack.Tests.Support;

namespace Atmosphere.Slack.Tests;

public sealed class FaceRefTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public void What_was_written_is_read_back(int round)
    {
        var face = FaceRef.Of(Samples.FaceId, round);
        FaceRef.TryParse(face.ToString(), out var read).ShouldBeTrue();
        read.ShouldBe(face);
        FaceRef.TryParseBlockId(face.ToBlockId("answers", "00ff00ff"), out read).ShouldBeTrue();
        read.ShouldBe(face);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("v1")]
    [InlineData("v1|0b0f3f5e-4d56-4a7c-9c57-1f2d3c4b5a69")]
    [InlineData("v2|0b0f3f5e-4d56-4a7c-9c57-1f2d3c4b5a69|1")]
    [InlineData("v1|0B0F3F5E-4D56-4A7C-9C57-1F2D3C4B5A69|1")]
    [InlineData("v1|{0b0f3f5e-4d56-4a7c-9c57-1f2d3c4b5a}|1")]
    [InlineData("v1|0b0f3f5e4d564a7c9c571f2d3c4b5a69|1")]
    [InlineData("v1| 0b0f3f5e-4d56-4a7c-9c57-1f2d3c4b5a69|1")]
    [InlineData("v1|0b0f3f5e-4d56-4a7c-9c57-1f2d3c4b5a69|-1")]
    [InlineData("v1|0b0f3f5e-4d56-4a7c-9c57-1f2d3c4b5a69|+1")]
    [InlineData("v1|0b0f3f5e-4d56-4a7c-9c57-1f2d3c4b5a69|01")]
    [InlineData("v1|0b0f3f5e-4d56-4a7c-9c57-1f2d3c4b5a69| 1")]
    [InlineData("v1|0b0f3f5e-4d56-4a7c-9c57-1f2d3c4b5a69|1 ")]
    [InlineData("v1|0b0f3f5e-4d56-4a7c-9c57-1f2d3c4b5a69|1\0")]
    [InlineData("v1|0b0f3f5e-4d56-4a7c-9c57-1f2d3c4b5a69|2147483648")]
    [InlineData("v1|0b0f3f5e-4d56-4a7c-9c57-1f2d3c4b5a69|1|x")]
    public void Anything_else_is_refused(string? text) => FaceRef.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("not-a-guid", 0)]
    [InlineData("0B0F3F5E-4D56-4A7C-9C57-1F2D3C4B5A69", 0)]
    [InlineData(Samples.FaceId, -1)]
    public void A_reference_to_what_can_not_be_is_not_made(string faceId, int round) =>
        Should.Throw<ArgumentException>(() => FaceRef.Of(faceId, round));

    [Theory]
    [InlineData("1712345678.000100", 1712345678000100)]
    [InlineData("1712345678.1", 1712345678100000)]
    [InlineData("0.000001", 1)]
    public void Timestamps_are_compared_in_microseconds(string ts, long microseconds)
    {
        SlackTs.TryGetMicroseconds(ts, out var read).ShouldBeTrue();
        read.ShouldBe(microseconds);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1712345678")]
    [InlineData(".1")]
    [InlineData("1.")]
    [InlineData("1.0000001")]
    [InlineData("-1.1")]
    [InlineData("1e5.1")]
    [InlineData("1234567890123.1")]
    public void What_is_no_timestamp_is_refused(string? ts) => SlackTs.TryGetMicroseconds(ts, out _).ShouldBeFalse();

    [Fact]
    public void A_time_becomes_a_timestamp() =>
        SlackTs.From(DateTimeOffset.FromUnixTimeMilliseconds(1712345678012)).ShouldBe("1712345678.012000");
}
