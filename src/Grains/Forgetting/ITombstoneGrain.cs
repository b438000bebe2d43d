namespace Atmosphere.Grains.Forgetting;

/// <summary>
/// Remembers that somebody is not to be known, without knowing who it is. Key: her id under a secret key, see <see cref="Tombstones"/>.
/// It calls nobody.
/// </summary>
[Alias("Atmosphere.ITombstoneGrain")]
public interface ITombstoneGrain : IGrainWithStringKey
{
    /// <summary>What was removed, or null when nobody of this key has asked to be forgotten.</summary>
    [ReadOnly, Alias("GetReceipt")]
    Task<ForgettingReceipt?> GetReceipt();

    /// <summary>From now on she can't be tagged. Repeated, it changes nothing.</summary>
    /// <returns>False when she was forgotten before, and that is finished.</returns>
    [Alias("Place")]
    Task<bool> Place(ForgettingReceipt receipt);

    /// <summary>Brings the receipt up to date. A stone that was lifted meanwhile stays away.</summary>
    [Alias("Renew")]
    Task Renew(ForgettingReceipt receipt);

    /// <summary>She wants to be known again.</summary>
    [Alias("Lift")]
    Task<LiftAnswer> Lift();
}

/// <summary>What came of wanting to be known again.</summary>
public enum LiftAnswer
{
    /// <summary>She can be tagged again.</summary>
    Lifted = 0,

    /// <summary>She never asked to be forgotten.</summary>
    NotForgotten = 1,

    /// <summary>What was known of her is still being removed: later.</summary>
    StillRemoving = 2,
}

/// <summary>Holds the secret key of the tombstones, for the whole installation. There is one.</summary>
[Alias("Atmosphere.ITombstoneKeyGrain")]
public interface ITombstoneKeyGrain : IGrainWithStringKey
{
    /// <summary>The key in hexadecimal; made at first use, and the same for ever after.</summary>
    [Alias("EnsureKey")]
    Task<string> EnsureKey();
}
