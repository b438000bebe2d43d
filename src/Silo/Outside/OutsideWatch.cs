using Atmosphere.Grains.Ports;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Atmosphere.Silo.Outside;

/// <summary>Puts a watch between grains and outside services, and what it sees on <c>/readyz</c>.</summary>
internal static class OutsideWatch
{
    /// <summary>From here on every call to Slack is taken note of. After <see cref="ISlack"/> is registered.</summary>
    public static void WatchSlack(this IServiceCollection services)
    {
        Decorate<ISlack>(services, (slack, outside) => new WatchedSlack(slack, outside.Slack));
        services.AddHealthChecks().Add(Check("slack", outside => outside.Slack));
    }

    /// <summary>From here on every call to the recogniser is taken note of. After <see cref="IRecogniser"/> is registered.</summary>
    public static void WatchRecogniser(this IServiceCollection services)
    {
        Decorate<IRecogniser>(services, (recogniser, outside) => new WatchedRecogniser(recogniser, outside.Recogniser));
        services.AddHealthChecks().Add(Check("recogniser", outside => outside.Recogniser));
    }

    /// <summary>Tells on <c>/readyz</c> how the webhook's receiver is. Its port takes note itself.</summary>
    public static void WatchWebhook(this IServiceCollection services)
    {
        services.TryAddSingleton<OutsideServices>();
        services.AddHealthChecks().Add(Check("webhook", outside => outside.Webhook));
    }

    private static void Decorate<TPort>(IServiceCollection services, Func<TPort, OutsideServices, TPort> watched)
        where TPort : class
    {
        services.TryAddSingleton<OutsideServices>();
        var inner = services.Last(service => service.ServiceType == typeof(TPort)).ImplementationFactory
            ?? throw new InvalidOperationException($"{typeof(TPort).Name} is not registered by a factory.");
        services.Replace(ServiceDescriptor.Singleton(provider => watched((TPort)inner(provider), provider.GetRequiredService<OutsideServices>())));
    }

    private static HealthCheckRegistration Check(string name, Func<OutsideServices, OutsideService> of) =>
        new(name, provider => new OutsideCheck(of(provider.GetRequiredService<OutsideServices>())), failureStatus: null, tags: null);

    /// <summary>Degraded, never unhealthy: another process would meet the same outside, and this one takes votes and photos.</summary>
    private sealed class OutsideCheck(OutsideService service) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
            service.Current is { IsWell: false } troubled ? HealthCheckResult.Degraded(troubled.Message) : HealthCheckResult.Healthy(service.Current.Message));
    }
}
