namespace Atmosphere.Silo.Scaling;

/// <summary>How many silos are wanted, and what has been seen of the load.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.ScalingState")]
public sealed record ScalingState
{
    /// <summary>Null: not known yet, because nothing was stored and the silos have not all reported.</summary>
    [Id(0)] public int? Wanted { get; init; }

    [Id(1)] public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>The first look while <see cref="Wanted"/> is not known.</summary>
    [Id(2)] public DateTimeOffset? FirstLookAt { get; init; }

    [Id(3)] public DateTimeOffset? LookedAt { get; init; }

    /// <summary>Since when every look has found too much load for the silos that are wanted.</summary>
    [Id(4)] public DateTimeOffset? AboveSince { get; init; }

    /// <summary>Since when every look has found that one silo fewer would do.</summary>
    [Id(5)] public DateTimeOffset? BelowSince { get; init; }

    /// <summary>Whether silo number <paramref name="silo"/> (0, 1, 2 …) is wanted; null when that is not known yet.</summary>
    public bool? Wants(int silo, ScalingOptions options) => silo < options.MinSilos ? true : Wanted is { } wanted ? silo < wanted : null;
}
