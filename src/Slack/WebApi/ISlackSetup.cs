using System.Collections.Immutable;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Slack.WebApi;

/// <summary>What the setup page asks of Slack, anew each time.</summary>
public interface ISlackSetup
{
    /// <summary>What the bot's token may do.</summary>
    Task<Outcome<TokenScopes>> ReadScopesAsync(CancellationToken cancellationToken);

    /// <summary>How a channel is, for the bot.</summary>
    Task<Outcome<ChannelFacts>> LookAtChannelAsync(string channelId, CancellationToken cancellationToken);

    /// <summary>Posts a message with a button, whose press is a <see cref="Interactions.SetupPressed"/>.</summary>
    /// <param name="channelId">Where.</param>
    /// <param name="testId">Comes back with the press: a GUID in text form.</param>
    /// <param name="cancellationToken">Bounds the call.</param>
    Task<Outcome<MessageRef>> PostTestAsync(string channelId, string testId, CancellationToken cancellationToken);

    /// <summary>Says in that message that its button was pressed, and takes the button away.</summary>
    Task<Outcome<Nothing>> FinishTestAsync(MessageRef message, CancellationToken cancellationToken);
}

/// <summary>What a token may do.</summary>
public sealed record TokenScopes
{
    /// <summary>Null when Slack does not say.</summary>
    public ImmutableHashSet<string>? Scopes { get; init; }
}

/// <summary>A channel, for the bot.</summary>
public sealed record ChannelFacts
{
    public bool IsMember { get; init; }

    public bool IsArchived { get; init; }
}
