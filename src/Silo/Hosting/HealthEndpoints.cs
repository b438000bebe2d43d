using Atmosphere.Recognition.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Atmosphere.Silo.Hosting;

/// <summary>
/// <c>/healthz</c>: the process lives. <c>/readyz</c>: it can do its work, and if not, why, in words. 503 is for what this process lacks;
/// a fault of the outside is "degraded", with 200, since no other process would be better off.
/// </summary>
public static class HealthEndpoints
{
    /// <summary>The name of the face service's check.</summary>
    public const string FaceService = "face-service";

    /// <summary>Adds the checks of <c>/readyz</c>. The engine adds its own.</summary>
    public static void AddReadiness(this IServiceCollection services) => services.AddHealthChecks()
        .AddCheck<FaceServiceCheck>(FaceService)
        .AddCheck<StoppingCheck>("server");

    /// <summary>Maps both. They tell no secret and no name, and ask for no key.</summary>
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/healthz", new() { Predicate = _ => false });
        endpoints.MapHealthChecks("/readyz", new() { ResponseWriter = WriteAsync });
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        status = report.Status switch
        {
            HealthStatus.Healthy => "ready",
            HealthStatus.Degraded => "degraded",
            _ => "not ready",
        },
        checks = report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Description ?? entry.Value.Status.ToString()),
    });

    private sealed class FaceServiceCheck(FaceServiceStatus status) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var current = status.Current;
            return Task.FromResult(current.IsReady ? HealthCheckResult.Healthy(current.Message) : HealthCheckResult.Unhealthy(current.Message));
        }
    }

    /// <summary>Not ready from the first moment of a stop, so that nothing new is sent here.</summary>
    private sealed class StoppingCheck(IHostApplicationLifetime lifetime) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
            lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("The server is stopping.") : HealthCheckResult.Healthy("The server runs."));
    }
}
