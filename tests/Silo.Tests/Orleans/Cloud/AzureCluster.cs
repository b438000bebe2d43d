using System.Net;
using System.Net.Sockets;
using Atmosphere.Silo.Clustering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using ClusterOptions = Atmosphere.Silo.Clustering.ClusterOptions;
using IdsOfCluster = Orleans.Configuration.ClusterOptions;

namespace Atmosphere.Silo.Tests.Cloud;

/// <summary>Silos and a client of one cluster in this process: real sockets, and Azure's tables between them.</summary>
internal sealed class AzureCluster(string connectionString) : IAsyncDisposable
{
    private readonly string _id = $"test-{Guid.NewGuid():N}";
    private readonly Dictionary<string, IHost> _silos = [];
    private IHost? _client;

    public IClusterClient Client => _client!.Services.GetRequiredService<IClusterClient>();

    public async Task AddSiloAsync(string name)
    {
        var (silo, gateway) = FreePorts();
        _silos[name] = await StartAsync(builder => builder.UseOrleans(orleans =>
        {
            AzureStorageCluster.AddTo(orleans, Options(silo, gateway));
            orleans.Services.Configure<SiloOptions>(options => options.SiloName = name);
            orleans.Services.Configure<IdsOfCluster>(SetIds);
            orleans.Services.Configure<ClusterMembershipOptions>(membership =>
            {
                membership.ProbeTimeout = TimeSpan.FromSeconds(1);
                membership.NumMissedProbesLimit = 2;
            });
        }));
    }

    public async Task ConnectAsync() => _client = await StartAsync(builder => builder.UseOrleansClient(client =>
    {
        AzureStorageCluster.AddTo(client, Options(0, 0));
        client.Services.Configure<IdsOfCluster>(SetIds);
    }));

    /// <summary>As Orleans' own test cluster kills: nothing is handed over, no grain is told.</summary>
    public async Task KillAsync(string name)
    {
        _silos.Remove(name, out var silo);
        await silo!.StopAsync(new CancellationToken(canceled: true));
        silo.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in (IHost?[])[_client, .. _silos.Values])
        {
            if (host is null) continue;
            await host.StopAsync(CancellationToken.None);
            host.Dispose();
        }
    }

    public static (int Silo, int Gateway) FreePorts()
    {
        using TcpListener first = new(IPAddress.Loopback, 0), second = new(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }

    private static async Task<IHost> StartAsync(Action<HostApplicationBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        configure(builder);
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    public ClusterOptions Options(int silo, int gateway) => new()
    {
        Provider = ClusterProvider.AzureStorage,
        ConnectionString = connectionString,
        ClusterId = _id,
        ServiceId = _id,
        AdvertisedAddress = "127.0.0.1",
        SiloPort = silo,
        GatewayPort = gateway,
    };

    private void SetIds(IdsOfCluster ids) => ids.ClusterId = ids.ServiceId = _id;
}
