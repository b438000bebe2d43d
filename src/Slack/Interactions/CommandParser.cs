using System.Text;
using System.Text.Json;

namespace Atmosphere.Slack.Interactions;

/// <summary>
/// Reads a slash command: flat form fields over HTTP, the same fields as JSON over the socket. Verify the signature first. Every body
/// gives an answer; none makes it throw.
/// </summary>
public static class CommandParser
{
    /// <summary>Characters of what follows the command. No word that is known has as many; Slack lets people type more.</summary>
    public const int LongestText = 200;

    private const int LongestCommand = 33;

    private static readonly JsonDocumentOptions Bounded = new() { MaxDepth = 64 };

    /// <param name="body">The form body.</param>
    public static Interaction ParseForm(ReadOnlySpan<byte> body)
    {
        if (body.Length > InteractionParser.LargestBody) return new Malformed { Reason = "The body is larger than 1 MB." };
        // Slack looks now and then whether the address has a valid certificate (docs.slack.dev, "Implementing slash commands").
        if (Field(body, "ssl_check") == "1") return new Irrelevant { Reason = "A check of the certificate." };
        return Read(Field(body, "command"), Field(body, "text"), Field(body, "user_id"), Field(body, "channel_id"), Field(body, "team_id"), Field(body, "api_app_id"));
    }

    /// <summary>Reads what Socket Mode delivers.</summary>
    public static Interaction ParsePayload(ReadOnlyMemory<byte> payload)
    {
        if (payload.Length > InteractionParser.LargestBody) return new Malformed { Reason = "The payload is larger than 1 MB." };
        try
        {
            using var document = JsonDocument.Parse(payload, Bounded);
            var json = document.RootElement;
            return Read(json.Text("command"), json.Text("text"), json.Text("user_id"), json.Text("channel_id"), json.Text("team_id"), json.Text("api_app_id"));
        }
        catch (JsonException)
        {
            return new Malformed { Reason = "The payload is not JSON." };
        }
    }

    private static string? Field(ReadOnlySpan<byte> body, string name) => FormBody.ReadSingle(body, name) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    private static Interaction Read(string? command, string? text, string? userId, string? channelId, string? teamId, string? appId)
    {
        if (command is not { Length: > 1 and <= LongestCommand } || command[0] != '/') return new Malformed { Reason = "command is not a command." };
        if (!SlackIds.IsUser(userId)) return new Malformed { Reason = "user_id is not a user id." };
        if (!SlackIds.IsChannel(channelId)) return new Malformed { Reason = "channel_id is not a channel id." };
        if (teamId is { Length: > 0 } && !SlackIds.IsTeam(teamId)) return new Malformed { Reason = "team_id is not a team id." };
        if (appId is { Length: > 0 } && !SlackIds.IsApp(appId)) return new Malformed { Reason = "api_app_id is not an app id." };
        return new CommandGiven
        {
            Command = command,
            Text = Messages.Mrkdwn.Shorten(text ?? "", LongestText),
            UserId = userId!,
            ChannelId = channelId!,
            TeamId = teamId ?? "",
            AppId = appId ?? "",
        };
    }
}
