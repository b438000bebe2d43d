using Atmosphere.Embedded.Runtime;

namespace Atmosphere.Embedded.State;

/// <summary>A state that an activation loads before it runs.</summary>
internal interface IStateFacet
{
    Task LoadAsync(CancellationToken cancellationToken);
}

/// <summary>Makes the states that are injected into grains.</summary>
internal static class PersistentStates
{
    /// <summary>The storage that a state without a storage name is in.</summary>
    private const string DefaultStorage = "Default";

    public static IPersistentState<TState> Create<TState>(Activation activation, PersistentStateAttribute facet)
    {
        var state = new PersistentState<TState>(activation, facet.StorageName ?? DefaultStorage, facet.StateName);
        activation.Add(state);
        return state;
    }
}
