using Atmosphere.Engine.Tests.Contract;
using Atmosphere.Silo;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace Atmosphere.Engine.Tests;

/// <summary>With <c>ATMOSPHERE_STORAGE=PostgreSQL</c> the contract runs on Orleans' ADO.NET providers and the product's tables, not in memory.</summary>
internal sealed class PostgreSqlStorage : IAsyncDisposable
{
    private const string Invariant = "Npgsql";

    private readonly PostgresServer _server = new();
    private string _connectionString = "";

    public async Task MakeAsync()
    {
        _connectionString = await _server.CreateDatabaseAsync();
        var settings = new Dictionary<string, string?> { ["Cluster:Provider"] = "PostgreSQL", ["Cluster:ConnectionString"] = _connectionString };
        await ClusterSchema.ApplyAsync(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), _ => { }, TestContext.Current.CancellationToken);
    }

    public void AddTo(ISiloBuilder silo)
    {
        silo.AddAdoNetGrainStorage(ContractSettings.Storage, options => (options.Invariant, options.ConnectionString) = (Invariant, _connectionString));
        // In front of it, as in memory, what lets a test have a write fail.
        silo.Services.AddKeyedSingleton(ContractSettings.Storage, (services, _) =>
            FaultInjectionGrainStorageFactory.Create(services, ContractSettings.Storage, AdoNetGrainStorageFactory.Create));
        silo.UseAdoNetReminderService(options => (options.Invariant, options.ConnectionString) = (Invariant, _connectionString));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
