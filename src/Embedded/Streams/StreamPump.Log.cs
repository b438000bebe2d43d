using Microsoft.Extensions.Logging;

namespace Atmosphere.Embedded.Streams;

internal sealed partial class StreamPump
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "No grain class is subscribed to the stream namespace '{Namespace}': the event is dropped.")]
    private static partial void LogNobodySubscribed(ILogger logger, string @namespace);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Stream event {Sequence} failed in a grain of type '{GrainType}' (attempt {Attempts}). It will be tried again.")]
    private static partial void LogRetry(ILogger logger, Exception failure, long sequence, string grainType, int attempts);

    [LoggerMessage(Level = LogLevel.Error, Message = "Stream event {Sequence} for a grain of type '{GrainType}' is given up after {Attempts} attempts.")]
    private static partial void LogGivenUp(ILogger logger, Exception failure, long sequence, string grainType, int attempts);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nobody could be told that stream event {Sequence} was given up.")]
    private static partial void LogTellingFailed(ILogger logger, Exception failure, long sequence);

    [LoggerMessage(Level = LogLevel.Error, Message = "Stream event {Sequence} was given up and could not be put aside. That will be tried again.")]
    private static partial void LogBuryFailed(ILogger logger, Exception failure, long sequence);

    [LoggerMessage(Level = LogLevel.Error, Message = "Stream events could not be read. That will be tried again.")]
    private static partial void LogReadFailed(ILogger logger, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "Delivered stream events could not be deleted. That will be tried again.")]
    private static partial void LogDeleteFailed(ILogger logger, Exception failure);
}
