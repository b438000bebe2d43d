namespace Atmosphere.Embedded;

/// <summary>Something that can be called by its identity: a grain, or a reference to one.</summary>
public interface IAddressable;

/// <summary>The marker of every grain interface. Its methods return <see cref="Task"/>, <see cref="Task{T}"/> or the value-task forms.</summary>
public interface IGrain : IAddressable;

/// <summary>A grain whose key is a text. The embedded engine knows no other keys.</summary>
public interface IGrainWithStringKey : IGrain;

/// <summary>Gives references to grains. A grain always exists: it is activated by its first call.</summary>
public interface IGrainFactory
{
    /// <summary>A reference to the grain with this key.</summary>
    /// <param name="primaryKey">The key; not null, empty is allowed.</param>
    /// <param name="grainClassNamePrefix">Picks a class by the beginning of its full name when several implement the interface.</param>
    /// <exception cref="ArgumentException">No class implements the interface, or several do and no prefix picks one.</exception>
    TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey;
}

/// <summary>The way into the grains for code that is not a grain.</summary>
public interface IClusterClient : IGrainFactory
{
    IServiceProvider ServiceProvider { get; }
}

/// <summary>What makes a class a grain: <see cref="Grain"/> is the ready-made base.</summary>
public interface IGrainBase
{
    IGrainContext GrainContext { get; }

    Task OnActivateAsync(CancellationToken token);

    Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token);
}

/// <summary>One activation of a grain, as the grain's code sees it.</summary>
public interface IGrainContext
{
    GrainId GrainId { get; }

    /// <summary>The grain object; null until its constructor has returned.</summary>
    object? GrainInstance { get; }

    IServiceProvider ActivationServices { get; }

    /// <summary>Completes when the activation is gone.</summary>
    Task Deactivated { get; }

    /// <summary>Asks for the end of the activation: running requests finish, waiting ones go to the next activation.</summary>
    void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
}
