using Atmosphere.Embedded.Hosting;
using Atmosphere.Embedded.Storage;
using Atmosphere.Grains;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Hosting;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Atmosphere.VirtualTime;

/// <summary>The product as src/Silo composes it on one machine, but for what is outside of it: time, disk and ports.</summary>
internal static class VirtualServer
{
    /// <param name="turns">Where everything runs.</param>
    /// <param name="time">The clock that goes with them.</param>
    /// <param name="host">What tells the product that it has to stop.</param>
    /// <param name="store">The disk.</param>
    /// <param name="jitter">A random number from 0 (inclusive) to 1 (exclusive).</param>
    /// <param name="configuration">The product's settings.</param>
    /// <param name="addPorts">Registers recogniser, Slack, cropper, pictures, catalogue, and logging if it is wanted.</param>
    public static EmbeddedEngine Build(
        TurnQueue turns, TimeProvider time, IHostApplicationLifetime host, IEngineStore store, Func<double> jitter, IConfiguration configuration, Action<IServiceCollection> addPorts)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        addPorts(services);
        return services
            .AddSingleton(time)
            .AddSingleton(host)
            .AddSingleton(store)
            .AddSingleton<IGrainStorageSerializer, GrainStateSerializer>()
            .AddSingleton(new Backoff(jitter))
            .AddAtmosphereGrains(configuration)
            .AddEmbeddedEngine(options =>
            {
                options.AddGrains(typeof(IFaceGrain).Assembly);
                options.StreamProviders.Add(WellKnownNames.StreamProvider);
                options.MaxEventDeliveryTime = TimeSpan.FromDays(1);
                options.ResumeWithin = TimeSpan.FromMinutes(2);
                options.Scheduler = turns;
            })
            .BuildServiceProvider()
            .GetRequiredService<EmbeddedEngine>();
    }
}
