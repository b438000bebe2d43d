using Atmosphere.Grains.Ports;
using Microsoft.Extensions.Logging;

namespace Atmosphere.Slack.WebApi;

internal sealed partial class SlackTransport
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Debug, Message = "Slack {Method} done in {Milliseconds} ms.")]
    private partial void CallDone(string method, long milliseconds);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "Slack {Method} ended as {Kind} ({Code}) after {Milliseconds} ms.")]
    private partial void CallFailed(string method, OutcomeKind kind, string code, long milliseconds);

    [LoggerMessage(EventId = 3, Level = LogLevel.Error, Message = "Slack {Method} can't work ({Code}): {Reason}")]
    private partial void CallMisconfigured(string method, string code, string reason);
}
