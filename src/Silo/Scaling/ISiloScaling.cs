namespace Atmosphere.Silo.Scaling;

/// <summary>Tells whoever starts and stops silos how many are wanted. There is none where the process is all there is.</summary>
public interface ISiloScaling
{
    /// <summary>Whether silo number <paramref name="silo"/> (0, 1, 2 …) is wanted at present; null when that is not known yet: leave it as it is.</summary>
    Task<bool?> IsWantedAsync(int silo);

    /// <summary>What the answers rest on, for an operator.</summary>
    Task<ScalingView> ShowAsync();
}

/// <summary>What the number of silos rests on.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.ScalingView")]
public sealed record ScalingView
{
    /// <summary>Null: not known yet.</summary>
    [Id(0)] public int? Wanted { get; init; }

    [Id(1)] public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>Silos whose last report is fresh. While it is not <see cref="Wanted"/>, a change is under way and nothing is decided.</summary>
    [Id(2)] public int Reporting { get; init; }

    /// <summary>The load as a share of what the silos that report shall carry: above 1 the cluster grows.</summary>
    [Id(3)] public double Load { get; init; }

    /// <summary>The measure that <see cref="Load"/> comes from: effects, activations, cpu, events, event age.</summary>
    [Id(4)] public string Measure { get; init; } = "";

    /// <summary>Since when the load is too high, or null.</summary>
    [Id(5)] public DateTimeOffset? AboveSince { get; init; }

    /// <summary>Since when one silo fewer would do, or null.</summary>
    [Id(6)] public DateTimeOffset? BelowSince { get; init; }
}
