using Atmosphere.Recognition.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Atmosphere.Api.Intake.Folder;

/// <summary>Looks into the watched folder again and again. Of several processes with one folder, one does.</summary>
internal sealed partial class FolderIntake(WatchedFolder folder, FolderSweep sweep, TimeProvider time, ILogger<FolderIntake> logger) : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private volatile string? _trouble;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        _trouble is { } trouble ? HealthCheckResult.Degraded(trouble) : HealthCheckResult.Healthy("The watched folder is looked into."));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        IDisposable? held = null;
        try
        {
            for (var failures = 0; !stoppingToken.IsCancellationRequested;)
            {
                try
                {
                    held ??= TryHold();
                    if (held is not null) await sweep.SweepAsync(stoppingToken);
                    _trouble = sweep.Stuck is > 0 and var stuck ? $"The watched folder (Intake:Folder) has {stuck} {(stuck == 1 ? "file that" : "files that")} can't be read or moved: look at who may." : null;
                    failures = 0;
                }
                catch (Exception fault) when (fault is not OperationCanceledException)
                {
                    // Whatever it was, the files are still there: a full disk, a cluster that is away.
                    if (failures++ == 0) LogTrouble(fault);
                    _trouble = $"The watched folder (Intake:Folder) can't be taken from now ({fault.GetType().Name}); its files wait there.";
                }

                var pause = Every * Math.Pow(2, Math.Min(failures, 10));
                await Task.Delay(pause < LongestPause ? pause : LongestPause, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // It stops.
        }
        finally
        {
            held?.Dispose();
        }
    }

    /// <returns>Null while another process looks into the folder.</returns>
    private IDisposable? TryHold() => FileLock.TryTake(Path.Combine(folder.Path, ".atmosphere.lock"));

    [LoggerMessage(Level = LogLevel.Warning, Message = "The watched folder can't be taken from; its files wait there")]
    private partial void LogTrouble(Exception fault);
}
