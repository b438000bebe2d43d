
namespace Atmosphere.Simulation.Outside;

/// <summary>Services that are down, or refuse everybody, for a while.</summary>
internal sealed class Outages(OneThread thread)
{
    private readonly Dictionary<string, (PortFault Fault, DateTimeOffset Until)> _outages = [];

    public void Begin(string service, PortFault fault, TimeSpan time) => _outages[service] = (fault, thread.Now + time);

    public void EndAll() => _outages.Clear();

    public PortFault? Of(string service) => _outages.TryGetValue(service, out var outage) && thread.Now < outage.Until ? outage.Fault : null;
}
