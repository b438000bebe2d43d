using Atmosphere.Embedded.Hosting;
using Atmosphere.Embedded.Storage;
using Atmosphere.Engine.Tests.Contract;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

[assembly: AssemblyFixture(typeof(Atmosphere.Engine.Tests.EngineFixture))]

namespace Atmosphere.Engine.Tests;

/// <summary>The embedded engine over a database file of its own, for the contract.</summary>
public sealed class EngineFixture : IEngineFixture, IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("engine-contract-").FullName;
    private readonly FaultyStore _store;
    private readonly ServiceProvider _services;

    public EngineFixture()
    {
        _store = new FaultyStore(new SqliteStore(Path.Combine(_folder, "contract.db"), TaskScheduler.Default, NullLogger.Instance));
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IGrainStorageSerializer, JsonStateSerializer>()
            .AddSingleton<IEngineStore>(_store)
            .AddEmbeddedEngine(options =>
            {
                options.AddGrains(typeof(EngineFixture).Assembly);
                options.StreamProviders.Add(ContractSettings.Streams);
                options.MinimumReminderPeriod = ContractSettings.MinimumReminderPeriod;
                options.MaxEventDeliveryTime = ContractSettings.MaxEventDeliveryTime;
            })
            .BuildServiceProvider(validateScopes: true);
        Engine = _services.GetRequiredService<EmbeddedEngine>();
    }

    public IClusterClient Client => _services.GetRequiredService<IClusterClient>();

    private EmbeddedEngine Engine { get; }

    public async ValueTask InitializeAsync() => await Engine.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Engine.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public Task FailNextWrite(IAddressable grain, string stateName)
    {
        _store.FailNextWrite(grain.GetGrainId(), stateName);
        return Task.CompletedTask;
    }

    public Task FailNextRead(IAddressable grain, string stateName)
    {
        _store.FailNextRead(grain.GetGrainId(), stateName);
        return Task.CompletedTask;
    }

    public Task CollectIdle(TimeSpan olderThan)
    {
        Engine.CollectIdle(olderThan);
        return Task.CompletedTask;
    }
}
