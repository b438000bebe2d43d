namespace Atmosphere.Silo.Scaling;

/// <summary>Collects what the silos have to do, and decides how many there should be. One for the cluster, under <see cref="Key"/>.</summary>
[Alias("Atmosphere.IScalingGrain")]
public interface IScalingGrain : IGrainWithStringKey
{
    /// <summary>The key of the one there is.</summary>
    const string Key = "silos";

    /// <summary>A silo's load; its time is that of its arrival.</summary>
    [Alias("Report")]
    Task Report(SiloDemand demand);

    /// <summary>Whether silo number <paramref name="silo"/> is wanted; null when that is not known yet.</summary>
    [Alias("Wants")]
    Task<bool?> Wants(int silo);

    /// <summary>What the decision rests on.</summary>
    [ReadOnly, Alias("Show")]
    Task<ScalingView> Show();
}
