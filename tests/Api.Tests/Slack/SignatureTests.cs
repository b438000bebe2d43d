using System.Net;
using System.Text;
using Atmosphere.Api.Tests.Support;
using Atmosphere.Slack.Interactions;
using Atmosphere.Slack.Signing;

namespace Atmosphere.Api.Tests.Slack;

/// <summary>Only Slack gets in, and what is refused changes nothing.</summary>
public sealed class SignatureTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public Task Genuine_signature_is_let_in() => ShouldBeTakenAsync(body => api.SlackSendsAsync(body));

    [Fact]
    public Task Signature_of_four_minutes_ago_is_let_in() => ShouldBeTakenAsync(body => api.SlackSendsAsync(body, TimeSpan.FromMinutes(4)));

    [Fact]
    public Task Signature_by_another_secret_is_refused() => ShouldBeRefusedAsync(body => api.SlackSendsAsync(body, secret: "0123456789abcdef0123456789abcdef"));

    [Fact]
    public Task Stale_signature_is_refused() => ShouldBeRefusedAsync(body => api.SlackSendsAsync(body, SlackSide.TooFar));

    [Fact]
    public Task Signature_of_the_future_is_refused() => ShouldBeRefusedAsync(body => api.SlackSendsAsync(body, -SlackSide.TooFar));

    [Fact]
    public Task Missing_headers_are_refused() => ShouldBeRefusedAsync(body => api.SendAsync(body, timestamp: null, signature: null));

    [Fact]
    public Task Missing_signature_is_refused() => ShouldBeRefusedAsync(body => api.SendAsync(body, SlackSide.Timestamp(default), signature: null));

    [Fact]
    public Task Missing_timestamp_is_refused() => ShouldBeRefusedAsync(body => api.SendAsync(body, timestamp: null, Sign(body, SlackSide.Timestamp(default))));

    [Fact]
    public Task Timestamp_that_was_not_signed_is_refused() => ShouldBeRefusedAsync(
        body => api.SendAsync(body, SlackSide.Timestamp(default), Sign(body, SlackSide.Timestamp(TimeSpan.FromMinutes(1)))));

    [Fact]
    public Task Altered_body_is_refused() => ShouldBeRefusedAsync(body =>
    {
        var timestamp = SlackSide.Timestamp(default);
        var signature = Sign(body, timestamp);
        return api.SendAsync(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Replace(SlackSide.Dana, SlackSide.Omer, StringComparison.Ordinal)), timestamp, signature);
    });

    [Theory]
    [InlineData("last digit")]
    [InlineData("other version")]
    [InlineData("no version")]
    [InlineData("too short")]
    [InlineData("no hexadecimal")]
    [InlineData("empty")]
    public Task Altered_signature_is_refused(string how) => ShouldBeRefusedAsync(body =>
    {
        var timestamp = SlackSide.Timestamp(default);
        var good = Sign(body, timestamp);
        var altered = how switch
        {
            "last digit" => good[..^1] + (good[^1] == '0' ? '1' : '0'),
            "other version" => "v1" + good[2..],
            "no version" => good[3..],
            "too short" => good[..^2],
            "no hexadecimal" => "v0=" + new string('z', 64),
            "empty" => "",
            _ => throw new ArgumentOutOfRangeException(nameof(how), how, "Not a way to alter a signature."),
        };
        return api.SendAsync(body, timestamp, altered);
    });

    [Theory]
    [InlineData("+{0}")]
    [InlineData("{0}.5")]
    [InlineData("0x{0}")]
    [InlineData("99999999999999999999")]
    [InlineData("now")]
    public Task Timestamp_that_is_no_number_of_seconds_is_refused(string shape) => ShouldBeRefusedAsync(body =>
    {
        var timestamp = string.Format(shape, SlackSide.Timestamp(default));
        return api.SendAsync(body, timestamp, Sign(body, timestamp));
    });

    [Fact]
    public async Task Header_that_comes_twice_is_refused()
    {
        var face = await api.AskedFaceAsync();
        var body = SlackSide.Pick(face, SlackSide.Dana, SlackSide.Noa);
        var timestamp = SlackSide.Timestamp(default);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/slack/interactions".AsUri()) { Content = new ByteArrayContent(body) };
        request.Headers.Add(SlackSignature.TimestampHeader, timestamp);
        request.Headers.Add(SlackSignature.SignatureHeader, [Sign(body, timestamp), Sign(body, timestamp)]);
        await (await api.Anyone.SendAsync(request, TestContext.Current.CancellationToken)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        (await api.FaceAsync(face)).Votes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Refusal_does_not_say_what_was_wrong()
    {
        var body = SlackSide.Pick(Guid.NewGuid().ToString("D"), SlackSide.Dana, SlackSide.Noa);
        var stale = await (await api.SlackSendsAsync(body, SlackSide.TooFar)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        var wrong = await (await api.SlackSendsAsync(body, secret: "0123456789abcdef0123456789abcdef")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        stale.GetProperty("detail").GetString().ShouldBe(wrong.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Body_of_more_than_1_MB_is_refused_before_its_signature_is_looked_at() =>
        await (await api.SendAsync(new byte[InteractionParser.LargestBody + 1], timestamp: null, signature: null)).ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge);

    [Fact]
    public async Task Body_of_more_than_1_MB_whose_length_is_not_declared_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/slack/interactions".AsUri()) { Content = new UndeclaredContent(new byte[InteractionParser.LargestBody + 1]) };
        await (await api.Anyone.SendAsync(request, TestContext.Current.CancellationToken)).ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Body_of_1_MB_is_read() =>
        await (await api.SlackSendsAsync(new byte[InteractionParser.LargestBody])).ShouldBeProblemAsync(HttpStatusCode.BadRequest);

    private string Sign(byte[] body, string timestamp) => SlackSignature.Sign(body, timestamp, api.SigningSecret);

    private async Task ShouldBeTakenAsync(Func<byte[], Task<HttpResponseMessage>> send)
    {
        var face = await api.AskedFaceAsync();
        (await send(SlackSide.Pick(face, SlackSide.Dana, SlackSide.Noa))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await api.FaceAsync(face)).Votes.Keys.ShouldBe([SlackSide.Dana]);
    }

    private async Task ShouldBeRefusedAsync(Func<byte[], Task<HttpResponseMessage>> send)
    {
        var face = await api.AskedFaceAsync();
        await (await send(SlackSide.Pick(face, SlackSide.Dana, SlackSide.Noa))).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        (await api.FaceAsync(face)).Votes.ShouldBeEmpty();
    }
}
