using System.Globalization;
using System.Text.Json;
using Atmosphere.Grains.Ports;
using Atmosphere.Slack.Messages;

namespace Atmosphere.Slack.WebApi;

/// <summary>The Web API over our own <see cref="SlackTransport"/>.</summary>
internal sealed class BuiltInWebApi(SlackTransport transport) : ISlackWebApi
{
    public async Task<Outcome<BotAnswer>> TestAuthAsync(CancellationToken cancellationToken)
    {
        var answer = await transport.PostFormAsync("auth.test", [], cancellationToken);
        return Read(answer, bot => new BotAnswer { UserId = bot.Text("user_id"), BotId = bot.Text("bot_id"), TeamId = bot.Text("team_id"), Url = bot.Text("url") });
    }

    public async Task<Outcome<PostedAnswer>> PostMessageAsync(
        string channelId, SlackMessage message, MessageMetadata? metadata, CancellationToken cancellationToken)
    {
        var answer = await transport.PostJsonAsync("chat.postMessage", new
        {
            Channel = channelId,
            message.Text,
            message.Blocks,
            Metadata = metadata,
            UnfurlLinks = false,
            UnfurlMedia = false,
        }, cancellationToken);
        return Read(answer, posted => new PostedAnswer { ChannelId = posted.Text("channel"), Ts = posted.Text("ts") });
    }

    public async Task<Outcome<Nothing>> UpdateMessageAsync(
        MessageRef message, SlackMessage content, MessageMetadata? metadata, CancellationToken cancellationToken)
    {
        var answer = await transport.PostJsonAsync("chat.update", new
        {
            Channel = message.ChannelId,
            message.Ts,
            content.Text,
            content.Blocks,
            Metadata = metadata,
        }, cancellationToken);
        return Read(answer, _ => Nothing.Value);
    }

    public async Task<Outcome<Nothing>> PostEphemeralAsync(string channelId, string userId, string text, CancellationToken cancellationToken)
    {
        var answer = await transport.PostJsonAsync("chat.postEphemeral", new { Channel = channelId, User = userId, Text = text }, cancellationToken);
        return Read(answer, _ => Nothing.Value);
    }

    public async Task<Outcome<Nothing>> PublishHomeAsync(string userId, HomeView view, CancellationToken cancellationToken)
    {
        var answer = await transport.PostJsonAsync("views.publish", new { UserId = userId, View = view }, cancellationToken);
        return Read(answer, _ => Nothing.Value);
    }

    public async Task<Outcome<HistoryAnswer>> ReadHistoryAsync(
        string channelId, string oldestTs, int limit, string cursor, CancellationToken cancellationToken)
    {
        var answer = await transport.PostFormAsync("conversations.history", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["channel"] = channelId,
            ["oldest"] = oldestTs,
            ["inclusive"] = "true",
            ["include_all_metadata"] = "true",
            ["limit"] = limit.ToString(CultureInfo.InvariantCulture),
            ["cursor"] = cursor,
        }.Where(argument => argument.Value.Length > 0), cancellationToken);
        return Read(answer, history => new HistoryAnswer
        {
            Messages = history.Member("messages") is { ValueKind: JsonValueKind.Array } messages ? [.. messages.EnumerateArray().Select(Message)] : default,
            NextCursor = history.Member("response_metadata").Text("next_cursor"),
        });
    }

    public async Task<Outcome<DirectMessageAnswer>> OpenDirectMessageAsync(string userId, CancellationToken cancellationToken)
    {
        var answer = await transport.PostJsonAsync("conversations.open", new { Users = userId }, cancellationToken);
        return Read(answer, opened => new DirectMessageAnswer { ChannelId = opened.Member("channel").Text("id") });
    }

    public async Task<Outcome<ChannelFacts>> GetChannelAsync(string channelId, CancellationToken cancellationToken)
    {
        var answer = await transport.PostFormAsync("conversations.info", [new("channel", channelId)], cancellationToken);
        return Read(answer, info => new ChannelFacts { IsMember = info.Member("channel").IsTrue("is_member"), IsArchived = info.Member("channel").IsTrue("is_archived") });
    }

    public async Task<Outcome<UserAnswer>> GetUserAsync(string userId, CancellationToken cancellationToken)
    {
        var answer = await transport.PostFormAsync("users.info", [new("user", userId)], cancellationToken);
        return Read(answer, found =>
        {
            var user = found.Member("user");
            var profile = user.Member("profile");
            return new UserAnswer
            {
                UserId = user.Text("id"),
                DisplayName = profile.Text("display_name"),
                RealName = profile.Text("real_name") ?? user.Text("real_name"),
                IsBot = user.IsTrue("is_bot"),
                IsDeactivated = user.IsTrue("deleted"),
            };
        });
    }

    public async Task<Outcome<UploadAnswer>> PrepareUploadAsync(string fileName, int length, string altText, CancellationToken cancellationToken)
    {
        var answer = await transport.PostFormAsync("files.getUploadURLExternal", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["filename"] = fileName,
            ["length"] = length.ToString(CultureInfo.InvariantCulture),
            ["alt_txt"] = altText,
        }, cancellationToken);
        return Read(answer, place => new UploadAnswer { FileId = place.Text("file_id"), UploadAddress = place.Text("upload_url") });
    }

    public Task<Outcome<Nothing>> UploadAsync(Uri uploadAddress, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        transport.UploadAsync(uploadAddress, bytes, cancellationToken);

    public async Task<Outcome<Nothing>> CompleteUploadAsync(string fileId, string title, string? channelId, CancellationToken cancellationToken)
    {
        var answer = await transport.PostJsonAsync(
            "files.completeUploadExternal", new { Files = new[] { new { Id = fileId, Title = title } }, ChannelId = channelId }, cancellationToken);
        return Read(answer, _ => Nothing.Value);
    }

    public async Task<Outcome<Nothing>> DeleteFileAsync(string fileId, CancellationToken cancellationToken)
    {
        var answer = await transport.PostJsonAsync("files.delete", new { File = fileId }, cancellationToken);
        return Read(answer, _ => Nothing.Value);
    }

    public async Task<Outcome<FileAnswer>> GetFileAsync(string fileId, CancellationToken cancellationToken)
    {
        var answer = await transport.PostFormAsync("files.info", [new("file", fileId)], cancellationToken);
        return Read(answer, info => new FileAnswer { MimeType = info.Member("file").Text("mimetype") });
    }

    private static HistoryMessage Message(JsonElement message)
    {
        var metadata = message.Member("metadata");
        return new HistoryMessage
        {
            Ts = message.Text("ts"),
            UserId = message.Text("user"),
            BotId = message.Text("bot_id"),
            EventType = metadata.Text("event_type"),
            FaceId = metadata.Member("event_payload").Text("face_id"),
        };
    }

    private static Outcome<T> Read<T>(Outcome<JsonElement> answer, Func<JsonElement, T> read) =>
        answer.IsDone ? Outcome<T>.Done(read(answer.Value)) : answer.As<T>();
}
