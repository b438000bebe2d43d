using System.Net;
using System.Net.Sockets;
using Atmosphere.Silo.Clustering;
using Orleans.Configuration;
using ClusterOptions = Atmosphere.Silo.Clustering.ClusterOptions;

namespace Atmosphere.Silo;

/// <summary>Gives a silo of a real cluster its ports.</summary>
internal static class ListeningSilo
{
    public static void AddTo(ISiloBuilder silo, ClusterOptions cluster)
    {
        var chosen = SiloEndpoints.Choose(cluster, OwnAddress());
        silo.Services.Configure<EndpointOptions>(endpoints =>
        {
            endpoints.AdvertisedIPAddress = chosen.AdvertisedSilo.Address;
            endpoints.SiloPort = chosen.AdvertisedSilo.Port;
            endpoints.GatewayPort = chosen.AdvertisedGateway.Port;
            endpoints.SiloListeningEndpoint = chosen.ListenSilo;
            endpoints.GatewayListeningEndpoint = chosen.ListenGateway;
        });
    }

    /// <summary>The first IPv4 address that is not loopback; on a machine without a network, loopback.</summary>
    private static IPAddress OwnAddress() =>
        Dns.GetHostAddresses(Dns.GetHostName(), AddressFamily.InterNetwork).FirstOrDefault(address => !IPAddress.IsLoopback(address)) ?? IPAddress.Loopback;
}
