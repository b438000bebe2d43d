using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Slack.WebApi;

/// <summary>Which of the app's tokens a call carries.</summary>
internal enum SlackToken
{
    /// <summary><c>Slack:BotToken</c>.</summary>
    Bot = 0,

    /// <summary><c>Slack:AppToken</c>: for opening sockets, and for nothing else.</summary>
    App = 1,
}

/// <summary>A reply of the Web API as it came off the wire.</summary>
internal sealed record ReceivedReply
{
    public HttpStatusCode Status { get; init; } = HttpStatusCode.OK;

    /// <summary>The <c>Retry-After</c> header.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The <c>X-OAuth-Scopes</c> header: what the token may do. Null when there is none.</summary>
    public ImmutableHashSet<string>? Scopes { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }
}

/// <summary>What a reply means. Pure. Slack says most things with HTTP 200 and <c>ok:false</c>.</summary>
internal static class SlackAnswer
{
    /// <summary>A longer wait than this is taken as this: nobody should sleep for a day because of one header.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private static readonly SearchValues<char> CodeCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_:,.");

    private static readonly FrozenSet<string> Throttling = FrozenSet.Create(StringComparer.Ordinal, "ratelimited", "rate_limited");

    private static readonly FrozenSet<string> Failures = FrozenSet.Create(
        StringComparer.Ordinal, "fatal_error", "internal_error", "service_unavailable", "request_timeout");

    /// <summary>What only an operator can put right: the token, its scopes, or the channel.</summary>
    private static readonly FrozenDictionary<string, string> Settings = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["invalid_auth"] = "Slack does not accept Slack:BotToken.",
        ["not_authed"] = "Slack received no token: is Slack:BotToken set?",
        ["token_revoked"] = "Slack:BotToken was revoked: install the app again.",
        ["token_expired"] = "Slack:BotToken has expired: install the app again.",
        ["account_inactive"] = "The bot of Slack:BotToken was removed: install the app again.",
        ["not_allowed_token_type"] = "Slack:BotToken is not a bot token (xoxb-…).",
        ["no_permission"] = "The token may not do this: check the app's scopes and install it again.",
        ["missing_scope"] = "The app lacks a scope: add it and install the app again.",
        ["access_denied"] = "The workspace denies the app access.",
        ["org_login_required"] = "The workspace is being moved into an organisation.",
        ["team_access_not_granted"] = "The app was not granted to this workspace.",
        ["ekm_access_denied"] = "The workspace's key management denies access.",
        ["not_in_channel"] = "The bot is not in Slack:Channel: invite it there.",
        ["channel_not_found"] = "Slack:Channel does not exist, or the bot can't see it: invite it there.",
        ["is_archived"] = "Slack:Channel is archived.",
        ["restricted_action"] = "The workspace does not let the bot post in Slack:Channel.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The same of the other token, where it differs.</summary>
    private static readonly FrozenDictionary<string, string> AppTokenSettings = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["invalid_auth"] = $"Slack does not accept Slack:AppToken. {MakeAppToken}",
        ["not_authed"] = $"Slack received no token: is Slack:AppToken set? {MakeAppToken}",
        ["token_revoked"] = $"Slack:AppToken was revoked. {MakeAppToken}",
        ["token_expired"] = $"Slack:AppToken has expired. {MakeAppToken}",
        ["account_inactive"] = $"The app of Slack:AppToken was removed. {MakeAppToken}",
        ["not_allowed_token_type"] = $"Slack:AppToken is not an app-level token (xapp-…). {MakeAppToken}",
        ["no_permission"] = $"Slack:AppToken may not open connections. {MakeAppToken}",
        ["missing_scope"] = $"Slack:AppToken lacks the scope connections:write. {MakeAppToken}",
        ["forbidden_team"] = "The workspace does not let this app use Socket Mode: ask its administrators, or let Slack call over HTTP (Slack:SigningSecret).",
        ["access_denied"] = SocketMode.SocketPlan.SwitchedOff,
        ["socket_mode_not_enabled"] = SocketMode.SocketPlan.SwitchedOff,
        ["socket_mode_disabled"] = SocketMode.SocketPlan.SwitchedOff,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private const string MakeAppToken =
        "Make one at api.slack.com/apps → Basic Information → App-Level Tokens, with the scope connections:write, for example xapp-1-A0123456789-1234567890-abcdef.";

