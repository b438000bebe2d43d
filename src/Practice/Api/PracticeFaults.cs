using System.Collections.Concurrent;
using System.Collections.Immutable;
using Atmosphere.Slack;

namespace Atmosphere.Practice.Api;

/// <summary>What the stand-in does in place of its duty.</summary>
public abstract record PracticeFault
{
    private PracticeFault() { }

    /// <summary>HTTP 429 with <c>Retry-After</c>.</summary>
    public sealed record Throttles(TimeSpan RetryAfter) : PracticeFault;

    /// <summary>An HTTP status without a readable answer.</summary>
    public sealed record Status(int Code) : PracticeFault;

    /// <summary>HTTP 200 with <c>ok:false</c> and this error.</summary>
    public sealed record Error(string Code) : PracticeFault;

    /// <summary>HTTP 200 with something that is not JSON.</summary>
    public sealed record Garbles : PracticeFault;

    /// <summary>No answer until the caller gives up.</summary>
    public sealed record Hangs : PracticeFault;

    /// <summary>Does its duty, then drops the connection in place of the answer.</summary>
    public sealed record LosesTheReply : PracticeFault;
}

/// <summary>Tells the stand-in to fail: for tests, in code only.</summary>
public sealed class PracticeFaults
{
    /// <summary>The name under which the upload address can be told to fail.</summary>
    public const string Upload = "upload";

    private readonly ConcurrentDictionary<string, ConcurrentQueue<PracticeFault>> _next = new(StringComparer.Ordinal);

    /// <summary>What the token may do, as every answer says in a header; null leaves the header out. Methods do not look at it.</summary>
    public ImmutableSortedSet<string>? Scopes { get; set; } = SlackScopes.OfBot;

    /// <summary>False: the bot was not invited to the channel. Only <c>conversations.info</c> looks at it.</summary>
    public bool IsMember { get; set; } = true;

    /// <summary>The next calls of a method go wrong, in the order in which they were told to.</summary>
    /// <param name="method">For example <c>chat.postMessage</c>.</param>
    /// <param name="fault">How.</param>
    /// <param name="times">How many calls.</param>
    public void Next(string method, PracticeFault fault, int times = 1)
    {
        var queue = _next.GetOrAdd(method, _ => new());
        for (var i = 0; i < times; i++) queue.Enqueue(fault);
    }

    internal PracticeFault? Take(string method) => _next.TryGetValue(method, out var queue) && queue.TryDequeue(out var fault) ? fault : null;
}
