using Microsoft.Extensions.Options;

namespace Atmosphere.Slack;

/// <summary>Stops the process at start when a setting can't work. Its messages never hold a secret.</summary>
internal sealed class SlackOptionsValidator : IValidateOptions<SlackOptions>
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestProcessing = TimeSpan.FromMinutes(2);

    public ValidateOptionsResult Validate(string? name, SlackOptions options)
    {
        var wrong = Problems(options).ToList();
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static IEnumerable<string> Problems(SlackOptions options)
    {
        if (options.BotToken.Length == 0)
            yield return "Slack:BotToken is missing. Set it to the bot token of your Slack app, for example xoxb-1234-5678-abcDEF.";
        else if (!IsToken(options.BotToken, "xoxb-"))
            yield return "Slack:BotToken is not a bot token: it has to start with xoxb-, for example xoxb-1234-5678-abcDEF.";

        if (options.AppToken.Length > 0 && !IsToken(options.AppToken, "xapp-"))
            yield return "Slack:AppToken is not an app-level token: it has to start with xapp-. Make one on the app's Basic Information page with the scope connections:write, for example xapp-1-A0123456789-1234567890-abcdef.";

        if (options.SigningSecrets.IsDefaultOrEmpty && options.AppToken.Length == 0)
            yield return "Slack:AppToken and Slack:SigningSecret are both missing, so nothing that people press would arrive. Without a public address set Slack:AppToken (Socket Mode), for example xapp-1-A0123456789-1234567890-abcdef; with one, Slack:SigningSecret from the app's Basic Information page, for example 8f742231b10e8888abcd99yyyzzz85a5.";
        else if (!options.SigningSecrets.IsDefault && options.SigningSecrets.Any(secret => secret.Length < 16 || secret.Any(c => c is <= ' ' or > '~')))
            yield return "Slack:SigningSecret is too short or holds a space or a line break. Copy it from the app's Basic Information page, for example 8f742231b10e8888abcd99yyyzzz85a5.";

        if (!SlackIds.IsPostableChannel(options.Channel))
            yield return "Slack:Channel is not a channel id. Take it from the end of 'View channel details' in Slack, for example C0123456789; a name like #faces is not enough.";

        if (!IsHttps(options.ApiUrl))
            yield return $"Slack:ApiUrl is not an https address that ends in a slash (http only on this machine), for example {SlackOptions.DefaultApiUrl}.";

        if (!Enum.IsDefined(options.Client))
            yield return "Slack:Client is neither SlackNet nor BuiltIn, for example BuiltIn.";
        else if (options.Client == SlackClientKind.SlackNet && !SlackNetClient.IsHere)
            yield return "Slack:Client is SlackNet, which this build leaves out. Build it with its cloud packages (docs/engines.md says how), or use the client that every build has, for example BuiltIn.";

        if (options.Timeout < TimeSpan.FromSeconds(1) || options.Timeout > LongestTimeout)
            yield return "Slack:Timeout is not between 1 and 60 seconds, for example 00:00:10.";

        if (options.FileReadyWithin < TimeSpan.Zero || options.FileReadyWithin > LongestProcessing)
            yield return "Slack:FileReadyWithin is not between 0 and 2 minutes, for example 00:00:15.";
    }

    private static bool IsHttps(string address) =>
        address.EndsWith('/') && Uri.TryCreate(address, UriKind.Absolute, out var uri) && SafeAddress.MayCarrySecrets(uri) && uri.Query.Length == 0;

    private static bool IsToken(string token, string prefix) =>
        token.StartsWith(prefix, StringComparison.Ordinal) && token.Length is >= 9 and <= 255
        && token.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
