using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Atmosphere.Engine.Bench;

/// <summary>One silo in this process, with its client.</summary>
internal sealed class BenchEngine : IAsyncDisposable
{
    public const string Name = "Orleans";
    public const string Streams = "bench";

    /// <summary>What <see cref="CounterGrain"/> calls it.</summary>
    private const string Storage = "bench";

    private readonly IHost _host;

    private BenchEngine(IHost host) => _host = host;

    /// <summary>Whether the figures' aims are meant for it.</summary>
    public static bool IsOurs => false;

    /// <summary>Where state is kept, for the name of a figure.</summary>
    public static string Keeps => "in memory, not durable";

    public IClusterClient Client => _host.Services.GetRequiredService<IClusterClient>();

    /// <param name="postgreSql">Where state is kept, with the cluster's tables made; memory when left out.</param>
    public static async Task<BenchEngine> StartAsync(string? postgreSql = null)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(FreePort(), FreePort());
            silo.Services.AddSingleton<IGrainStorageSerializer, PlainJson>();
            if (postgreSql is null) silo.AddMemoryGrainStorage(Storage);
            else silo.AddAdoNetGrainStorage(Storage, options => (options.Invariant, options.ConnectionString) = ("Npgsql", postgreSql));
            silo.AddMemoryStreams(Streams, streams => streams.ConfigureStreamPubSub(Orleans.Streams.StreamPubSubType.ImplicitOnly));
        });
        var host = builder.Build();
        await host.StartAsync();
        return new(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class PlainJson : IGrainStorageSerializer
    {
        public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input));

        public T Deserialize<T>(BinaryData input) => JsonSerializer.Deserialize<T>(input.ToMemory().Span)!;
    }
}
