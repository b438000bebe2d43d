namespace Atmosphere.Grains.Owing;

/// <summary>Writes a state, or leaves memory as it was.</summary>
internal static class StateWriting
{
    /// <param name="store">The state's store.</param>
    /// <param name="next">The state to write. The very same as before is not written.</param>
    /// <param name="deactivate">The grain's <c>DeactivateOnIdle</c>: a failed write may have landed, so the next call has to read what is true.</param>
    public static async Task WriteOrRestoreAsync<TState>(this IPersistentState<TState> store, TState next, Action deactivate)
        where TState : class
    {
        var before = store.State;
        if (ReferenceEquals(next, before)) return;
        store.State = next;
        try
        {
            await store.WriteStateAsync();
        }
        catch
        {
            store.State = before;
            deactivate();
            throw;
        }
    }

    /// <summary>Deletes the record, so that not even the grain's key stays behind.</summary>
    /// <inheritdoc cref="WriteOrRestoreAsync"/>
    public static async Task ClearOrRestoreAsync<TState>(this IPersistentState<TState> store, Action deactivate)
        where TState : class
    {
        var before = store.State;
        try
        {
            await store.ClearStateAsync();
        }
        catch
        {
            store.State = before;
            deactivate();
            throw;
        }
    }
}
