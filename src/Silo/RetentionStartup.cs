using Atmosphere.Grains.Retention;

namespace Atmosphere.Silo;

/// <summary>Makes sure at every start that the daily retention is registered, or no longer is.</summary>
internal sealed class RetentionStartup(IGrainFactory grains) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => grains.GetGrain<IRetentionGrain>(IRetentionGrain.OnlyKey).EnsureScheduled();

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
