using Atmosphere.Grains.Ports;
using Atmosphere.Slack.Messages;
using Microsoft.Extensions.Options;

namespace Atmosphere.Slack.WebApi;

/// <summary>What the grains need of Slack, made of calls of its Web API. Which client makes the calls is <c>Slack:Client</c>'s matter.</summary>
internal sealed class SlackClient(ISlackWebApi api, SlackTransport transport, IOptions<SlackOptions> options, TimeProvider time)
    : ISlack, ISlackIdentity, ISlackHomes, ISlackFiles, ISlackSetup
{
    /// <summary>The type of our messages' metadata.</summary>
    public const string MetadataType = "atmosphere_face";

    private const int HistoryPageSize = 200;

    /// <summary>How many pages a search reads: 5,000 messages after the first try of the post.</summary>
    private const int HistoryPages = 25;

    private const int LongestAltText = 1_000;

    /// <summary>Slack stamps messages by its own clock.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan FirstFilePoll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestFilePoll = TimeSpan.FromSeconds(3);

    private volatile SlackBot? _me;

    public async Task<Outcome<SlackBot>> WhoAmIAsync(CancellationToken cancellationToken)
    {
        if (_me is { } known) return Outcome<SlackBot>.Done(known);
        var answer = await api.TestAuthAsync(cancellationToken);
        if (answer is not { IsDone: true, Value: { } bot }) return answer.As<SlackBot>();
        if (bot.UserId is not { } userId || !SlackIds.IsUser(userId)) return SlackAnswer.Unreadable<SlackBot>();
        _me = new SlackBot { UserId = userId, BotId = bot.BotId ?? "", TeamId = bot.TeamId ?? "", Workspace = WorkspaceOf(bot.Url) };
        return Outcome<SlackBot>.Done(_me);
    }

    public async Task<Outcome<MessageRef>> PostPromptAsync(string channelId, PromptView prompt, CancellationToken cancellationToken)
    {
        var answer = await api.PostMessageAsync(channelId, PromptBlocks.Render(prompt), Metadata(prompt), cancellationToken);
        return Posted(channelId, answer);
    }

    public async Task<Outcome<MessageRef?>> FindPromptAsync(
        string channelId, string faceId, DateTimeOffset oldest, CancellationToken cancellationToken)
    {
        var me = await WhoAmIAsync(cancellationToken);
        if (!me.IsDone) return me.As<MessageRef?>();

        var cursor = "";
        for (var page = 0; page < HistoryPages; page++)
        {
            var answer = await api.ReadHistoryAsync(channelId, SlackTs.From(oldest - ClockTolerance), HistoryPageSize, cursor, cancellationToken);
            if (answer is not { IsDone: true, Value: { } history }) return answer.As<MessageRef?>();
            if (history.Messages.IsDefault) return SlackAnswer.Unreadable<MessageRef?>();

            foreach (var message in history.Messages)
            {
                if (IsPromptOf(message, faceId, me.Value!) && message.Ts is { } ts && SlackIds.IsTs(ts))
                    return Outcome<MessageRef?>.Done(new MessageRef { ChannelId = channelId, Ts = ts });
            }

            cursor = history.NextCursor ?? "";
            if (cursor.Length == 0) return Outcome<MessageRef?>.Done(null);
        }

        // "Not found" would be a guess, and a second post its price.
        return Outcome<MessageRef?>.Unavailable("history_too_long", "Too many messages since the post to search them all.");
    }

    public Task<Outcome<Nothing>> UpdatePromptAsync(MessageRef message, PromptView prompt, CancellationToken cancellationToken) =>
        api.UpdateMessageAsync(message, PromptBlocks.Render(prompt), Metadata(prompt), cancellationToken);

    public Task<Outcome<Nothing>> TellAsync(string channelId, string userId, string text, CancellationToken cancellationToken) =>
        api.PostEphemeralAsync(channelId, userId, Mrkdwn.Shorten(Mrkdwn.EscapeKeepingMentions(text), SlackLimits.MessageText), cancellationToken);

    public async Task<Outcome<MessageRef>> AskPersonAsync(PersonQuestion question, CancellationToken cancellationToken)
    {
        var opened = await api.OpenDirectMessageAsync(question.PersonId, cancellationToken);
        if (!opened.IsDone) return opened.As<MessageRef>();
        if (!SlackIds.IsChannel(opened.Value!.ChannelId)) return SlackAnswer.Unreadable<MessageRef>();
        return Posted(opened.Value.ChannelId!, await api.PostMessageAsync(opened.Value.ChannelId!, PersonBlocks.Render(question), null, cancellationToken));
    }

    public Task<Outcome<Nothing>> UpdatePersonQuestionAsync(MessageRef message, PersonQuestion question, CancellationToken cancellationToken) =>
        api.UpdateMessageAsync(message, PersonBlocks.Render(question), null, cancellationToken);

    /// <summary>By our own transport with both clients: SlackNet shows no header of an answer.</summary>
    public Task<Outcome<TokenScopes>> ReadScopesAsync(CancellationToken cancellationToken) => transport.ReadScopesAsync(cancellationToken);

    public Task<Outcome<ChannelFacts>> LookAtChannelAsync(string channelId, CancellationToken cancellationToken) => api.GetChannelAsync(channelId, cancellationToken);

    public async Task<Outcome<MessageRef>> PostTestAsync(string channelId, string testId, CancellationToken cancellationToken) =>
        Posted(channelId, await api.PostMessageAsync(channelId, SetupMessages.Test(testId), null, cancellationToken));

    public Task<Outcome<Nothing>> FinishTestAsync(MessageRef message, CancellationToken cancellationToken) =>
        api.UpdateMessageAsync(message, SetupMessages.Pressed, null, cancellationToken);

    public Task<Outcome<Nothing>> PublishHomeAsync(string userId, HomeView view, CancellationToken cancellationToken) => api.PublishHomeAsync(userId, view, cancellationToken);

    public async Task<Outcome<SlackUser>> GetUserAsync(string userId, CancellationToken cancellationToken)
    {
        var answer = await api.GetUserAsync(userId, cancellationToken);
        if (answer is not { IsDone: true, Value: { } user }) return answer.As<SlackUser>();
        if (user.UserId != userId) return SlackAnswer.Unreadable<SlackUser>();
        return Outcome<SlackUser>.Done(new SlackUser
        {
            UserId = userId,
            DisplayName = user.DisplayName ?? "",
            RealName = user.RealName ?? "",
            IsBot = user.IsBot,
            IsDeactivated = user.IsDeactivated,
        });
    }

    public async Task<Outcome<string>> UploadPictureAsync(
        string fileName, string altText, ReadOnlyMemory<byte> jpeg, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(fileName);
        if (jpeg.IsEmpty) throw new ArgumentException("There are no bytes to upload.", nameof(jpeg));

        var answer = await api.PrepareUploadAsync(fileName, jpeg.Length, Mrkdwn.Shorten(altText, LongestAltText), cancellationToken);
        if (answer is not { IsDone: true, Value: { } place }) return answer.As<string>();
        if (place.FileId is not { } fileId || !SlackIds.IsFile(fileId) || !Uri.TryCreate(place.UploadAddress, UriKind.Absolute, out var uploadAddress))
            return SlackAnswer.Unreadable<string>();

        var sent = await api.UploadAsync(uploadAddress, jpeg, cancellationToken);
        if (!sent.IsDone) return sent.As<string>();
        var completed = await api.CompleteUploadAsync(fileId, fileName, channelId: null, cancellationToken);
        return completed.IsDone ? await WaitUntilShownAsync(fileId, cancellationToken) : completed.As<string>();
    }

    /// <summary>First a sentence, then the file.</summary>
    public async Task<Outcome<Nothing>> SendFileAsync(string userId, string fileName, string text, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (bytes.IsEmpty) throw new ArgumentException("There are no bytes to send.", nameof(bytes));
        var message = new SlackMessage { Text = text, Blocks = [new SectionBlock { Text = TextObject.Mrkdwn(text) }] };
        var opened = await api.OpenDirectMessageAsync(userId, cancellationToken);
        if (!opened.IsDone) return opened.As<Nothing>();
        if (!SlackIds.IsChannel(opened.Value!.ChannelId)) return SlackAnswer.Unreadable<Nothing>();
        var posted = Posted(opened.Value.ChannelId!, await api.PostMessageAsync(opened.Value.ChannelId!, message, null, cancellationToken));
        if (!posted.IsDone) return posted.As<Nothing>();

        var answer = await api.PrepareUploadAsync(fileName, bytes.Length, "", cancellationToken);
        if (answer is not { IsDone: true, Value: { } place }) return answer.As<Nothing>();
        if (place.FileId is not { } fileId || !SlackIds.IsFile(fileId) || !Uri.TryCreate(place.UploadAddress, UriKind.Absolute, out var uploadAddress))
            return SlackAnswer.Unreadable<Nothing>();
        var sent = await api.UploadAsync(uploadAddress, bytes, cancellationToken);
        return sent.IsDone ? await api.CompleteUploadAsync(fileId, fileName, posted.Value!.ChannelId, cancellationToken) : sent;
    }

    public async Task<Outcome<Nothing>> DeletePictureAsync(string fileId, CancellationToken cancellationToken)
    {
        var deleted = await api.DeleteFileAsync(fileId, cancellationToken);
        return deleted is { Kind: OutcomeKind.Refused, Code: "file_not_found" or "file_deleted" } ? Outcome<Nothing>.Done(Nothing.Value) : deleted;
    }

    /// <summary>
    /// Slack processes an upload after it has said yes. A file that is still not ready at the end of the wait is handed on all the
    /// same: posting it answers <see cref="OutcomeKind.Busy"/> and is tried again, whereas a failure here would upload it anew.
    /// </summary>
    private async Task<Outcome<string>> WaitUntilShownAsync(string fileId, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        for (var pause = FirstFilePoll; ; pause = pause * 2 < LongestFilePoll ? pause * 2 : LongestFilePoll)
        {
            var info = await api.GetFileAsync(fileId, cancellationToken);
            if (info is { IsDone: true, Value.MimeType.Length: > 0 }) return Outcome<string>.Done(fileId);
            if (info.Kind is OutcomeKind.Misconfigured or OutcomeKind.Refused) return info.As<string>();
            var wait = info.RetryAfter is { } asked && asked > pause ? asked : pause;
            if (time.GetElapsedTime(started) + wait > options.Value.FileReadyWithin) return Outcome<string>.Done(fileId);
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    private static Outcome<MessageRef> Posted(string channelId, Outcome<PostedAnswer> answer)
    {
        if (answer is not { IsDone: true, Value: { } posted }) return answer.As<MessageRef>();
        // Slack may answer with another id than the one it was asked for (a direct message): updates want that one.
        var message = new MessageRef { ChannelId = posted.ChannelId ?? channelId, Ts = posted.Ts ?? "" };
        return SlackIds.IsTs(message.Ts) ? Outcome<MessageRef>.Done(message) : SlackAnswer.Unreadable<MessageRef>();
    }

    private static Uri? WorkspaceOf(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var workspace) && workspace.Scheme == Uri.UriSchemeHttps && workspace.AbsolutePath == "/" ? workspace : null;

    private static MessageMetadata Metadata(PromptView prompt) =>
        new() { EventType = MetadataType, EventPayload = new PromptKey { FaceId = prompt.FaceId, Round = prompt.Round } };

    private static bool IsPromptOf(HistoryMessage message, string faceId, SlackBot me)
    {
        var mine = message.UserId == me.UserId || (me.BotId.Length > 0 && message.BotId == me.BotId);
        return mine && message.EventType == MetadataType && message.FaceId == faceId;
    }
}
