using Atmosphere.Engine.Tests.Contract;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

[assembly: AssemblyFixture(typeof(Atmosphere.Engine.Tests.EngineFixture))]

namespace Atmosphere.Engine.Tests;

/// <summary>A cluster of two silos in this process, for the contract. Streams are Orleans' own in-memory ones; so are storage and reminders, unless PostgreSQL is wanted.</summary>
public sealed class EngineFixture : IEngineFixture, IAsyncLifetime
{
    private readonly InProcessTestCluster _cluster;
    private readonly PostgreSqlStorage? _postgreSql = ContractSettings.IsInPostgreSql ? new() : null;

    public EngineFixture()
    {
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<IGrainStorageSerializer, JsonStateSerializer>();
            if (_postgreSql is not null) _postgreSql.AddTo(silo);
            else AddMemory(silo);
            silo.AddMemoryStreams(ContractSettings.Streams, Streams);
            silo.Configure<ReminderOptions>(o => o.MinimumReminderPeriod = ContractSettings.MinimumReminderPeriod);
        });
        builder.ConfigureClient(client => client.AddMemoryStreams(ContractSettings.Streams));
        _cluster = builder.Build();
    }

    public IClusterClient Client => _cluster.Client;

    public async ValueTask InitializeAsync()
    {
        if (_postgreSql is not null) await _postgreSql.MakeAsync();
        await _cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        if (_postgreSql is not null) await _postgreSql.DisposeAsync();
    }

    public Task FailNextWrite(IAddressable grain, string stateName) => Faults(stateName).AddFaultOnWrite(grain.GetGrainId(), new StoreFailureException());

    public Task FailNextRead(IAddressable grain, string stateName) => Faults(stateName).AddFaultOnRead(grain.GetGrainId(), new StoreFailureException());

    public Task CollectIdle(TimeSpan olderThan) => Client.GetGrain<IManagementGrain>(0).ForceActivationCollection(olderThan);

    /// <summary>The faults are kept by the name of the state.</summary>
    private IStorageFaultGrain Faults(string stateName) => Client.GetGrain<IStorageFaultGrain>(stateName);

    private static void AddMemory(ISiloBuilder silo)
    {
        silo.AddFaultInjectionMemoryStorage(ContractSettings.Storage);
        silo.UseInMemoryReminderService();
    }

    private static void Streams(ISiloMemoryStreamConfigurator streams)
    {
        streams.ConfigureStreamPubSub(Orleans.Streams.StreamPubSubType.ImplicitOnly);
        streams.ConfigurePullingAgent(b => b.Configure(o => o.MaxEventDeliveryTime = ContractSettings.MaxEventDeliveryTime));
    }
}
