using Atmosphere.Slack;
using Atmosphere.Slack.SocketMode;
using Microsoft.Extensions.Options;

namespace Atmosphere.Api.Setup;

/// <summary>Whether what people press arrives: the socket, or the signing secret and the address. It is sure only when a press has come.</summary>
internal sealed class WayInCheck(SocketModeStatus socket, PressTest test, IOptions<SlackOptions> options) : ISetupCheck
{
    public string Name => "slack-press";

    public string Title => "Slack: presses arrive";

    public string Doing => "Looking at the connection, and waiting for a press of the test message's button …";

    public string Button => "Wait again";

    public bool RunsByItself => true;

    public Task<CheckResult> RunAsync(CancellationToken cancellationToken) => Task.FromResult(Judge(socket.Current, test.IsPressed, !options.Value.SigningSecrets.IsDefaultOrEmpty));

    internal static CheckResult Judge(SocketModeReport socket, bool? pressed, bool hasSecret) => (socket, pressed) switch
    {
        (_, true) => CheckResult.Good("The press has arrived."),
        ({ IsUsed: true, IsOpen: false }, _) => CheckResult.Bad(
            socket.Message, hasSecret ? "Until then Slack can call over HTTP, if Socket Mode is off in the app's settings." : "Nothing that people press arrives until then."),
        ({ IsUsed: true }, null) => CheckResult.Note(socket.Message, "To be sure, post a test message (above) and press its button."),
        (_, null) => CheckResult.Note("Slack calls over HTTP, and its signatures are checked (Slack:SigningSecret).", "To be sure, post a test message (above) and press its button."),
        ({ IsUsed: true }, false) => CheckResult.Waiting(
            "The socket is open; no press has come yet.", "Press the button in the channel. If Slack shows a warning sign there: is Socket Mode on for this very app (api.slack.com/apps → Socket Mode)?"),
        (_, false) => CheckResult.Waiting(
            "No press has come yet.",
            "Press the button in the channel. If Slack shows a warning sign there: does Interactivity & Shortcuts hold this server's https address with /slack/interactions, and Slack:SigningSecret this app's secret? A wrong secret is in the log as \"its signature is Wrong\"."),
    };
}
