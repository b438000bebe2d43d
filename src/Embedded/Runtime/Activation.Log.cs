using Microsoft.Extensions.Logging;

namespace Atmosphere.Embedded.Runtime;

internal sealed partial class Activation
{
    [LoggerMessage(Level = LogLevel.Error, Message = "{Grain} could not be activated.")]
    private static partial void LogActivationFailed(ILogger logger, Exception failure, GrainId grain);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Grain} failed while it was deactivated; it is gone all the same.")]
    private static partial void LogDeactivationFailed(ILogger logger, Exception failure, GrainId grain);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Grain} is dropped because its state is out of date: {Reason}")]
    private static partial void LogStaleWrite(ILogger logger, GrainId grain, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Grain} did not answer {Method} in time.")]
    private static partial void LogTimeout(ILogger logger, GrainId grain, string method);
}
