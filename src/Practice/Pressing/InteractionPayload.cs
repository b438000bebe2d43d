using System.Text;
using System.Text.Json.Nodes;

namespace Atmosphere.Practice.Pressing;

/// <summary>Who presses what, where and when.</summary>
public sealed record Press
{
    public required string UserId { get; init; }

    /// <summary>The account's short name, which Slack sends along.</summary>
    public string UserName { get; init; } = "";

    public string TeamId { get; init; } = PracticeWorkspace.TeamId;

    public string ChannelId { get; init; } = PracticeWorkspace.ChannelId;

    public required string MessageTs { get; init; }

    /// <summary>The message as it stands, or null: then the payload has just its key.</summary>
    public JsonObject? Message { get; init; }

    public required string BlockId { get; init; }

    public required string ActionId { get; init; }

    /// <summary>A button's value.</summary>
    public string? Value { get; init; }

    /// <summary>A button's text.</summary>
    public string ButtonText { get; init; } = "";

    /// <summary>True for the user picker, with <see cref="SelectedUser"/>.</summary>
    public bool IsPicker { get; init; }

    /// <summary>The chosen user, or null for a picker that was cleared.</summary>
    public string? SelectedUser { get; init; }

    /// <summary>Slack's time of the press, for example <c>1712345678.000100</c>.</summary>
    public required string ActionTs { get; init; }
}

/// <summary>The <c>block_actions</c> request body that Slack sends for a press (docs.slack.dev, "block_actions payload").</summary>
public static class InteractionPayload
{
    /// <summary>The form body, ready to be signed and posted as <c>application/x-www-form-urlencoded</c>.</summary>
    public static byte[] ToFormBody(Press press) => Encoding.UTF8.GetBytes("payload=" + Uri.EscapeDataString(ToJson(press).ToJsonString()));

    /// <summary>The payload itself.</summary>
    public static JsonObject ToJson(Press press) => new()
    {
        ["type"] = "block_actions",
        ["user"] = new JsonObject { ["id"] = press.UserId, ["username"] = press.UserName, ["name"] = press.UserName, ["team_id"] = press.TeamId },
        ["api_app_id"] = PracticeWorkspace.AppId,
        ["token"] = "deprecated",
        ["container"] = new JsonObject { ["type"] = "message", ["message_ts"] = press.MessageTs, ["channel_id"] = press.ChannelId, ["is_ephemeral"] = false },
        ["trigger_id"] = $"{press.ActionTs}.practice",
        ["team"] = new JsonObject { ["id"] = press.TeamId, ["domain"] = PracticeWorkspace.TeamDomain },
        ["enterprise"] = null,
        ["is_enterprise_install"] = false,
        ["channel"] = new JsonObject { ["id"] = press.ChannelId, ["name"] = PracticeWorkspace.ChannelName },
        ["message"] = press.Message?.DeepClone() ?? new JsonObject { ["type"] = "message", ["ts"] = press.MessageTs },
        ["state"] = new JsonObject { ["values"] = State(press) },
        ["actions"] = new JsonArray(Action(press)),
    };

    private static JsonObject Action(Press press)
    {
        var action = new JsonObject { ["type"] = press.IsPicker ? "users_select" : "button", ["action_id"] = press.ActionId, ["block_id"] = press.BlockId };
        if (press.IsPicker)
        {
            action["selected_user"] = press.SelectedUser;
        }
        else
        {
            action["text"] = new JsonObject { ["type"] = "plain_text", ["text"] = press.ButtonText, ["emoji"] = true };
            if (press.Value is not null) action["value"] = press.Value;
        }

        action["action_ts"] = press.ActionTs;
        return action;
    }

    private static JsonObject State(Press press) => press.IsPicker
        ? new JsonObject
        {
            [press.BlockId] = new JsonObject
            {
                [press.ActionId] = new JsonObject { ["type"] = "users_select", ["selected_user"] = press.SelectedUser },
            },
        }
        : [];
}
