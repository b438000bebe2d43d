using Atmosphere.Silo.Clustering;

namespace Atmosphere.Silo.Scaling;

/// <summary>Asks the scaling grain.</summary>
internal sealed class ClusterScaling(IGrainFactory grains) : ISiloScaling
{
    public Task<bool?> IsWantedAsync(int silo) => Grain.Wants(silo);

    public Task<ScalingView> ShowAsync() => Grain.Show();

    private IScalingGrain Grain => grains.GetGrain<IScalingGrain>(IScalingGrain.Key);

    /// <summary>Lets this silo report. Where it is the only one there can be, there is nothing to scale.</summary>
    public static void AddToSilo(IServiceCollection services, Clustering.ClusterOptions cluster)
    {
        AddToClient(services, cluster);
        if (cluster.Provider != ClusterProvider.Local) services.AddHostedService<DemandReporter>();
    }

    /// <summary>Lets this process ask.</summary>
    public static void AddToClient(IServiceCollection services, Clustering.ClusterOptions cluster)
    {
        if (cluster.Provider != ClusterProvider.Local) services.AddSingleton<ISiloScaling, ClusterScaling>();
    }
}
