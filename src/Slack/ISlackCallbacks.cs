using Atmosphere.Slack.Interactions;

namespace Atmosphere.Slack;

/// <summary>Answers what Slack sends, whichever way it came: over HTTP, signed, or over the socket.</summary>
public interface ISlackCallbacks
{
    /// <summary>Returns when everything that was accepted is on disk.</summary>
    /// <param name="callback">Genuine: its signature was checked, or it came over our own connection to Slack.</param>
    /// <param name="cancellationToken">Ends the wait, not what was accepted.</param>
    Task<CallbackAnswer> AnswerAsync(Interaction callback, CancellationToken cancellationToken);
}

/// <summary>What Slack is told.</summary>
public sealed record CallbackAnswer
{
    private CallbackAnswer() { }

    /// <summary>Over HTTP 200; over the socket an acknowledgement. All others: 4xx, and none.</summary>
    public bool IsTaken { get; private init; }

    /// <summary>JSON for Slack to show, or null for none.</summary>
    public ReadOnlyMemory<byte>? Body { get; private init; }

    /// <summary>More came in this user's name than a person can do: come back after this time.</summary>
    public TimeSpan? Wait { get; private init; }

    public static CallbackAnswer Taken { get; } = new() { IsTaken = true };

    /// <summary>It can't be read.</summary>
    public static CallbackAnswer Malformed { get; } = new();

    /// <param name="body">JSON.</param>
    public static CallbackAnswer With(ReadOnlyMemory<byte> body) => new() { IsTaken = true, Body = body };

    public static CallbackAnswer TooMany(TimeSpan wait) => new() { Wait = wait };
}
