using System.Collections.Immutable;

namespace Atmosphere.Slack;

/// <summary>The section <c>Slack</c> of the configuration.</summary>
public sealed class SlackOptions
{
    public const string Section = "Slack";

    /// <summary>Slack's own address.</summary>
    public const string DefaultApiUrl = "https://slack.com/api/";

    /// <summary><c>Slack:BotToken</c>: the bot's token, <c>xoxb-…</c>. A secret.</summary>
    public string BotToken { get; set; } = "";

    /// <summary>
    /// <c>Slack:AppToken</c>: the app-level token, <c>xapp-…</c>. With it Slack needs no public address: we connect to Slack (Socket Mode).
    /// Each of the two opens its own way in; Slack uses the socket while Socket Mode is on in the app's settings. A secret.
    /// </summary>
    public string AppToken { get; set; } = "";

    /// <summary><c>Slack:SigningSecret</c>: for callbacks over HTTP. One secret, or several (comma-separated, or a list) while one is being replaced.</summary>
    public ImmutableArray<string> SigningSecrets { get; set; } = [];

    /// <summary>The app's id as its token tells it (<c>xapp-1-A…-…</c>), or null.</summary>
    public string? AppId => AppToken.Split('-') is [_, _, var id, ..] && SlackIds.IsApp(id) ? id : null;

    /// <summary><c>Slack:Channel</c>: the id of the channel that is asked, <c>C…</c>, not its name.</summary>
    public string Channel { get; set; } = "";

    /// <summary><c>Slack:ApiUrl</c>: where the Web API is. Default <see cref="DefaultApiUrl"/>.</summary>
    public string ApiUrl { get; set; } = DefaultApiUrl;

    /// <summary><c>Slack:Client</c>: who makes the calls. Default: SlackNet in a build that has it, else our own.</summary>
    public SlackClientKind Client { get; set; } = SlackNetClient.IsHere ? SlackClientKind.SlackNet : SlackClientKind.BuiltIn;

    /// <summary><c>Slack:Timeout</c>: how long one call may take, 1 to 60 seconds. Default 10 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary><c>Slack:FileReadyWithin</c>: how long to wait for Slack to process a picture, up to 2 minutes. Default 15 seconds.</summary>
    public TimeSpan FileReadyWithin { get; set; } = TimeSpan.FromSeconds(15);
}

/// <summary>Who makes the calls of Slack's Web API.</summary>
public enum SlackClientKind
{
    /// <summary>Our own client, in every build.</summary>
    BuiltIn = 0,

    /// <summary>SlackNet, in a build with the cloud packages.</summary>
    SlackNet = 1,
}
