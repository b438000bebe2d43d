using Atmosphere.Embedded.Hosting;
using Atmosphere.Embedded.Storage;
using Atmosphere.Engine.Tests.Contract;
using Microsoft.Extensions.DependencyInjection;

namespace Atmosphere.Engine.Tests;

/// <summary>An engine of a test's own.</summary>
internal sealed class TestEngine : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public TestEngine(Action<EmbeddedEngineOptions>? configure = null, TimeProvider? clock = null, IEngineStore? store = null, IUndeliveredEvents? undelivered = null)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<IGrainStorageSerializer, JsonStateSerializer>();
        if (clock is not null) services.AddSingleton(clock);
        if (store is not null) services.AddSingleton(store);
        if (undelivered is not null) services.AddSingleton(undelivered);
        _services = services
            .AddEmbeddedEngine(options =>
            {
                options.AddGrains(typeof(TestEngine).Assembly);
                options.StreamProviders.Add(ContractSettings.Streams);
                configure?.Invoke(options);
            })
            .BuildServiceProvider(validateScopes: true);
        Engine = _services.GetRequiredService<EmbeddedEngine>();
    }

    public EmbeddedEngine Engine { get; }

    public IClusterClient Client => Engine.Client;

    public static async Task<TestEngine> StartAsync(string databasePath, TimeProvider? clock = null, IUndeliveredEvents? undelivered = null, Action<EmbeddedEngineOptions>? configure = null)
    {
        var engine = new TestEngine(
            options =>
            {
                options.DatabasePath = databasePath;
                configure?.Invoke(options);
            },
            clock,
            undelivered: undelivered);
        await engine.Engine.StartAsync(TestContext.Current.CancellationToken);
        return engine;
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }
}

/// <summary>A folder that is deleted with the test.</summary>
internal sealed class TestFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("engine-test-");

    public string DatabasePath => Path.Combine(_folder.FullName, "data", "engine.db");

    public void Dispose() => _folder.Delete(recursive: true);
}
