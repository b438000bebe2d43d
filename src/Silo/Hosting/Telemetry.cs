using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Atmosphere.Silo.Hosting;

/// <summary>
/// Sends metrics and traces where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says, and nowhere without it. The other <c>OTEL_</c> variables work as
/// OpenTelemetry describes them. Traces name grains by their ids, never people by their names.
/// </summary>
public static class Telemetry
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <param name="builder">The host.</param>
    /// <param name="service">The name that this process goes by, unless <c>OTEL_SERVICE_NAME</c> gives another.</param>
    /// <exception cref="SettingException">The address is none.</exception>
    public static void AddTelemetry(this IHostApplicationBuilder builder, string service)
    {
        if (builder.Configuration[Endpoint] is not { Length: > 0 } endpoint) return;
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
            throw new SettingException($"{Endpoint} is not an address. Example: {Endpoint}=http://127.0.0.1:4317");

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(builder.Configuration["OTEL_SERVICE_NAME"] ?? service))
            .WithMetrics(metrics => metrics
                .AddMeter("Atmosphere.*", "Microsoft.Orleans", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
                .AddOtlpExporter())
            .WithTracing(traces => traces
                .AddSource("Microsoft.AspNetCore", "Microsoft.Orleans.Application", "Microsoft.Orleans.Runtime", "Microsoft.Orleans.Lifecycle", "Microsoft.Orleans.Storage")
                .AddOtlpExporter());
    }
}
