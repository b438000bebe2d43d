using Atmosphere.Grains.Ports;
using Atmosphere.Simulation.Processes;

namespace Atmosphere.Simulation.Outside;

/// <summary>Calls from one process to another service: they take time, fail in every way, and may have happened all the same.</summary>
internal sealed class Wire(Weather weather, Outages outages, Trace trace, Lifetime life)
{
    /// <summary>The timeout of the real adapters.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<Outcome<T>> CallAsync<T>(string service, string what, Func<Outcome<T>> effect, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var fault = outages.Of(service) ?? weather.NextCall();
        if (fault != PortFault.None) trace.Note($"fault: {service} {what}: {fault}");
        var happens = fault is PortFault.None or PortFault.AnswerLost or PortFault.HangsAndHappens;
        Outcome<T>? answer = null;
        var underWay = life.Begin(() => answer = effect(), happens);
        try
        {
            await life.Clock.Delay(weather.WireTakes(), cancellationToken);
            if (happens) underWay.Happen();
            else underWay.Drop();
            await life.Clock.Delay(fault is PortFault.Hangs or PortFault.HangsAndHappens ? Patience : weather.WireTakes(), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            life.GiveUp(underWay);
            throw;
        }

        return fault switch
        {
            PortFault.None => answer!,
            PortFault.Throttled => Outcome<T>.Throttled(weather.Heads() ? TimeSpan.FromSeconds(30) : null),
            PortFault.Busy => Outcome<T>.Busy("busy", "Something else is under way."),
            PortFault.Unavailable => Outcome<T>.Unavailable("500", "It is down."),
            PortFault.Misconfigured => Outcome<T>.Misconfigured("invalid_auth", "The key is wrong."),
            _ => Outcome<T>.Unavailable("timeout", "The answer never came."),
        };
    }
}
