using System.Globalization;
using System.Text;
using Atmosphere.Slack.Signing;

namespace Atmosphere.Slack.Tests.Signing;

public sealed class SlackSignatureTests
{
    /// <summary>The example of docs.slack.dev, "Verifying requests from Slack".</summary>
    private const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";
    private const string Timestamp = "1531420618";
    private const string Signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
    private const string Body =
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA"
        + "&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F"
        + "96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";

    private static readonly DateTimeOffset Then = DateTimeOffset.FromUnixTimeSeconds(1531420618);

    [Fact]
    public void The_published_example_is_valid() => Verify().ShouldBe(SignatureVerdict.Valid);

    [Fact]
    public void Signing_gives_the_published_signature() =>
        SlackSignature.Sign(Encoding.UTF8.GetBytes(Body), Timestamp, Secret).ShouldBe(Signature);

    [Theory]
    [InlineData(-300, SignatureVerdict.Valid)]
    [InlineData(300, SignatureVerdict.Valid)]
    [InlineData(-301, SignatureVerdict.Stale)]
    [InlineData(301, SignatureVerdict.Stale)]
    public void A_timestamp_counts_for_five_minutes_both_ways(int seconds, SignatureVerdict verdict) =>
        Verify(now: Then.AddSeconds(seconds)).ShouldBe(verdict);

    [Fact]
    public void Every_altered_byte_of_the_body_is_noticed()
    {
        var body = Encoding.UTF8.GetBytes(Body);
        for (var i = 0; i < body.Length; i++)
        {
            body[i] ^= 1;
            SlackSignature.Verify(body, Timestamp, Signature, [Secret], Then).ShouldBe(SignatureVerdict.Wrong);
            body[i] ^= 1;
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503")]
    [InlineData("v1=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503")]
    [InlineData("v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b50")]
    [InlineData("v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b50300")]
    [InlineData("v0=zz114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503")]
    public void A_signature_of_another_form_is_malformed(string? signature) =>
        SlackSignature.Verify(Encoding.UTF8.GetBytes(Body), Timestamp, signature, [Secret], Then).ShouldBe(SignatureVerdict.Malformed);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" 1531420618")]
    [InlineData("+1531420618")]
    [InlineData("-1531420618")]
    [InlineData("1531420618.0")]
    [InlineData("99999999999999999999")]
    [InlineData("now")]
    public void A_timestamp_of_another_form_is_malformed(string? timestamp) =>
        SlackSignature.Verify(Encoding.UTF8.GetBytes(Body), timestamp, Signature, [Secret], Then).ShouldBe(SignatureVerdict.Malformed);

    [Fact]
    public void The_timestamp_goes_into_the_signature_as_it_was_received()
    {
        // A leading zero names the same second, but it is not what was signed.
        SlackSignature.Verify(Encoding.UTF8.GetBytes(Body), "0" + Timestamp, Signature, [Secret], Then).ShouldBe(SignatureVerdict.Wrong);
        var signed = SlackSignature.Sign(Encoding.UTF8.GetBytes(Body), "0" + Timestamp, Secret);
        SlackSignature.Verify(Encoding.UTF8.GetBytes(Body), "0" + Timestamp, signed, [Secret], Then).ShouldBe(SignatureVerdict.Valid);
    }

    [Fact]
    public void Any_of_several_secrets_will_do()
    {
        Verify(secrets: ["the-new-secret-of-2026", Secret]).ShouldBe(SignatureVerdict.Valid);
        Verify(secrets: [Secret, "the-new-secret-of-2026"]).ShouldBe(SignatureVerdict.Valid);
        Verify(secrets: ["the-new-secret-of-2026"]).ShouldBe(SignatureVerdict.Wrong);
    }

    [Fact]
    public void Without_a_secret_nothing_is_valid()
    {
        Verify(secrets: []).ShouldBe(SignatureVerdict.NoSecret);
        Verify(secrets: ["", "  "]).ShouldBe(SignatureVerdict.NoSecret);
    }

    [Fact]
    public void A_blank_secret_beside_a_real_one_signs_nothing()
    {
        using var hmac = new System.Security.Cryptography.HMACSHA256([]);
        var forged = "v0=" + Convert.ToHexStringLower(hmac.ComputeHash(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"v0:{Timestamp}:{Body}"))));
        SlackSignature.Verify(Encoding.UTF8.GetBytes(Body), Timestamp, forged, [Secret, ""], Then).ShouldBe(SignatureVerdict.Wrong);
    }

    private static SignatureVerdict Verify(DateTimeOffset? now = null, string[]? secrets = null) =>
        SlackSignature.Verify(Encoding.UTF8.GetBytes(Body), Timestamp, Signature, secrets ?? [Secret], now ?? Then);
}
