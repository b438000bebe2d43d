using Atmosphere.Grains.Owing;

namespace Atmosphere.Grains.Forgetting;

/// <summary>The shell around <see cref="TombstoneDecider"/>.</summary>
internal sealed class TombstoneGrain([PersistentState(WellKnownNames.States.Tombstone, WellKnownNames.Storage)] IPersistentState<TombstoneState> store)
    : Grain, ITombstoneGrain
{
    public Task<ForgettingReceipt?> GetReceipt() => Task.FromResult(store.State.Receipt);

    public async Task<bool> Place(ForgettingReceipt receipt)
    {
        var isAnother = TombstoneDecider.IsAnother(store.State, receipt);
        await WriteAsync(TombstoneDecider.Place(store.State, receipt));
        return !isAnother;
    }

    public Task Renew(ForgettingReceipt receipt) => WriteAsync(TombstoneDecider.Renew(store.State, receipt));

    public async Task<LiftAnswer> Lift()
    {
        var answer = TombstoneDecider.Judge(store.State);
        if (answer != LiftAnswer.Lifted) return answer;
        await store.ClearOrRestoreAsync(DeactivateOnIdle);
        DeactivateOnIdle(); // some stores would take the next write of this activation for a late one
        return answer;
    }

    private Task WriteAsync(TombstoneState next) => store.WriteOrRestoreAsync(next, DeactivateOnIdle);
}

/// <summary>Makes the key at first use.</summary>
internal sealed class TombstoneKeyGrain(
    [PersistentState(WellKnownNames.States.TombstoneKey, WellKnownNames.Storage)] IPersistentState<TombstoneKeyState> store, TombstoneSecret secret)
    : Grain, ITombstoneKeyGrain
{
    public async Task<string> EnsureKey()
    {
        if (store.State.Key.Length == 0) await store.WriteOrRestoreAsync(new() { Key = secret.New() }, DeactivateOnIdle);
        return store.State.Key;
    }
}

/// <param name="New">Makes a key that nobody can guess, in hexadecimal.</param>
public sealed record TombstoneSecret(Func<string> New);
