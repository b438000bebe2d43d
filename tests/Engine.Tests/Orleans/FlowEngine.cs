using Atmosphere.Catalogue;
using System.Net;
using System.Net.Sockets;
using Atmosphere.Engine.Tests.Flows;
using Atmosphere.Grains;
using Atmosphere.Silo;
using Atmosphere.Silo.Clustering;
using Atmosphere.Silo.Operating;
using Atmosphere.Silo.Transfer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Atmosphere.Engine.Tests;

/// <summary>
/// One silo in this process, for the flows. Its states outlive a restart; its reminders and stream events are in memory. A movable one has
/// states and reminders in PostgreSQL, on the product's tables.
/// </summary>
internal sealed class FlowEngine : IFlowEngine
{
    private const string ClusterId = "flows";
    private const string ServiceId = "flows-service";

    private static readonly OperatorRequest Silently = new([], _ => { }, CancellationToken.None);

    private PostgresServer? _server;
    private ClusterOptions? _cluster;
    private readonly FlowStorage _storage = new();
    private Action<IServiceCollection> _addServices = _ => { };
    private IHost? _host;

    public IClusterClient Client => _host!.Services.GetRequiredService<IClusterClient>();

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
    public static async Task<FlowEngine> MovableAsync()
    {
        var engine = new FlowEngine { _server = new() };
        await engine.NewDatabaseAsync();
        return engine;
    }

    public Task ExportAsync(string path, CatalogueTransfer catalogue) => TransferCommands.ExportAsync(
        new PostgreSqlRecords(_cluster!).ReadAsync(new ConfigurationBuilder().Build(), CancellationToken.None), catalogue, path, Silently);

    /// <summary>Starts anew, on an empty database that an export was imported into.</summary>
    public async Task RestartOnAsync(string path, CatalogueTransfer catalogue)
    {
        await StopAsync();
        await NewDatabaseAsync();
        await TransferCommands.ImportAsync(path, records => new PostgreSqlRecords(_cluster!).FillAsync(records, CancellationToken.None), catalogue, Silently);
        await StartAsync();
    }

    public void FailNextWrite(IAddressable face) => _storage.FailNextWrite(face.GetGrainId());

    public async Task<bool> HasReminderAsync(IAddressable grain, string name) =>
        await _host!.Services.GetRequiredService<IReminderTable>().ReadRow(grain.GetGrainId(), name) is not null;

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_server is not null) await _server.DisposeAsync();
    }

    private async Task NewDatabaseAsync()
    {
        _cluster = new() { Provider = ClusterProvider.Local, ConnectionString = await _server!.CreateDatabaseAsync(), ClusterId = ClusterId, ServiceId = ServiceId };
        await ClusterSchema.ApplyAsync(_cluster.ConnectionString, _ => { }, TestContext.Current.CancellationToken);
    }

    private async Task StartAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        _addServices(builder.Services);
        // A test moves the clock of the grains and ports only. Membership would take a silo that starts a week from now for one that has been joining all week.
        builder.Services.AddKeyedSingleton(KeyedService.AnyKey, TimeProvider.System);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(FreePort(), FreePort(), serviceId: ServiceId, clusterId: ClusterId);
            if (_cluster is not null)
            {
                PostgreSqlCluster.AddStorage(silo, _cluster);
            }
            else
            {
                silo.Services.AddKeyedSingleton<IGrainStorage>(WellKnownNames.Storage, _storage);
                silo.UseInMemoryReminderService();
            }

            silo.AddMemoryStreams(WellKnownNames.StreamProvider, streams =>
            {
                streams.ConfigureStreamPubSub(Orleans.Streams.StreamPubSubType.ImplicitOnly);
                streams.ConfigurePullingAgent(agent => agent.Configure(options => options.MaxEventDeliveryTime = TimeSpan.FromDays(1)));
            });
        });
        _host = builder.Build();
        await _host.StartAsync(TestContext.Current.CancellationToken);
    }

    private async Task StopAsync()
    {
        if (_host is not { } host) return;
        await host.StopAsync(CancellationToken.None);
        host.Dispose();
        _host = null;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
