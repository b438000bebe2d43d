using System.Text.Json.Nodes;
using Atmosphere.Practice.Store;

namespace Atmosphere.Practice.Api;

/// <summary>A message as Slack shows it to programs: in replies, in the history and inside a press.</summary>
internal static class MessageJson
{
    public static JsonObject Write(StoredMessage message, bool withMetadata)
    {
        var json = new JsonObject
        {
            ["type"] = "message",
            ["user"] = message.UserId,
            ["team"] = PracticeWorkspace.TeamId,
            ["ts"] = message.Ts,
            ["text"] = message.Text,
        };
        if (message.UserId == PracticeWorkspace.BotUserId)
        {
            json["bot_id"] = PracticeWorkspace.BotId;
            json["app_id"] = PracticeWorkspace.AppId;
        }

        if (message.Blocks is not null) json["blocks"] = JsonNode.Parse(message.Blocks);
        if (message.EditedTs is not null) json["edited"] = new JsonObject { ["user"] = message.UserId, ["ts"] = message.EditedTs };
        if (withMetadata && message.Metadata is not null) json["metadata"] = JsonNode.Parse(message.Metadata);
        return json;
    }
}
