namespace Atmosphere.Grains.Forgetting;

/// <summary>The state of <see cref="ITombstoneGrain"/>.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.TombstoneState")]
public sealed record TombstoneState
{
    [Id(0)] public ForgettingReceipt? Receipt { get; init; }
}

/// <summary>The state of <see cref="ITombstoneKeyGrain"/>.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.TombstoneKeyState")]
public sealed record TombstoneKeyState
{
    /// <summary>Hexadecimal; empty until it is made.</summary>
    [Id(0)] public string Key { get; init; } = "";
}
