using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Atmosphere.Silo;

/// <summary>Whether this client reaches its cluster, as Orleans reports it.</summary>
internal sealed class ClusterConnection : IClusterConnectionStatusObserver, IHealthCheck
{
    private volatile int _gateways;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        _gateways > 0 ? HealthCheckResult.Healthy("The cluster is connected.") : HealthCheckResult.Unhealthy("No silo of the cluster can be reached."));

    public void NotifyGatewayCountChanged(int currentNumberOfGateways, int previousNumberOfGateways, bool connectionRecovered) => _gateways = currentNumberOfGateways;

    public void NotifyClusterConnectionLost() => _gateways = 0;
}
