using System.Collections.Immutable;
using Atmosphere.Grains.Ports;
using Atmosphere.Slack.Messages;

namespace Atmosphere.Slack.WebApi;

/// <summary>
/// The methods of Slack's Web API that <see cref="SlackClient"/> is made of, one call each and no retries. Two clients offer them: ours
/// and SlackNet's (<c>Slack:Client</c>). What an answer lacks is null: <see cref="SlackClient"/> judges it.
/// </summary>
internal interface ISlackWebApi
{
    /// <summary><c>auth.test</c>.</summary>
    Task<Outcome<BotAnswer>> TestAuthAsync(CancellationToken cancellationToken);

    /// <summary><c>chat.postMessage</c>.</summary>
    Task<Outcome<PostedAnswer>> PostMessageAsync(string channelId, SlackMessage message, MessageMetadata? metadata, CancellationToken cancellationToken);

    /// <summary><c>chat.update</c>.</summary>
    Task<Outcome<Nothing>> UpdateMessageAsync(MessageRef message, SlackMessage content, MessageMetadata? metadata, CancellationToken cancellationToken);

    /// <summary><c>chat.postEphemeral</c>.</summary>
    Task<Outcome<Nothing>> PostEphemeralAsync(string channelId, string userId, string text, CancellationToken cancellationToken);

    /// <summary><c>views.publish</c>.</summary>
    Task<Outcome<Nothing>> PublishHomeAsync(string userId, HomeView view, CancellationToken cancellationToken);

    /// <summary><c>conversations.history</c> with all metadata, newest first.</summary>
    /// <param name="channelId">The channel.</param>
    /// <param name="oldestTs">The first timestamp that may be on the page.</param>
    /// <param name="limit">Messages on a page.</param>
    /// <param name="cursor">From the page before; empty for the first.</param>
    /// <param name="cancellationToken">Bounds the call.</param>
    Task<Outcome<HistoryAnswer>> ReadHistoryAsync(string channelId, string oldestTs, int limit, string cursor, CancellationToken cancellationToken);

    /// <summary><c>conversations.open</c>: the direct message with one user, also when it is open already.</summary>
    Task<Outcome<DirectMessageAnswer>> OpenDirectMessageAsync(string userId, CancellationToken cancellationToken);

    /// <summary><c>conversations.info</c>.</summary>
    Task<Outcome<ChannelFacts>> GetChannelAsync(string channelId, CancellationToken cancellationToken);

    /// <summary><c>users.info</c>.</summary>
    Task<Outcome<UserAnswer>> GetUserAsync(string userId, CancellationToken cancellationToken);

    /// <summary><c>files.getUploadURLExternal</c>.</summary>
    Task<Outcome<UploadAnswer>> PrepareUploadAsync(string fileName, int length, string altText, CancellationToken cancellationToken);

    /// <summary>Sends a file's bytes to the address that <see cref="PrepareUploadAsync"/> gave.</summary>
    Task<Outcome<Nothing>> UploadAsync(Uri uploadAddress, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary><c>files.completeUploadExternal</c>.</summary>
    /// <param name="fileId">From <see cref="PrepareUploadAsync"/>.</param>
    /// <param name="title">What it is called.</param>
    /// <param name="channelId">Where it is shared; null for nowhere: the file stays private to the bot.</param>
    /// <param name="cancellationToken">Bounds the call.</param>
    Task<Outcome<Nothing>> CompleteUploadAsync(string fileId, string title, string? channelId, CancellationToken cancellationToken);

    /// <summary><c>files.delete</c>.</summary>
    Task<Outcome<Nothing>> DeleteFileAsync(string fileId, CancellationToken cancellationToken);

    /// <summary><c>files.info</c>: the file's type, which is absent while Slack still processes it.</summary>
    Task<Outcome<FileAnswer>> GetFileAsync(string fileId, CancellationToken cancellationToken);
}

/// <summary>What travels with a prompt, to find it by.</summary>
internal sealed record MessageMetadata
{
    public required string EventType { get; init; }

    public required PromptKey EventPayload { get; init; }
}

/// <summary>Which prompt it is.</summary>
internal sealed record PromptKey
{
    public required string FaceId { get; init; }

    public required int Round { get; init; }
}

internal sealed record BotAnswer
{
    public string? UserId { get; init; }

    public string? BotId { get; init; }

    public string? TeamId { get; init; }

    /// <summary>The workspace's own address.</summary>
    public string? Url { get; init; }
}

internal sealed record PostedAnswer
{
    public string? ChannelId { get; init; }

    public string? Ts { get; init; }
}

internal sealed record HistoryAnswer
{
    /// <summary>Default when the answer has no list of messages.</summary>
    public ImmutableArray<HistoryMessage> Messages { get; init; }

    public string? NextCursor { get; init; }
}

/// <summary>One message of the history, by anybody: what makes it ours or not.</summary>
internal sealed record HistoryMessage
{
    public string? Ts { get; init; }

    public string? UserId { get; init; }

    public string? BotId { get; init; }

    /// <summary>The type of its metadata.</summary>
    public string? EventType { get; init; }

    /// <summary>Our key in its metadata.</summary>
    public string? FaceId { get; init; }
}

internal sealed record DirectMessageAnswer
{
    public string? ChannelId { get; init; }
}

internal sealed record UserAnswer
{
    public string? UserId { get; init; }

    public string? DisplayName { get; init; }

    public string? RealName { get; init; }

    public bool IsBot { get; init; }

    public bool IsDeactivated { get; init; }
}

internal sealed record UploadAnswer
{
    public string? FileId { get; init; }

    public string? UploadAddress { get; init; }
}

internal sealed record FileAnswer
{
    public string? MimeType { get; init; }
}
