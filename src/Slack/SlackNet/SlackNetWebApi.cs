using System.Text.Json;
using Atmosphere.Grains.Ports;
using Atmosphere.Slack.WebApi;
using Newtonsoft.Json.Linq;
using SlackNet;
using SlackNet.WebApi;
using JsonException = Newtonsoft.Json.JsonException;
using MessageMetadata = Atmosphere.Slack.WebApi.MessageMetadata;
using HomeView = Atmosphere.Slack.Messages.HomeView;
using SlackMessage = Atmosphere.Slack.Messages.SlackMessage;

namespace Atmosphere.Slack.SlackNet;

/// <summary>
/// The Web API over SlackNet. Where its types fit, its methods are used. Where they do not, its general call is: blocks and metadata
/// are our own JSON, the same for both clients (its update knows no metadata, and its messages carry an empty list of blocks where there
/// are none); its history would read everybody's messages into its types, where one odd message spoils the page; its <c>auth.test</c>
/// leaves out the bot id.
/// </summary>
internal sealed class SlackNetWebApi(ISlackApiClient slack, SlackTransport transport) : ISlackWebApi
{
    public Task<Outcome<BotAnswer>> TestAuthAsync(CancellationToken cancellationToken) => TryAsync(async () =>
    {
        var bot = await slack.Post<JObject>("auth.test", [], cancellationToken);
        return new BotAnswer { UserId = Text(bot, "user_id"), BotId = Text(bot, "bot_id"), TeamId = Text(bot, "team_id"), Url = Text(bot, "url") };
    });

    public Task<Outcome<PostedAnswer>> PostMessageAsync(
        string channelId, SlackMessage message, MessageMetadata? metadata, CancellationToken cancellationToken) => TryAsync(async () =>
    {
        var posted = await slack.Post<MessageTsResponse>("chat.postMessage", new()
        {
            ["channel"] = channelId,
            ["text"] = message.Text,
            ["blocks"] = Json(message.Blocks),
            ["metadata"] = metadata is null ? null! : Json(metadata),
            ["unfurl_links"] = false,
            ["unfurl_media"] = false,
        }, cancellationToken);
        return new PostedAnswer { ChannelId = posted.Channel, Ts = posted.Ts };
    });

    public Task<Outcome<Nothing>> UpdateMessageAsync(
        MessageRef message, SlackMessage content, MessageMetadata? metadata, CancellationToken cancellationToken) => TryAsync(async () =>
    {
        await slack.Post("chat.update", new()
        {
            ["channel"] = message.ChannelId,
            ["ts"] = message.Ts,
            ["text"] = content.Text,
            ["blocks"] = Json(content.Blocks),
            ["metadata"] = metadata is null ? null! : Json(metadata),
        }, cancellationToken);
        return Nothing.Value;
    });

    public Task<Outcome<Nothing>> PostEphemeralAsync(string channelId, string userId, string text, CancellationToken cancellationToken) => TryAsync(async () =>
    {
        await slack.Post("chat.postEphemeral", new() { ["channel"] = channelId, ["user"] = userId, ["text"] = text }, cancellationToken);
        return Nothing.Value;
    });

    public Task<Outcome<Nothing>> PublishHomeAsync(string userId, HomeView view, CancellationToken cancellationToken) => TryAsync(async () =>
    {
        await slack.Post("views.publish", new() { ["user_id"] = userId, ["view"] = Json(view) }, cancellationToken);
        return Nothing.Value;
    });

    public Task<Outcome<HistoryAnswer>> ReadHistoryAsync(
        string channelId, string oldestTs, int limit, string cursor, CancellationToken cancellationToken) => TryAsync(async () =>
    {
        var history = await slack.Get<JObject>("conversations.history", new()
        {
            ["channel"] = channelId,
            ["oldest"] = oldestTs,
            ["inclusive"] = true,
            ["include_all_metadata"] = true,
            ["limit"] = limit,
            ["cursor"] = cursor.Length > 0 ? cursor : null!, // SlackNet leaves out what is null
        }, cancellationToken);
        return new HistoryAnswer
        {
            Messages = history["messages"] is JArray messages ? [.. messages.Select(Message)] : default,
            NextCursor = Text(Member(history, "response_metadata"), "next_cursor"),
        };
    });

