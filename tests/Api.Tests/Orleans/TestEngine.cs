using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace Atmosphere.Api.Tests;

/// <summary>What differs between the engines, for tests.</summary>
internal static class TestEngine
{
    /// <summary>Whether what was accepted outlives the process: the single silo on this machine keeps its state in memory.</summary>
    public const bool KeepsState = false;

    /// <summary>Lets several applications run in one test process: each silo gets ports and a cluster of its own.</summary>
    public static void Isolate(WebApplicationBuilder builder)
    {
        var (silo, gateway) = FreePorts();
        Isolate(builder, silo, gateway);
    }

    /// <summary>The same with ports that are known.</summary>
    public static void Isolate(WebApplicationBuilder builder, int silo, int gateway)
    {
        builder.Services.PostConfigure<EndpointOptions>(endpoints => (endpoints.SiloPort, endpoints.GatewayPort) = (silo, gateway));
        builder.Services.PostConfigure<DevelopmentClusterMembershipOptions>(membership => membership.PrimarySiloEndpoint = new(IPAddress.Loopback, silo));

        // Room for a million grains is reserved at every start, and the timer of that room outlives the silo.
        builder.Services.PostConfigure<GrainDirectoryOptions>(directory => directory.CacheSize = 1_000);
        builder.Services.PostConfigure<ClusterOptions>(cluster => cluster.ClusterId = cluster.ServiceId = $"test-{silo}");
    }

    public static (int Silo, int Gateway) FreePorts()
    {
        using TcpListener first = new(IPAddress.Loopback, 0), second = new(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }
}
