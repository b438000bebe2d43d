using Atmosphere.Grains.Ports;
using Microsoft.Extensions.Logging;

namespace Atmosphere.Recognition.FaceApi;

internal static partial class FaceFailure
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Operation} was rejected with {Status} {Code}: somebody has to look (client-request-id {RequestId}).")]
    private static partial void LogMisconfigured(ILogger logger, FaceApiOperation operation, int status, string code, string requestId);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Operation} was answered with {Status}: {Kind} {Code} (client-request-id {RequestId}).")]
    private static partial void LogFailed(ILogger logger, FaceApiOperation operation, int status, OutcomeKind kind, string code, string requestId);
}