    /// <summary>The reply's JSON when Slack said <c>ok:true</c>, else what kind of failure it is.</summary>
    public static Outcome<JsonElement> Read(ReceivedReply reply, SlackToken token = SlackToken.Bot)
    {
        if (reply.Status == HttpStatusCode.TooManyRequests) return Outcome<JsonElement>.Throttled(Wait(reply), "http_429");
        if ((int)reply.Status >= 500 || reply.Status == HttpStatusCode.RequestTimeout)
            return Outcome<JsonElement>.Unavailable(HttpCode(reply), "Slack failed.", Wait(reply));

        if (Parse(reply.Body) is not { } json || Ok(json) is not { } ok)
        {
            return (int)reply.Status < 300
                ? Outcome<JsonElement>.Unavailable("unreadable", "Slack's answer is not readable.")
                : Outcome<JsonElement>.Misconfigured(HttpCode(reply), "The Slack API is not at this address: check Slack:ApiUrl.");
        }

        return ok ? Outcome<JsonElement>.Done(json) : Failed(json, reply, token);
    }

    /// <summary>Slack said yes, and then not what it promises to say.</summary>
    public static Outcome<T> Unreadable<T>() => Outcome<T>.Unavailable("unreadable", "Slack's answer lacks what it should hold.");

    /// <summary>There is no <see cref="ISlackApiAddress.BaseAddress"/> to ask at.</summary>
    public static Outcome<T> AddressUnknown<T>() => Outcome<T>.Unavailable("address_unknown", "The Slack API's address is not known yet.");

    private static Outcome<JsonElement> Failed(JsonElement json, ReceivedReply reply, SlackToken token)
    {
        var code = Word(json, "error") ?? "unknown_error";
        if (Throttling.Contains(code)) return Outcome<JsonElement>.Throttled(Wait(reply), code);
        if (Failures.Contains(code)) return Outcome<JsonElement>.Unavailable(code, "Slack failed.", Wait(reply));
        if ((token == SlackToken.App && AppTokenSettings.TryGetValue(code, out var advice)) || Settings.TryGetValue(code, out advice))
            return Outcome<JsonElement>.Misconfigured(code, Word(json, "needed") is { } scope ? $"{advice} Needed: {scope}." : advice);
        if (code == "invalid_blocks" && NamesSlackFile(json))
            return Outcome<JsonElement>.Busy(code, "Slack is still processing a picture of this message.");
        return Outcome<JsonElement>.Refused(code, $"Slack refused: {code}.");
    }

    /// <summary>The one sign that a picture is not processed yet (slackapi/node-slack-sdk#1865, slackapi/bolt-js#2115).</summary>
    private static bool NamesSlackFile(JsonElement json) =>
        json.Member("response_metadata").Member("messages") is { ValueKind: JsonValueKind.Array } messages
        && messages.EnumerateArray().Any(message =>
            message.GetRawText().Contains("slack file", StringComparison.OrdinalIgnoreCase)
            || message.GetRawText().Contains("slack_file", StringComparison.OrdinalIgnoreCase));

    private static JsonElement? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool? Ok(JsonElement json) => json.Member("ok").ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>A code or a list of scopes from the reply: only what looks like one gets into a log.</summary>
    private static string? Word(JsonElement json, string name) =>
        json.Text(name) is { Length: > 0 and <= 100 } text && !text.AsSpan().ContainsAnyExcept(CodeCharacters) ? text : null;

    private static TimeSpan? Wait(ReceivedReply reply) => reply.RetryAfter switch
    {
        null => null,
        { } wait when wait < TimeSpan.Zero => TimeSpan.Zero,
        { } wait when wait > LongestWait => LongestWait,
        { } wait => wait,
    };

    private static string HttpCode(ReceivedReply reply) => $"http_{(int)reply.Status}";
}
