using Atmosphere.Api.Tests.Support;
using Atmosphere.Grains.Ports;
using Atmosphere.Silo;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Atmosphere.Api.Tests;

/// <summary>The application as a client of a silo, which is another application: real sockets between them, one data folder for both.</summary>
public sealed class ClientFixture : OwnSlackFixture
{
    private readonly (int Silo, int Gateway) _ports = TestEngine.FreePorts();
    private WebApplication? _silo;

    internal WebApplication Silo => _silo ?? throw new InvalidOperationException("The silo has not been started.");

    private protected override IEnumerable<string> Settings => [.. base.Settings, "--Silo:CoHosted=false", $"--Cluster:GatewayPort={_ports.Gateway}"];

    public override async ValueTask InitializeAsync()
    {
        _silo = SiloApp.Build(
            ["--environment=Production", "--urls=http://127.0.0.1:0", $"--Data:Folder={DataFolder}", $"--Cluster:SiloPort={_ports.Silo}", $"--Cluster:GatewayPort={_ports.Gateway}",
                "--Recognition:CallsPerSecond=1000", "--Asking:PostInterval=00:00:00.1", .. SlackSettings],
            builder =>
            {
                TestEngine.Isolate(builder, _ports.Silo, _ports.Gateway);
                builder.Logging.ClearProviders();
                FakeFaces.Replace(builder.Services);
                builder.Services.Replace(ServiceDescriptor.Singleton<ISlack>(Slack));
            });
        await _silo.StartAsync(TestContext.Current.CancellationToken);
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_silo is not null) await _silo.DisposeAsync();
        _silo = null;
    }

    private protected override void Replace(WebApplicationBuilder builder)
    {
        base.Replace(builder);
        TestEngine.Isolate(builder, _ports.Silo, _ports.Gateway);
    }
}