    public Task<Outcome<DirectMessageAnswer>> OpenDirectMessageAsync(string userId, CancellationToken cancellationToken) => TryAsync(async () =>
    {
        var opened = await slack.Post<JObject>("conversations.open", new() { ["users"] = userId }, cancellationToken);
        return new DirectMessageAnswer { ChannelId = Text(Member(opened, "channel"), "id") };
    });

    public Task<Outcome<ChannelFacts>> GetChannelAsync(string channelId, CancellationToken cancellationToken) => TryAsync(async () =>
    {
        var info = await slack.Get<JObject>("conversations.info", new() { ["channel"] = channelId }, cancellationToken);
        var channel = Member(info, "channel");
        return new ChannelFacts { IsMember = IsTrue(channel, "is_member"), IsArchived = IsTrue(channel, "is_archived") };
    });

    public Task<Outcome<UserAnswer>> GetUserAsync(string userId, CancellationToken cancellationToken) => TryAsync(async () =>
    {
        var user = await slack.Users.Info(userId, cancellationToken: cancellationToken);
        return new UserAnswer
        {
            UserId = user?.Id,
            DisplayName = user?.Profile?.DisplayName,
            RealName = user?.Profile?.RealName ?? user?.RealName,
            IsBot = user is { IsBot: true },
            IsDeactivated = user is { Deleted: true },
        };
    });

    public Task<Outcome<UploadAnswer>> PrepareUploadAsync(string fileName, int length, string altText, CancellationToken cancellationToken) => TryAsync(async () =>
    {
        var place = await slack.Files.GetUploadUrlExternal(fileName, length, altText, cancellationToken: cancellationToken);
        return new UploadAnswer { FileId = place.FileId, UploadAddress = place.UploadUrl };
    });

    /// <summary>Over our transport, as with the other client: SlackNet sends a file only together with the calls before and after it.</summary>
    public Task<Outcome<Nothing>> UploadAsync(Uri uploadAddress, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        transport.UploadAsync(uploadAddress, bytes, cancellationToken);

    public Task<Outcome<Nothing>> CompleteUploadAsync(string fileId, string title, string? channelId, CancellationToken cancellationToken) => TryAsync(async () =>
    {
        await slack.Files.CompleteUploadExternal([new ExternalFileReference { Id = fileId, Title = title }], channelId: channelId, cancellationToken: cancellationToken);
        return Nothing.Value;
    });

    public Task<Outcome<Nothing>> DeleteFileAsync(string fileId, CancellationToken cancellationToken) => TryAsync(async () =>
    {
        await slack.Files.Delete(fileId, cancellationToken);
        return Nothing.Value;
    });

    public Task<Outcome<FileAnswer>> GetFileAsync(string fileId, CancellationToken cancellationToken) => TryAsync(async () =>
    {
        var info = await slack.Files.Info(fileId, cancellationToken: cancellationToken);
        return new FileAnswer { MimeType = info.File?.Mimetype };
    });

    private static HistoryMessage Message(JToken message)
    {
        var metadata = Member(message, "metadata");
        return new HistoryMessage
        {
            Ts = Text(message, "ts"),
            UserId = Text(message, "user"),
            BotId = Text(message, "bot_id"),
            EventType = Text(metadata, "event_type"),
            FaceId = Text(Member(metadata, "event_payload"), "face_id"),
        };
    }

    private static async Task<Outcome<T>> TryAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return Outcome<T>.Done(await call());
        }
        catch (SlackCallException failure)
        {
            return failure.Outcome.As<T>();
        }
        catch (JsonException)
        {
            return SlackAnswer.Unreadable<T>();
        }
    }

    private static JRaw Json<T>(T value) => new(JsonSerializer.Serialize(value, SlackJson.Options));

    private static bool IsTrue(JToken? parent, string name) => Member(parent, name) is JValue { Value: true };

    private static JToken? Member(JToken? parent, string name) => (parent as JObject)?[name];

    private static string? Text(JToken? parent, string name) => Member(parent, name) is JValue { Value: string text } ? text : null;
}
