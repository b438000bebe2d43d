using System.Net;
using System.Text;
using Atmosphere.Grains.Ports;
using Atmosphere.Slack.WebApi;

namespace Atmosphere.Slack.Tests.WebApi;

public sealed class SlackAnswerTests
{
    [Theory]
    [InlineData(200, """{"ok":true}""", OutcomeKind.Done, "")]
    [InlineData(200, """{"ok":true,"warning":"missing_charset"}""", OutcomeKind.Done, "")]
    [InlineData(429, "", OutcomeKind.Throttled, "http_429")]
    [InlineData(429, """{"ok":false,"error":"ratelimited"}""", OutcomeKind.Throttled, "http_429")]
    [InlineData(200, """{"ok":false,"error":"ratelimited"}""", OutcomeKind.Throttled, "ratelimited")]
    [InlineData(200, """{"ok":false,"error":"rate_limited"}""", OutcomeKind.Throttled, "rate_limited")]
    [InlineData(500, """{"ok":true}""", OutcomeKind.Unavailable, "http_500")]
    [InlineData(502, "<html>", OutcomeKind.Unavailable, "http_502")]
    [InlineData(503, "", OutcomeKind.Unavailable, "http_503")]
    [InlineData(408, "", OutcomeKind.Unavailable, "http_408")]
    [InlineData(200, "", OutcomeKind.Unavailable, "unreadable")]
    [InlineData(200, "<html>", OutcomeKind.Unavailable, "unreadable")]
    [InlineData(200, "[]", OutcomeKind.Unavailable, "unreadable")]
    [InlineData(200, "{}", OutcomeKind.Unavailable, "unreadable")]
    [InlineData(200, """{"ok":"true"}""", OutcomeKind.Unavailable, "unreadable")]
    [InlineData(200, """{"ok":false,"error":"fatal_error"}""", OutcomeKind.Unavailable, "fatal_error")]
    [InlineData(200, """{"ok":false,"error":"internal_error"}""", OutcomeKind.Unavailable, "internal_error")]
    [InlineData(200, """{"ok":false,"error":"service_unavailable"}""", OutcomeKind.Unavailable, "service_unavailable")]
    [InlineData(200, """{"ok":false,"error":"request_timeout"}""", OutcomeKind.Unavailable, "request_timeout")]
    [InlineData(200, """{"ok":false,"error":"invalid_auth"}""", OutcomeKind.Misconfigured, "invalid_auth")]
    [InlineData(401, """{"ok":false,"error":"not_authed"}""", OutcomeKind.Misconfigured, "not_authed")]
    [InlineData(200, """{"ok":false,"error":"token_revoked"}""", OutcomeKind.Misconfigured, "token_revoked")]
    [InlineData(200, """{"ok":false,"error":"token_expired"}""", OutcomeKind.Misconfigured, "token_expired")]
    [InlineData(200, """{"ok":false,"error":"account_inactive"}""", OutcomeKind.Misconfigured, "account_inactive")]
    [InlineData(200, """{"ok":false,"error":"not_in_channel"}""", OutcomeKind.Misconfigured, "not_in_channel")]
    [InlineData(200, """{"ok":false,"error":"channel_not_found"}""", OutcomeKind.Misconfigured, "channel_not_found")]
    [InlineData(200, """{"ok":false,"error":"is_archived"}""", OutcomeKind.Misconfigured, "is_archived")]
    [InlineData(404, "<html>", OutcomeKind.Misconfigured, "http_404")]
    [InlineData(302, "", OutcomeKind.Misconfigured, "http_302")]
    [InlineData(200, """{"ok":false,"error":"message_not_found"}""", OutcomeKind.Refused, "message_not_found")]
    [InlineData(200, """{"ok":false,"error":"user_not_found"}""", OutcomeKind.Refused, "user_not_found")]
    [InlineData(200, """{"ok":false,"error":"invalid_blocks"}""", OutcomeKind.Refused, "invalid_blocks")]
    [InlineData(200, """{"ok":false,"error":"invalid_blocks","response_metadata":{"messages":["[ERROR] must be less than 76 characters"]}}""", OutcomeKind.Refused, "invalid_blocks")]
    [InlineData(200, """{"ok":false,"error":"invalid_blocks","response_metadata":{"messages":["[ERROR] invalid slack file [json-pointer:/blocks/1/slack_file]"]}}""", OutcomeKind.Busy, "invalid_blocks")]
    [InlineData(200, """{"ok":false,"error":"invalid_blocks","response_metadata":{"messages":"slack file"}}""", OutcomeKind.Refused, "invalid_blocks")]
    [InlineData(200, """{"ok":false}""", OutcomeKind.Refused, "unknown_error")]
    [InlineData(200, """{"ok":false,"error":7}""", OutcomeKind.Refused, "unknown_error")]
    [InlineData(200, """{"ok":false,"error":"<b>xoxb-secret</b>"}""", OutcomeKind.Refused, "unknown_error")]
    [InlineData(200, """{"ok":false,"error":"\ud800"}""", OutcomeKind.Refused, "unknown_error")]
    public void Every_reply_has_its_kind(int status, string body, OutcomeKind kind, string code)
    {
        var outcome = Read(status, body);
        outcome.Kind.ShouldBe(kind);
        outcome.Code.ShouldBe(code);
    }

    [Fact]
    public void A_missing_scope_is_named()
    {
        var outcome = Read(200, """{"ok":false,"error":"missing_scope","needed":"files:write","provided":"chat:write"}""");
        outcome.Kind.ShouldBe(OutcomeKind.Misconfigured);
        outcome.Reason.ShouldContain("files:write");
    }

    [Theory]
    [InlineData(7, 7)]
    [InlineData(-1, 0)]
    [InlineData(1_000_000, 3600)]
    public void The_wait_is_what_Slack_asks_for_within_reason(int asked, int seconds)
    {
        var reply = new ReceivedReply { Status = HttpStatusCode.TooManyRequests, RetryAfter = TimeSpan.FromSeconds(asked) };
        SlackAnswer.Read(reply).RetryAfter.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public void Throttled_with_status_200_has_its_wait_too()
    {
        var reply = new ReceivedReply { RetryAfter = TimeSpan.FromSeconds(3), Body = Encoding.UTF8.GetBytes("""{"ok":false,"error":"ratelimited"}""") };
        SlackAnswer.Read(reply).RetryAfter.ShouldBe(TimeSpan.FromSeconds(3));
    }

    private static Outcome<System.Text.Json.JsonElement> Read(int status, string body) =>
        SlackAnswer.Read(new ReceivedReply { Status = (HttpStatusCode)status, Body = Encoding.UTF8.GetBytes(body) });
}
