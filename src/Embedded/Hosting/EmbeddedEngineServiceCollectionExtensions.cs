using Atmosphere.Embedded.Runtime;
using Atmosphere.Embedded.Storage;
using Atmosphere.Embedded.Streams;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atmosphere.Embedded.Hosting;

/// <summary>Adds the embedded engine to a host.</summary>
public static class EmbeddedEngineServiceCollectionExtensions
{
    /// <summary>
    /// Adds the engine, <see cref="IGrainFactory"/>, <see cref="IClusterClient"/> and the stream providers. The host also registers
    /// an <see cref="IGrainStorageSerializer"/>; it may register a <see cref="TimeProvider"/>, an <see cref="IEngineStore"/> and an <see cref="IUndeliveredEvents"/>.
    /// </summary>
    public static IServiceCollection AddEmbeddedEngine(this IServiceCollection services, Action<EmbeddedEngineOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<EmbeddedEngineOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EmbeddedEngineOptions>, OptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IEngineStore>(static provider =>
        {
            var options = provider.GetRequiredService<IOptions<EmbeddedEngineOptions>>().Value;
            return new SqliteStore(options.DatabasePath, options.Scheduler, provider.GetRequiredService<ILogger<SqliteStore>>());
        });
        services.TryAddSingleton<EmbeddedEngine>();
        services.AddHostedService(static provider => provider.GetRequiredService<EmbeddedEngine>());
        services.TryAddSingleton(static provider => provider.GetRequiredService<EmbeddedEngine>().Client);
        services.TryAddSingleton<IGrainFactory>(static provider => provider.GetRequiredService<IClusterClient>());
        services.TryAddSingleton<IReminderRegistry>(static provider => provider.GetRequiredService<EmbeddedEngine>().Reminders);
        services.TryAddKeyedSingleton<IStreamProvider>(KeyedService.AnyKey, static (provider, name) => Provider(provider, name as string));
        return services;
    }

    private static StreamProvider Provider(IServiceProvider services, string? name)
    {
        var known = services.GetRequiredService<IOptions<EmbeddedEngineOptions>>().Value.StreamProviders;
        if (name is null || !known.Contains(name, StringComparer.Ordinal))
            throw new KeyNotFoundException($"There is no stream provider '{name}'. Add it to {nameof(EmbeddedEngineOptions)}.{nameof(EmbeddedEngineOptions.StreamProviders)}, for example options.StreamProviders.Add(\"{name}\").");
        return new StreamProvider(name, services.GetRequiredService<EmbeddedEngine>().Streams);
    }

    private sealed class OptionsValidator : IValidateOptions<EmbeddedEngineOptions>
    {
        public ValidateOptionsResult Validate(string? name, EmbeddedEngineOptions options) =>
            options.Validate() is { Count: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }
}
