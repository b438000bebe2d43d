using Atmosphere.Grains.Ports;

namespace Atmosphere.Slack.SlackNet;

/// <summary>Carries what became of a call through SlackNet, which knows results and exceptions only. It never leaves <see cref="SlackNetWebApi"/>.</summary>
internal sealed class SlackCallException(Outcome<Nothing> outcome) : Exception(outcome.Reason)
{
    public Outcome<Nothing> Outcome { get; } = outcome;
}
