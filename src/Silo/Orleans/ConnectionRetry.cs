
namespace Atmosphere.Silo;

/// <summary>A client that starts before its cluster waits for it, however long that takes; the platform's start-up probe ends it if need be.</summary>
internal sealed partial class ConnectionRetry(TimeProvider time, ILogger<ConnectionRetry> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        LogNotYet(exception.GetType().Name);
        await Task.Delay(Pause, time, cancellationToken);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The cluster can't be reached yet ({Fault}); trying again")]
    private partial void LogNotYet(string fault);
}
