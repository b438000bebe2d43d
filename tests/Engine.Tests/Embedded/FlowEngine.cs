using Atmosphere.Embedded.Hosting;
using Atmosphere.Embedded.Storage;
using Atmosphere.Engine.Tests.Flows;
using Atmosphere.Grains;
using Atmosphere.Grains.Faces;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atmosphere.Engine.Tests;

/// <summary>The embedded engine over a database file of its own, for the flows.</summary>
internal sealed class FlowEngine : IFlowEngine
{
    private readonly string _folder = Directory.CreateTempSubdirectory("engine-flows-").FullName;
    private Action<IServiceCollection> _addServices = _ => { };
    private ServiceProvider? _services;
    private FaultyStore? _store;

    public IClusterClient Client => _services!.GetRequiredService<IClusterClient>();

    private EmbeddedEngine Engine => _services!.GetRequiredService<EmbeddedEngine>();

    public Task StartAsync(Action<IServiceCollection> addServices)
    {
        _addServices = addServices;
        return StartAsync();
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public void FailNextWrite(IAddressable face) => _store!.FailNextWrite(face.GetGrainId(), WellKnownNames.States.Face);

    public async Task<bool> HasReminderAsync(IAddressable grain, string name)
    {
        var id = grain.GetGrainId();
        return await _store!.ReadReminderAsync(new ReminderKey(id.Type.ToString()!, id.Key.ToString(), name)) is not null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private Task StartAsync()
    {
        _store = new FaultyStore(new SqliteStore(Path.Combine(_folder, "flows.db"), TaskScheduler.Default, NullLogger.Instance));
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IHostApplicationLifetime, ApplicationLifetime>()
            .AddSingleton<IEngineStore>(_store);
        _addServices(services);
        _services = services
            .AddEmbeddedEngine(options =>
            {
                options.AddGrains(typeof(IFaceGrain).Assembly);
                options.StreamProviders.Add(WellKnownNames.StreamProvider);
                options.MaxEventDeliveryTime = TimeSpan.FromDays(1);
            })
            .BuildServiceProvider(validateScopes: true);
        return Engine.StartAsync(TestContext.Current.CancellationToken);
    }

    private async Task StopAsync()
    {
        if (_services is not { } services) return;

        // As a host does it: tell that it stops, then stop.
        services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await Engine.StopAsync(CancellationToken.None);
        await services.DisposeAsync();
        _services = null;
    }
}
