using Atmosphere.Embedded.Runtime;

namespace Atmosphere.Embedded;

/// <summary>The base of grain classes. A grain does one thing at a time, so its code needs no locks.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    private readonly IActivation _activation;

    protected Grain() => _activation = CurrentTurn.Activation
        ?? throw new InvalidOperationException($"{GetType()} is a grain: get a reference from IGrainFactory instead of constructing it.");

    public IGrainContext GrainContext => _activation;

    protected IGrainFactory GrainFactory => _activation.GrainFactory;

    protected internal IServiceProvider ServiceProvider => _activation.ActivationServices;

    /// <summary><c>type/key</c>, as in logs.</summary>
    public string IdentityString => _activation.GrainId.ToString();

    internal IActivation Activation => _activation;

    /// <summary>Runs once per activation, before the first call and after the states were read. When it throws, the callers get that exception and the next call tries anew.</summary>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs at an orderly end of the activation. Not the place to save: it does not run when the process dies.</summary>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends the activation when the running requests are done. Calls that wait, and later ones, go to a fresh activation.</summary>
    protected void DeactivateOnIdle() =>
        _activation.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "DeactivateOnIdle was called."));

    /// <summary>Keeps the activation from being collected as idle for at least this long. A negative span takes that back.</summary>
    protected void DelayDeactivation(TimeSpan timeSpan) => _activation.DelayDeactivation(timeSpan);
}
