using System.Net;
using System.Net.Sockets;
using Atmosphere.Engine.Tests.Flows;
using Atmosphere.Grains;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Atmosphere.Engine.Tests;

/// <summary>One silo in this process, for the flows. Its states outlive a restart; its reminders and stream events are in memory.</summary>
internal sealed class FlowEngine : IFlowEngine
{
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

    public void FailNextWrite(IAddressable face) => _storage.FailNextWrite(face.GetGrainId());

    public async Task<bool> HasReminderAsync(IAddressable grain, string name) =>
        await _host!.Services.GetRequiredService<IReminderTable>().ReadRow(grain.GetGrainId(), name) is not null;

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task StartAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        _addServices(builder.Services);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(FreePort(), FreePort());
            silo.Services.AddKeyedSingleton<IGrainStorage>(WellKnownNames.Storage, _storage);
            silo.UseInMemoryReminderService();
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
