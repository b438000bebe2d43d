using Atmosphere.Slack.SocketMode;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Atmosphere.Api.Slack;

/// <summary>Degraded, never unhealthy: another process would meet the same Slack, and this one takes photos.</summary>
internal sealed class SocketModeCheck(SocketModeStatus socket) : IHealthCheck
{
    public const string Name = "slack-socket";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(socket.Current is { IsWell: false } troubled ? HealthCheckResult.Degraded(troubled.Message) : HealthCheckResult.Healthy(socket.Current.Message));
}
