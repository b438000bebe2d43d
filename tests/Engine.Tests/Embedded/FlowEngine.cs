using Atmosphere.Catalogue;
using Atmosphere.Embedded.Hosting;
using Atmosphere.Embedded.Storage;
using Atmosphere.Engine.Tests.Flows;
using Atmosphere.Grains;
using Atmosphere.Grains.Faces;
using Atmosphere.Silo;
using Atmosphere.Silo.Operating;
using Atmosphere.Silo.Transfer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atmosphere.Engine.Tests;

/// <summary>The embedded engine over a database file of its own, for the flows.</summary>
internal sealed class FlowEngine : IFlowEngine
{
    private static readonly OperatorRequest Silently = new([], _ => { }, CancellationToken.None);

    private readonly string _folder = Directory.CreateTempSubdirectory("engine-flows-").FullName;
    private Action<IServiceCollection> _addServices = _ => { };
    private ServiceProvider? _services;
    private FaultyStore? _store;
    private int _databases;

    public IClusterClient Client => _services!.GetRequiredService<IClusterClient>();

    private string Database => Path.Combine(_folder, $"flows-{_databases}.db");

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

    /// <summary>One whose states can be exported and imported.</summary>
    public static Task<FlowEngine> MovableAsync() => Task.FromResult(new FlowEngine());

    public Task ExportAsync(string path, CatalogueTransfer catalogue) =>
        TransferCommands.ExportAsync(SqliteRecords.ReadAsync(Database, CancellationToken.None), catalogue, path, Silently);

    /// <summary>Starts anew, on an empty database that an export was imported into.</summary>
    public async Task RestartOnAsync(string path, CatalogueTransfer catalogue)
    {
        await StopAsync();
        _databases++;
        await TransferCommands.ImportAsync(
            path,
            records =>
            {
                SqliteRecords.Fill(Database, records, CancellationToken.None);
                return Task.CompletedTask;
            },
            catalogue,
            Silently);
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
        _store = new FaultyStore(new SqliteStore(Database, TaskScheduler.Default, NullLogger.Instance));
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
