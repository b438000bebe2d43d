using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Atmosphere.Practice.BlockKit;
using Atmosphere.Practice.People;
using Atmosphere.Practice.Sockets;
using Atmosphere.Practice.Store;
using Atmosphere.Slack;
using Microsoft.Extensions.Options;

namespace Atmosphere.Practice.Api;

/// <summary>The stand-in's methods: the ones that Atmosphere calls, with Slack's checks, limits and errors.</summary>
internal sealed class PracticeSlack(
    PracticeStore store, PracticeSettings settings, PracticeSockets sockets, PracticeHomes homes, PostingRate rate, PracticeFaults faults, IOptions<PracticeOptions> options, TimeProvider time)
{
    private const int LongestPostedText = 40_000;
    private const int LargestFile = 20 * 1024 * 1024;

    /// <summary>Slack reads the arguments of these from a form or the query only: a JSON body is as good as none.</summary>
    private static readonly HashSet<string> FormOnly = new(StringComparer.Ordinal)
    {
        "users.info", "users.list", "conversations.history", "conversations.info", "files.getUploadURLExternal", "files.info",
    };

    public static bool TakesJson(string method) => !FormOnly.Contains(method);

    /// <param name="method">For example <c>chat.postMessage</c>.</param>
    /// <param name="token">What followed "Bearer", or null.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="baseAddress">The stand-in's own address, for the upload address.</param>
    public ApiReply Call(string method, string? token, ApiArguments arguments, Uri baseAddress)
    {
        if (token is null) return ApiReply.Error("not_authed");
        if (method == "apps.connections.open") return IsToken(token, settings.AppToken) ? OpenSocket(baseAddress) : ApiReply.Error("invalid_auth");
        if (!IsToken(token, settings.BotToken)) return ApiReply.Error("invalid_auth");
        return method switch
        {
            "auth.test" => Identity(),
            "chat.postMessage" => Post(arguments),
            "chat.update" => Update(arguments),
            "chat.postEphemeral" => PostEphemeral(arguments),
            "views.publish" => PublishHome(arguments),
            "users.info" => User(arguments),
            "users.list" => Users(),
            "conversations.history" => History(arguments),
            "conversations.info" => Channel(arguments),
            "conversations.open" => OpenDirectMessage(arguments),
            "files.getUploadURLExternal" => PromiseFile(arguments, baseAddress),
            "files.completeUploadExternal" => CompleteFile(arguments),
            "files.info" => FileInfo(arguments),
            "files.delete" => DeleteFile(arguments),
            _ => ApiReply.Error("unknown_method"),
        };
    }

    /// <summary>Takes the bytes of a promised file. False when the address is not one that was given out, or was used.</summary>
    public bool TryUpload(string fileId, string uploadKey, byte[] bytes)
    {
        if (store.FindFile(fileId) is not { State: FileState.Promised } file || file.UploadKey != uploadKey || file.Length != bytes.Length) return false;
        store.ChangeFile(file with { State = FileState.Uploaded, MimeType = MimeTypeOf(bytes) }, bytes);
        return true;
    }

    private static bool IsToken(string given, string expected) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));

    private ApiReply OpenSocket(Uri baseAddress) => ApiReply.Ok(new JsonObject
    {
        ["url"] = new UriBuilder(baseAddress) { Scheme = baseAddress.Scheme == Uri.UriSchemeHttps ? "wss" : "ws", Path = PracticePaths.Socket, Query = $"ticket={sockets.NewTicket()}&app_id={PracticeWorkspace.AppId}" }.Uri.AbsoluteUri,
    });

    private static ApiReply Identity() => ApiReply.Ok(new JsonObject
    {
        ["url"] = $"https://{PracticeWorkspace.TeamDomain}.slack.com/",
        ["team"] = "Practice",
        ["user"] = "atmosphere",
        ["team_id"] = PracticeWorkspace.TeamId,
        ["user_id"] = PracticeWorkspace.BotUserId,
        ["bot_id"] = PracticeWorkspace.BotId,
        ["is_enterprise_install"] = false,
    });

    private ApiReply Post(ApiArguments arguments)
    {
        if (PlaceOf(arguments) is not { } place) return ApiReply.Error("channel_not_found");
        if (!TryReadContent(arguments, LongestPostedText, out var content, out var error)) return error;
        if (rate.Take(place.ChannelId) is { } wait) return ApiReply.Throttled(wait);
        var message = store.Add(content with { ChannelId = place.ChannelId, UserId = PracticeWorkspace.BotUserId, VisibleTo = place.VisibleTo });
        return ApiReply.Ok(new JsonObject
        {
            ["channel"] = message.ChannelId,
            ["ts"] = message.Ts,
            ["message"] = MessageJson.Write(message, withMetadata: true),
        });
    }

    private ApiReply Update(ApiArguments arguments)
    {
        if (PlaceOf(arguments) is not { } place) return ApiReply.Error("channel_not_found");
        if (store.FindMessage(place.ChannelId, arguments.Text("ts") ?? "") is not { } message || message.VisibleTo != place.VisibleTo) return ApiReply.Error("message_not_found");
        if (message.UserId != PracticeWorkspace.BotUserId) return ApiReply.Error("cant_update_message");
        if (!TryReadContent(arguments, SlackLimits.MessageText, out var content, out var error)) return error;
        store.Change(message with
        {
            Text = content.Text,
            Blocks = content.Blocks, // text without blocks removes the blocks
            Metadata = arguments.Has("metadata") ? content.Metadata : message.Metadata,
        });
        return ApiReply.Ok(new JsonObject { ["channel"] = message.ChannelId, ["ts"] = message.Ts, ["text"] = content.Text });
    }

    private ApiReply PostEphemeral(ApiArguments arguments)
    {
        if (PlaceOf(arguments) is not { } place) return ApiReply.Error("channel_not_found");
        if (PracticePeople.Find(arguments.Text("user")) is not { IsDeactivated: false } person || (place.VisibleTo ?? person.Id) != person.Id) return ApiReply.Error("user_not_in_channel");
        if (!TryReadContent(arguments, LongestPostedText, out var content, out var error)) return error;
        var message = store.Add(content with
        {
            ChannelId = place.ChannelId,
            UserId = PracticeWorkspace.BotUserId,
            VisibleTo = person.Id,
        });
        return ApiReply.Ok(new JsonObject { ["message_ts"] = message.Ts });
    }

    /// <summary>The channel of an argument, and who sees it: everybody, or the one person of a direct message.</summary>
    private static (string ChannelId, string? VisibleTo)? PlaceOf(ApiArguments arguments)
    {
        var channelId = arguments.Text("channel");
        if (channelId == PracticeWorkspace.ChannelId) return (channelId, null);
        return PracticePeople.WhoCanPress.FirstOrDefault(person => PracticeWorkspace.DirectMessageWith(person.Id) == channelId) is { } person ? (channelId!, person.Id) : null;
    }

    private static ApiReply OpenDirectMessage(ApiArguments arguments) => PracticePeople.Find(arguments.Text("users")) switch
    {
        null => ApiReply.Error("user_not_found"),
        { IsBot: true } => ApiReply.Error("cannot_dm_bot"),
        { IsDeactivated: true } => ApiReply.Error("user_disabled"),
        var person => ApiReply.Ok(new JsonObject { ["channel"] = new JsonObject { ["id"] = PracticeWorkspace.DirectMessageWith(person.Id) } }),
    };

    private ApiReply PublishHome(ApiArguments arguments)
    {
        if (PracticePeople.Find(arguments.Text("user_id")) is not { CanPress: true } person) return ApiReply.Error("user_not_found");
        if (!arguments.TryJson("view", out var node) || node is not JsonObject view || view["type"]?.ToString() != "home") return ApiReply.Error("invalid_arguments", ["[ERROR] must be a valid view [json-pointer:/view]"]);
        if (BlockKitValidator.Check(view["blocks"], IsPictureReady) is { Count: > 0 } problems) return ApiReply.Error("invalid_arguments", problems);
        homes.Publish(person.Id, view);
        return ApiReply.Ok(new JsonObject { ["view"] = new JsonObject { ["id"] = $"V0{person.Id}", ["type"] = "home" } });
    }

    private static ApiReply User(ApiArguments arguments) => PracticePeople.Find(arguments.Text("user")) is { } person
        ? ApiReply.Ok(new JsonObject { ["user"] = UserJson(person) })
        : ApiReply.Error("user_not_found");

    private static ApiReply Users() => ApiReply.Ok(new JsonObject
    {
        ["members"] = new JsonArray([.. PracticePeople.All.Select(UserJson)]),
        ["response_metadata"] = new JsonObject { ["next_cursor"] = "" },
    });

    private ApiReply History(ApiArguments arguments)
    {
        const int usual = 100;
        const int most = 999;
        if (arguments.Text("channel") != PracticeWorkspace.ChannelId) return ApiReply.Error("channel_not_found");
        var asked = arguments.Text("oldest") ?? "0.0";
        if (!SlackIds.IsTs(asked)) return ApiReply.Error("invalid_ts_oldest");
        var oldest = asked.PadLeft(asked.Length + Math.Max(0, 10 - asked.IndexOf('.', StringComparison.Ordinal)), '0');
        if (!TryReadCursor(arguments.Text("cursor"), out var before)) return ApiReply.Error("invalid_cursor");

        var count = Math.Clamp(arguments.Number("limit") ?? usual, 1, most);
        var found = store.History(PracticeWorkspace.ChannelId, oldest, before, count + 1);
        var page = found.Take(count).ToList();
        var hasMore = found.Count > count;
        var withMetadata = arguments.Flag("include_all_metadata");
        return ApiReply.Ok(new JsonObject
        {
            ["messages"] = new JsonArray([.. page.Select(message => MessageJson.Write(message, withMetadata))]),
            ["has_more"] = hasMore,
            ["response_metadata"] = new JsonObject { ["next_cursor"] = hasMore ? CursorBefore(page[^1].Ts) : "" },
        });
    }

    private ApiReply Channel(ApiArguments arguments) => arguments.Text("channel") == PracticeWorkspace.ChannelId
        ? ApiReply.Ok(new JsonObject
        {
            ["channel"] = new JsonObject
            {
                ["id"] = PracticeWorkspace.ChannelId,
                ["name"] = PracticeWorkspace.ChannelName,
                ["is_channel"] = true,
                ["is_archived"] = false,
                ["is_member"] = faults.IsMember,
            },
        })
        : ApiReply.Error("channel_not_found");

    private ApiReply PromiseFile(ApiArguments arguments, Uri baseAddress)
    {
        if (arguments.Text("filename") is not { } name) return ApiReply.Error("invalid_arguments", ["[ERROR] missing required field: filename"]);
        if (arguments.Number("length") is not (> 0 and <= LargestFile and var length)) return ApiReply.Error("invalid_arguments", ["[ERROR] missing or wrong field: length"]);
        var file = new StoredFile
        {
            Id = "F0" + RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 9),
            Name = name,
            Title = name,
            Length = length,
            UploadKey = RandomNumberGenerator.GetHexString(32, lowercase: true),
        };
        store.AddFile(file);
        return ApiReply.Ok(new JsonObject
        {
            ["upload_url"] = new Uri(baseAddress, $"{PracticePaths.Api}/upload/{file.Id}/{file.UploadKey}").ToString(),
            ["file_id"] = file.Id,
        });
    }

    private ApiReply CompleteFile(ApiArguments arguments)
    {
        if (!arguments.TryJson("files", out var node) || node is not JsonArray { Count: > 0 } wanted) return ApiReply.Error("invalid_arguments", ["[ERROR] missing required field: files"]);
        var files = new List<StoredFile>();
        foreach (var item in wanted)
        {
            if (item is not JsonObject entry || store.FindFile(entry["id"]?.ToString() ?? "") is not { } file) return ApiReply.Error("file_not_found");
            if (file.State != FileState.Uploaded) return ApiReply.Error("file_update_failed");
            files.Add(file with { Title = entry["title"]?.ToString() ?? file.Name });
        }

        var receiver = arguments.Text("channel_id");
        var person = receiver is null ? null : PracticePeople.WhoCanPress.FirstOrDefault(somebody => PracticeWorkspace.DirectMessageWith(somebody.Id) == receiver);
        if (receiver is not null && person is null) return ApiReply.Error("channel_not_found");
        foreach (var file in files.Where(_ => person is not null))
            store.Add(new StoredMessage { ChannelId = receiver!, UserId = PracticeWorkspace.BotUserId, VisibleTo = person!.Id, Text = $"File {file.Title}, {file.Length} bytes ({file.Id})" });

        var readyAt = (time.GetUtcNow() + options.Value.FileProcessing).ToUnixTimeMilliseconds();
        foreach (var file in files) store.ChangeFile(file with { State = FileState.Completed, ReadyAt = readyAt });
        return ApiReply.Ok(new JsonObject
        {
            ["files"] = new JsonArray([.. files.Select(file => new JsonObject { ["id"] = file.Id, ["title"] = file.Title })]),
        });
    }

    private ApiReply FileInfo(ApiArguments arguments)
    {
        if (store.FindFile(arguments.Text("file") ?? "") is not { State: FileState.Completed } file) return ApiReply.Error("file_not_found");
        return ApiReply.Ok(new JsonObject
        {
            ["file"] = new JsonObject
            {
                ["id"] = file.Id,
                ["name"] = file.Name,
                ["title"] = file.Title,
                ["size"] = file.Length,
                ["mimetype"] = file.IsReady(time.GetUtcNow()) ? file.MimeType : "",
                ["user"] = PracticeWorkspace.BotUserId,
            },
        });
    }

    private ApiReply DeleteFile(ApiArguments arguments)
    {
        if (store.FindFile(arguments.Text("file") ?? "") is not { State: FileState.Completed } file) return ApiReply.Error("file_not_found");
        store.DeleteFile(file.Id);
        return ApiReply.Ok(new JsonObject());
    }

    private bool TryReadContent(ApiArguments arguments, int longestText, out StoredMessage content, out ApiReply error)
    {
        content = new StoredMessage();
        error = ApiReply.Error("no_text");
        var text = arguments.Text("text") ?? "";
        if (text.Length > longestText)
        {
            error = ApiReply.Error("msg_too_long");
            return false;
        }

        if (!arguments.TryJson("blocks", out var blocks))
        {
            error = ApiReply.Error("invalid_blocks_format");
            return false;
        }

        if (blocks is not null)
        {
            if (BlockKitValidator.Check(blocks, IsPictureReady) is { Count: > 0 } problems)
            {
                error = ApiReply.Error("invalid_blocks", problems);
                return false;
            }

            NameBlocks((JsonArray)blocks);
        }

        if (text.Length == 0 && blocks is not JsonArray { Count: > 0 }) return false;

        if (!arguments.TryJson("metadata", out var metadata) || !IsMetadata(metadata))
        {
            error = ApiReply.Error("invalid_metadata_format");
            return false;
        }

        content = new StoredMessage
        {
            Text = text,
            Blocks = blocks?.ToJsonString(),
            Metadata = metadata is JsonObject { Count: > 0 } ? metadata.ToJsonString() : null,
        };
        return true;
    }

    private bool IsPictureReady(string fileId) => store.FindFile(fileId) is { IsPicture: true } file && file.IsReady(time.GetUtcNow());

    private static bool IsMetadata(JsonNode? metadata) => metadata switch
    {
        null => true,
        JsonObject { Count: 0 } => true,
        JsonObject given => given["event_type"] is JsonValue type && type.TryGetValue<string>(out var name) && name.Length > 0 && given["event_payload"] is JsonObject,
        _ => false,
    };

    /// <summary>Slack gives a block without an id one of its own.</summary>
    private static void NameBlocks(JsonArray blocks)
    {
        foreach (var block in blocks.OfType<JsonObject>())
            block["block_id"] ??= RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 5);
    }

    private static JsonObject UserJson(PracticePerson person) => new()
    {
        ["id"] = person.Id,
        ["team_id"] = PracticeWorkspace.TeamId,
        ["name"] = person.Name,
        ["deleted"] = person.IsDeactivated,
        ["real_name"] = person.RealName,
        ["is_bot"] = person.IsBot,
        ["profile"] = new JsonObject { ["real_name"] = person.RealName, ["display_name"] = person.DisplayName },
    };

    private static string CursorBefore(string ts) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"next_ts:{ts}"));

    private static bool TryReadCursor(string? cursor, out string? before)
    {
        before = null;
        if (cursor is null) return true;
        var bytes = new byte[cursor.Length];
        if (!Convert.TryFromBase64String(cursor, bytes, out var length)) return false;
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        before = text.StartsWith("next_ts:", StringComparison.Ordinal) ? text["next_ts:".Length..] : null;
        return SlackIds.IsTs(before);
    }

    private static string MimeTypeOf(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : bytes.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47]) ? "image/png"
        : bytes.StartsWith("GIF8"u8) ? "image/gif"
        : "application/octet-stream";
}
