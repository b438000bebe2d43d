using Atmosphere.Grains.Ports;

namespace Atmosphere.Slack.SocketMode;

/// <summary>How the socket is, in words.</summary>
/// <param name="IsUsed"><c>Slack:AppToken</c> is set.</param>
/// <param name="IsOpen">What people press arrives.</param>
/// <param name="IsWell">Nothing to tell an operator.</param>
/// <param name="Message">A sentence or two. No token, no address.</param>
public sealed record SocketModeReport(bool IsUsed, bool IsOpen, bool IsWell, string Message);

/// <summary>What <c>/readyz</c> and the pages say of the socket.</summary>
public sealed class SocketModeStatus(TimeProvider time)
{
    /// <summary>A gap that may close by itself is told when it has lasted so long.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private volatile SocketPlan? _plan;

    public SocketModeReport Current => Report(_plan, time.GetUtcNow());

    internal void Show(SocketPlan plan) => _plan = plan;

    internal static SocketModeReport Report(SocketPlan? plan, DateTimeOffset now) => plan switch
    {
        null => new(false, false, true, "Slack calls over HTTP; Socket Mode is not used (Slack:AppToken is not set)."),
        { IsOpen: true } => new(true, true, true, "Slack is connected by Socket Mode."),
        { Trouble: null } => new(true, false, true, "The connection to Slack is being opened."),
        { Trouble: { Kind: OutcomeKind.Misconfigured } trouble } => new(true, false, false, $"Slack can't be reached by Socket Mode, so presses and commands do not arrive. {trouble.Reason}"),
        { Trouble: var trouble } => new(
            true, false, now - trouble.Since < Patience, $"The connection to Slack is down, so presses and commands do not arrive. {trouble.Reason} It is tried again by itself."),
    };
}
