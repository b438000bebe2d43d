using Microsoft.Extensions.DependencyInjection;

namespace Atmosphere.Engine.Tests.Flows;

/// <summary>An engine that runs the product's grains. Each engine has its <c>FlowEngine</c>; the tests know only this.</summary>
public interface IFlowEngine : IAsyncDisposable
{
    IClusterClient Client { get; }

    /// <summary>Starts, with these services beside the engine's own.</summary>
    Task StartAsync(Action<IServiceCollection> addServices);

    /// <summary>Everything in memory goes, what is stored stays.</summary>
    Task RestartAsync();

    /// <summary>Has the next write of the face fail.</summary>
    void FailNextWrite(IAddressable face);

    /// <summary>Whether the grain has a reminder of this name.</summary>
    Task<bool> HasReminderAsync(IAddressable grain, string name);
}
