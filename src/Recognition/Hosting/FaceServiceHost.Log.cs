using Microsoft.Extensions.Logging;

namespace Atmosphere.Recognition.Hosting;

internal sealed partial class FaceServiceHost
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{Text}")]
    private partial void LogPhase(string text);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Text}")]
    private partial void LogTrouble(string text);

    [LoggerMessage(Level = LogLevel.Error, Message = "The face service could not be started.")]
    private partial void LogFault(Exception exception);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Face service: {Line}")]
    private partial void LogOutput(string line);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Face service: {Line}")]
    private partial void LogErrorLine(string line);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Face service: {Count} more lines in the last minute were left out.")]
    private partial void LogDropped(int count);
}
