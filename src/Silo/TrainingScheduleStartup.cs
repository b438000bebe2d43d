using Atmosphere.Grains.Recognition;
using Atmosphere.Grains.Training;
using Microsoft.Extensions.Options;

namespace Atmosphere.Silo;

/// <summary>Makes sure at every start that the nightly training is registered.</summary>
internal sealed class TrainingScheduleStartup(IGrainFactory grains, IOptions<GalleryOptions> gallery) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) =>
        grains.GetGrain<ITrainingGrain>(gallery.Value.Gallery).EnsureScheduled();

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
