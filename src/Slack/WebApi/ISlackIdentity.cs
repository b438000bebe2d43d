using Atmosphere.Grains.Ports;

namespace Atmosphere.Slack.WebApi;

/// <summary>Who the token belongs to: for finding our own messages, and as the check that Slack is reachable and the token good.</summary>
public interface ISlackIdentity
{
    /// <summary>Asks Slack (<c>auth.test</c>) until it has answered once, then remembers.</summary>
    Task<Outcome<SlackBot>> WhoAmIAsync(CancellationToken cancellationToken);
}

/// <summary>The bot behind the token.</summary>
public sealed record SlackBot
{
    /// <summary>The bot's user id, <c>U…</c>.</summary>
    public string UserId { get; init; } = "";

    /// <summary>The bot id on its messages, <c>B…</c>; empty when Slack does not tell it.</summary>
    public string BotId { get; init; } = "";

    public string TeamId { get; init; } = "";

    /// <summary>The workspace's own address with a slash at its end, for links to messages; null when Slack does not tell it.</summary>
    public Uri? Workspace { get; init; }
}
