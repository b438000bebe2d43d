namespace Atmosphere.Grains.Owing;

/// <summary>The part of a grain's state that has to do with owing effects.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.OwingState`1")]
public abstract record OwingState<TEffect>
    where TEffect : class, IOwedEffect
{
    [Id(0)] public OwedLedger<TEffect> Owed { get; init; } = OwedLedger<TEffect>.Empty;

    /// <summary>
    /// The time of the first tick that the <c>due</c> reminder was armed for by a write. In the past it proves nothing;
    /// in the future it spares another arming.
    /// </summary>
    [Id(1)] public DateTimeOffset? ReminderArmedFor { get; init; }

    /// <summary>Grows with every write that changed something; what the catalogue orders by.</summary>
    [Id(2)] public long Version { get; init; }

    /// <summary>When this grain wants to be woken although it owes nothing, or null.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public virtual DateTimeOffset? WakeAt => null;

    /// <summary>Nothing is to be kept of this grain: its record is deleted in the place of a write.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public virtual bool IsErased => false;
}
