using System.Text.Json;
using Atmosphere.Embedded.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Atmosphere.Engine.Bench;

/// <summary>An embedded engine on a database of its own, which goes with it.</summary>
internal sealed class BenchEngine : IAsyncDisposable
{
    public const string Name = "Embedded";
    public const string Streams = "bench";

    private readonly DirectoryInfo _folder;
    private ServiceProvider _services;

    private BenchEngine(ServiceProvider services, DirectoryInfo folder) => (_services, _folder) = (services, folder);

    /// <summary>Whether the figures' aims are meant for it.</summary>
    public static bool IsOurs => true;

    /// <summary>Where state is kept, for the name of a figure.</summary>
    public static string Keeps => "durable";

    public string DatabasePath => PathIn(_folder);

    public IClusterClient Client => Engine.Client;

    private EmbeddedEngine Engine => _services.GetRequiredService<EmbeddedEngine>();

    public static async Task<BenchEngine> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("engine-bench-");
        return new(await RunAsync(folder), folder);
    }

    /// <summary>A new engine on the same database: no grain is in memory.</summary>
    /// <param name="meanwhile">Done while nobody has the database open.</param>
    public async Task RestartAsync(Action? meanwhile = null)
    {
        await StopAsync();
        meanwhile?.Invoke();
        _services = await RunAsync(_folder);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Delete(recursive: true);
    }

    private static async Task<ServiceProvider> RunAsync(DirectoryInfo folder)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<IGrainStorageSerializer, PlainJson>();
        services.AddEmbeddedEngine(options =>
        {
            options.DatabasePath = PathIn(folder);
            options.AddGrains(typeof(BenchEngine).Assembly);
            options.StreamProviders.Add(Streams);
        });
        var running = services.BuildServiceProvider();
        await running.GetRequiredService<EmbeddedEngine>().StartAsync(CancellationToken.None);
        return running;
    }

    private static string PathIn(DirectoryInfo folder) => Path.Combine(folder.FullName, "engine.db");

    private async Task StopAsync()
    {
        await Engine.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }

    private sealed class PlainJson : IGrainStorageSerializer
    {
        public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input));

        public T Deserialize<T>(BinaryData input) => JsonSerializer.Deserialize<T>(input.ToMemory().Span)!;
    }
}
