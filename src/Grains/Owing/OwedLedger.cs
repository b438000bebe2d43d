using System.Collections.Immutable;

namespace Atmosphere.Grains.Owing;

/// <summary>Something the outside world still has to be told or asked.</summary>
public interface IOwedEffect
{
    /// <summary>
    /// One effect per slot: a newer one replaces the older. Effects that show state (a prompt, a catalogue row) have a fixed
    /// slot and are rendered when they are performed; effects that must each happen have a slot of their own.
    /// </summary>
    string Slot { get; }

    /// <summary>
    /// The shortest time between two performances in this slot, for an effect that shows state which may change many times a second:
    /// the first is performed at once, those that follow wait and show the newest. Zero for everything that is a step forward.
    /// </summary>
    TimeSpan Pace => TimeSpan.Zero;
}

/// <summary>An effect in the ledger.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.Owed`1")]
public sealed record Owed<TEffect>
    where TEffect : class, IOwedEffect
{
    /// <summary>Grows with every effect that a grain ever owed; tells an effect from its replacement.</summary>
    [Id(0)] public long Number { get; init; }

    [Id(1)] public required TEffect Effect { get; init; }

    [Id(2)] public DateTimeOffset Since { get; init; }
}

/// <summary>What a grain owes, written together with the state that made it owe it.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.OwedLedger`1")]
public sealed record OwedLedger<TEffect>
    where TEffect : class, IOwedEffect
{
    public static OwedLedger<TEffect> Empty { get; } = new();

    [Id(0)]
    public ImmutableSortedDictionary<string, Owed<TEffect>> Slots { get; init; } =
        ImmutableSortedDictionary.Create<string, Owed<TEffect>>(StringComparer.Ordinal);

    [Id(1)] public long LastNumber { get; init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsEmpty => Slots.IsEmpty;

    /// <summary>Adds an effect; one that is in the same slot already is replaced.</summary>
    public OwedLedger<TEffect> Owe(TEffect effect, DateTimeOffset now)
    {
        var number = LastNumber + 1;
        return new() { LastNumber = number, Slots = Slots.SetItem(effect.Slot, new() { Number = number, Effect = effect, Since = now }) };
    }

    /// <summary>Removes an effect that was performed, unless a newer one has taken its slot meanwhile.</summary>
    public OwedLedger<TEffect> Settle(string slot, long number) =>
        Slots.TryGetValue(slot, out var owed) && owed.Number == number ? this with { Slots = Slots.Remove(slot) } : this;

    /// <summary>Removes whatever is in a slot: it need not happen any more.</summary>
    public OwedLedger<TEffect> Drop(string slot) => this with { Slots = Slots.Remove(slot) };
}
