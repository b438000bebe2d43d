using Microsoft.Extensions.DependencyInjection;

namespace Atmosphere.Embedded;

/// <summary>Streams for grains.</summary>
public static class GrainStreamingExtensions
{
    /// <exception cref="KeyNotFoundException">The host has set up no provider of that name.</exception>
    public static IStreamProvider GetStreamProvider(this Grain grain, string name) => StreamProviders.Get(grain.ServiceProvider, name);
}

/// <summary>Streams for code that is not a grain.</summary>
public static class ClientStreamingExtensions
{
    /// <exception cref="KeyNotFoundException">The host has set up no provider of that name.</exception>
    public static IStreamProvider GetStreamProvider(this IClusterClient client, string name) => StreamProviders.Get(client.ServiceProvider, name);
}

internal static class StreamProviders
{
    public static IStreamProvider Get(IServiceProvider services, string name)
    {
        if (string.IsNullOrWhiteSpace(name)) throw new ArgumentNullException(nameof(name));
        return services.GetRequiredKeyedService<IStreamProvider>(name);
    }
}
