using Atmosphere.Simulation.Processes;
using Atmosphere.Simulation.Storage;

namespace Atmosphere.Simulation.Invariants;

/// <summary>The product throws nothing that no fault of this world explains.</summary>
internal sealed class NoOwnFault(World world) : Invariant(world)
{
    public void Check(Exception exception)
    {
        if (!Explains(exception)) Fail(exception.ToString());
    }

    /// <summary>Whether it comes from a fault of the disk or of another service, from waiting too long, or from the end of the process.</summary>
    public static bool Explains(Exception? exception) => exception switch
    {
        null => false,
        SimulatedFaultException or ConnectionLostException or InconsistentStateException or SiloUnavailableException or TimeoutException or OperationCanceledException => true,
        _ => Explains(exception.InnerException),
    };
}
