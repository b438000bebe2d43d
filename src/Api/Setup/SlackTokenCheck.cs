using Atmosphere.Grains.Ports;
using Atmosphere.Slack;
using Atmosphere.Slack.WebApi;

namespace Atmosphere.Api.Setup;

/// <summary>Whether Slack takes the bot's token, and whether it may do everything that is done with it.</summary>
internal sealed class SlackTokenCheck(ISlackSetup slack) : ISetupCheck
{
    public string Name => "slack-token";

    public string Title => "Slack: token and scopes";

    public string Doing => "Asking Slack whom the token belongs to and what it may do …";

    public string Button => "Check again";

    public bool RunsByItself => true;

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken) => Judge(await slack.ReadScopesAsync(cancellationToken));

    internal static CheckResult Judge(Outcome<TokenScopes> answer)
    {
        if (answer is not { IsDone: true, Value: { } token })
            return CheckResult.Bad(answer.Reason, "Copy the bot token from api.slack.com/apps → Install App into Slack:BotToken, for example xoxb-1234-5678-abcDEF, and start again.");
        if (token.Scopes is not { } scopes)
            return CheckResult.Note("Slack takes the token. It does not say what the token may do.", "If a call is refused later, its scope is named in the log and on /readyz.");
        var missing = SlackScopes.OfBot.Except(scopes);
        return missing.IsEmpty
            ? CheckResult.Good("Slack takes the token, and it has every scope that is needed.")
            : CheckResult.Bad(
                $"The token lacks {(missing.Count == 1 ? "the scope" : "the scopes")} {string.Join(", ", missing)}.",
                "At api.slack.com/apps → OAuth & Permissions add it under Bot Token Scopes, and install the app again (Install App). The token stays the same.");
    }
}
