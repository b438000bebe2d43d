using System.Net.Http.Headers;
using System.Text;
using Atmosphere.Recognition.FaceApi;

namespace Atmosphere.Recognition.Tests.FaceApi;

public sealed class WireDetailTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("5", 5)]
    [InlineData("0", 0)]
    [InlineData("Mon, 02 Mar 2026 09:00:30 GMT", 30)]
    [InlineData("Mon, 02 Mar 2026 08:00:00 GMT", 0)]
    [InlineData("2000000000", 3600)]
    public void Retry_after_is_seconds_or_a_date_and_never_negative_or_endless(string header, int seconds) =>
        RetryAfter.Read(RetryConditionHeaderValue.Parse(header), Now).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void No_retry_after_is_null() => RetryAfter.Read(null, Now).ShouldBeNull();

    [Theory]
    [InlineData("""{"error":{"code":"BadArgument","message":"Dana"}}""", "BadArgument", "")]
    [InlineData("""{"error":{"code":"InvalidRequest","innererror":{"code":"UnsupportedFeature"}}}""", "InvalidRequest", "UnsupportedFeature")]
    [InlineData("""{"statusCode":401,"message":"Access denied"}""", "", "")]
    [InlineData("""{"error":{"code":"Dana Example said \u0007"}}""", "", "")]
    [InlineData("""{"error":{"code":12}}""", "", "")]
    [InlineData("""{"error":"text"}""", "", "")]
    [InlineData("[]", "", "")]
    [InlineData("null", "", "")]
    [InlineData("<html>502</html>", "", "")]
    [InlineData("", "", "")]
    public void Error_codes_are_read_from_whatever_comes(string body, string code, string innerCode) =>
        ErrorCodes.Read(Encoding.UTF8.GetBytes(body)).ShouldBe((code, innerCode));

    [Fact]
    public void An_error_code_of_any_length_is_not_taken_over() =>
        ErrorCodes.Read(Encoding.UTF8.GetBytes($$$"""{"error":{"code":"{{{new string('A', 65)}}}"}}""")).ShouldBe(("", ""));

    [Fact]
    public void An_address_does_not_show_its_key()
    {
        var address = new FaceAddress(new Uri("https://faces.example/prefix"), "secret-key");

        address.ToString().ShouldNotContain("secret-key");
        address.At("face/v1.2/detect?a=b").AbsoluteUri.ShouldBe("https://faces.example/prefix/face/v1.2/detect?a=b");
    }
}
