using System.Text.Json.Nodes;

namespace Atmosphere.Practice.Api;

/// <summary>An answer of the stand-in.</summary>
internal sealed record ApiReply
{
    public int Status { get; init; } = 200;

    public TimeSpan? RetryAfter { get; init; }

    public required JsonObject Body { get; init; }

    public static ApiReply Ok(JsonObject body)
    {
        body.Insert(0, "ok", true);
        return new ApiReply { Body = body };
    }

    public static ApiReply Error(string code) => new() { Body = new JsonObject { ["ok"] = false, ["error"] = code } };

    /// <summary>An error that says more, as <c>invalid_blocks</c> does.</summary>
    public static ApiReply Error(string code, IEnumerable<string> messages)
    {
        var reply = Error(code);
        reply.Body["response_metadata"] = new JsonObject { ["messages"] = new JsonArray([.. messages.Select(message => JsonValue.Create(message))]) };
        return reply;
    }

    public static ApiReply Throttled(TimeSpan retryAfter) => Error("ratelimited") with { Status = 429, RetryAfter = retryAfter };
}
