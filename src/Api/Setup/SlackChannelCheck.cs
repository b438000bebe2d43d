using Atmosphere.Grains.Ports;
using Atmosphere.Slack;
using Atmosphere.Slack.WebApi;
using Microsoft.Extensions.Options;

namespace Atmosphere.Api.Setup;

/// <summary>Whether the bot is in the channel that it asks in.</summary>
internal sealed class SlackChannelCheck(ISlackSetup slack, IOptions<SlackOptions> options) : ISetupCheck
{
    private const string Invite = "In Slack open the channel and say: /invite @Atmosphere";

    public string Name => "slack-channel";

    public string Title => "Slack: the channel";

    public string Doing => "Asking Slack whether the bot is in the channel …";

    public string Button => "Check again";

    public bool RunsByItself => true;

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken) => Judge(options.Value.Channel, await slack.LookAtChannelAsync(options.Value.Channel, cancellationToken));

    internal static CheckResult Judge(string channel, Outcome<ChannelFacts> answer) => answer switch
    {
        { Code: "channel_not_found" } => CheckResult.Bad($"Slack knows no channel {channel} that the bot may see.", $"If it is a private channel: {Invite}. Else take the id from the end of View channel details into Slack:Channel, for example C0123456789."),
        { IsDone: true, Value.IsArchived: true } => CheckResult.Bad("The channel is archived.", "Take it out of the archive, or set Slack:Channel to another one, for example C0123456789."),
        { IsDone: true, Value.IsMember: false } => CheckResult.Bad("The bot is not in the channel.", Invite),
        { IsDone: true } => CheckResult.Good("The bot is in the channel."),
        _ => CheckResult.Bad(answer.Reason, "Put the token right first (above); then check again."),
    };
}
