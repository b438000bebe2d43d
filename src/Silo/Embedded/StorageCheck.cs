using Atmosphere.Embedded.Hosting;
using Atmosphere.Silo.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Atmosphere.Silo;

/// <summary>Whether votes can be put on disk. A trial write and no memory of failed ones: a disk with room again is found without anybody voting.</summary>
internal sealed class StorageCheck(IOptions<EmbeddedEngineOptions> options, TimeProvider time) : IHealthCheck
{
    /// <summary>Anybody may ask for <c>/readyz</c>, as often as they like.</summary>
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromSeconds(5);

    /// <summary>ENOSPC.</summary>
    private const int NoSpace = 28;

    private readonly string _folder = Path.GetDirectoryName(Path.GetFullPath(options.Value.DatabasePath))!;
    private readonly Lock _gate = new();
    private HealthCheckResult _last;
    private long? _probedAt;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_probedAt is not { } probed || time.GetElapsedTime(probed) >= ProbeEvery) (_last, _probedAt) = (Probe(), time.GetTimestamp());
            return Task.FromResult(_last);
        }
    }

    private HealthCheckResult Probe()
    {
        try
        {
            DataFolder.ProbeWriting(_folder);
            return HealthCheckResult.Healthy("The data folder can be written.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The text of the exception would name the folder, and anybody may read this.
            var why = fault is IOException { HResult: NoSpace } ? "its disk is full" : "its disk can only be read, or is broken";
            return HealthCheckResult.Unhealthy(
                $"The folder of Data:Folder can't be written ({why}): votes and photos are answered with an error. What was accepted is kept. Make room; no restart is needed.");
        }
    }
}
