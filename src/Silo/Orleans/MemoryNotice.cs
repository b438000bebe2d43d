
namespace Atmosphere.Silo;

/// <summary>Says at start what a silo on memory storage is not.</summary>
internal sealed partial class MemoryNotice(ILogger<MemoryNotice> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        LogNothingSurvives();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Warning, Message = "This silo keeps grain state, reminders and streams in memory: nothing survives its end")]
    private partial void LogNothingSurvives();
}
