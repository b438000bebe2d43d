using System.Text.Json;

namespace Atmosphere.Slack.Interactions;

/// <summary>Reads a request of the Events API. Verify the signature first. Every body gives an answer; none makes it throw.</summary>
public static class EventParser
{
    private const int LongestChallenge = 1_000;

    private static readonly JsonDocumentOptions Bounded = new() { MaxDepth = 64 };

    /// <param name="body">JSON.</param>
    public static Interaction Parse(ReadOnlyMemory<byte> body)
    {
        if (body.Length > InteractionParser.LargestBody) return new Malformed { Reason = "The body is larger than 1 MB." };
        try
        {
            using var document = JsonDocument.Parse(body, Bounded);
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            return new Malformed { Reason = "The body is not JSON." };
        }
    }

    private static Interaction Read(JsonElement json) => json.Text("type") switch
    {
        "url_verification" => json.Text("challenge") is { Length: > 0 and <= LongestChallenge } challenge
            ? new AddressChecked { Challenge = challenge }
            : new Malformed { Reason = "There is no challenge." },
        "event_callback" => ReadEvent(json, json.Member("event")),
        null => new Malformed { Reason = "The body has no type." },
        _ => new Irrelevant { Reason = "Not an event." },
    };

    private static Interaction ReadEvent(JsonElement json, JsonElement happened)
    {
        if (happened.Text("type") is not { } type) return new Malformed { Reason = "The event has no type." };
        if (type != "app_home_opened" || happened.Text("tab") == "messages") return new Irrelevant { Reason = "Not an event of ours." };
        if (!SlackIds.IsUser(happened.Text("user"))) return new Malformed { Reason = "event.user is not a user id." };
        var teamId = json.Text("team_id") ?? "";
        if (teamId.Length > 0 && !SlackIds.IsTeam(teamId)) return new Malformed { Reason = "team_id is not a team id." };
        var appId = json.Text("api_app_id") ?? "";
        if (appId.Length > 0 && !SlackIds.IsApp(appId)) return new Malformed { Reason = "api_app_id is not an app id." };
        return new HomeOpened { UserId = happened.Text("user")!, TeamId = teamId, AppId = appId };
    }
}
