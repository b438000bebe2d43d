using System.Net;
using System.Net.Sockets;
using Atmosphere.Silo.Hosting;

namespace Atmosphere.Silo.Clustering;

/// <summary>
/// Where a silo listens, and where it tells others to find it: not the same behind a proxy that maps ports. What it tells has to
/// lead to this silo and to no other, from every silo and every client.
/// </summary>
public sealed record SiloEndpoints
{
    /// <summary>Taken by Azure Container Apps in every environment.</summary>
    private const int ReservedPort = 36985;

    private const string AddressExample = "Example: Cluster:AdvertisedAddress=10.0.0.4";

    public required IPEndPoint AdvertisedSilo { get; init; }

    public required IPEndPoint AdvertisedGateway { get; init; }

    public required IPEndPoint ListenSilo { get; init; }

    public required IPEndPoint ListenGateway { get; init; }

    /// <param name="options">The configuration.</param>
    /// <param name="own">This machine's address, for when none is configured.</param>
    /// <exception cref="SettingException">Others could not find the silo there, or it could not listen there.</exception>
    public static SiloEndpoints Choose(ClusterOptions options, IPAddress own)
    {
        if (Flaws(options, own).ToList() is { Count: > 0 } flaws) throw new SettingException(flaws);
        var advertised = options.AdvertisedAddress.Length > 0 ? IPAddress.Parse(options.AdvertisedAddress) : Default(options, own);
        var listen = ListenOn(advertised);
        return new()
        {
            AdvertisedSilo = new(advertised, options.SiloPort),
            AdvertisedGateway = new(advertised, options.GatewayPort),
            ListenSilo = new(listen, options.ListenSiloPort ?? options.SiloPort),
            ListenGateway = new(listen, options.ListenGatewayPort ?? options.GatewayPort),
        };
    }

    private static IEnumerable<string> Flaws(ClusterOptions options, IPAddress own)
    {
        var address = options.AdvertisedAddress.Length > 0 ? AddressFlaw(options.AdvertisedAddress) : OwnAddressFlaw(options, own);
        return PortFlaws(options).Prepend(address).OfType<string>();
    }

    private static string? AddressFlaw(string configured)
    {
        // The parser takes "1" for 0.0.0.1 and octal and hexadecimal parts; whoever wrote those meant something else.
        if (!IPAddress.TryParse(configured, out var address) || (address.AddressFamily == AddressFamily.InterNetwork && address.ToString() != configured))
            return $"Cluster:AdvertisedAddress is '{configured}', but has to be an IP address: a name may lead to several silos, or to another one tomorrow. {AddressExample}";
        return IsNobody(address) ? $"Cluster:AdvertisedAddress is '{configured}', which leads nowhere in particular. Give the address that leads to this silo. {AddressExample}" : null;
    }

    /// <summary>Loopback is for several silos on one machine, which is to be said, not guessed.</summary>
    private static string? OwnAddressFlaw(ClusterOptions options, IPAddress own) =>
        options.Provider != ClusterProvider.Local && (IsNobody(own) || IPAddress.IsLoopback(own))
            ? $"Cluster:AdvertisedAddress is missing, and this machine knows itself only as {own}, where others can't reach it. {AddressExample} (or 127.0.0.1 for several silos on one machine)"
            : null;

    private static IEnumerable<string> PortFlaws(ClusterOptions options)
    {
        (string Name, int Port, int Example)[] ports =
        [
            ("Cluster:SiloPort", options.SiloPort, 11111),
            ("Cluster:GatewayPort", options.GatewayPort, 30000),
            ("Cluster:ListenSiloPort", options.ListenSiloPort ?? options.SiloPort, 11111),
            ("Cluster:ListenGatewayPort", options.ListenGatewayPort ?? options.GatewayPort, 30000),
        ];
        foreach (var (name, port, example) in ports)
        {
            // A listening port that is not set is the advertised one, of which this has been said.
            if (name == "Cluster:ListenSiloPort" && options.ListenSiloPort is null) continue;
            if (name == "Cluster:ListenGatewayPort" && options.ListenGatewayPort is null) continue;
            if (port is < 1 or > IPEndPoint.MaxPort) yield return $"{name} is {port}, but has to be from 1 to {IPEndPoint.MaxPort}. Example: {name}={example}";
            else if (port == ReservedPort) yield return $"{name} is {port}, which Azure Container Apps keeps for itself. Example: {name}={example}";
        }

        if (ports[0].Port == ports[1].Port)
            yield return $"Cluster:SiloPort and Cluster:GatewayPort are both {ports[0].Port}, but have to differ. Example: Cluster:GatewayPort=30000";
        else if (ports[2].Port == ports[3].Port)
            yield return $"Cluster:ListenSiloPort and Cluster:ListenGatewayPort are both {ports[2].Port}, but have to differ. Example: Cluster:ListenGatewayPort=30000";
    }

    private static IPAddress Default(ClusterOptions options, IPAddress own) => options.Provider == ClusterProvider.Local ? IPAddress.Loopback : own;

    /// <summary>Behind a port-mapping proxy the advertised address is not this machine's, so all of its own are listened on; loopback stays private.</summary>
    private static IPAddress ListenOn(IPAddress advertised) => (IPAddress.IsLoopback(advertised), advertised.AddressFamily) switch
    {
        (true, _) => advertised,
        (false, AddressFamily.InterNetworkV6) => IPAddress.IPv6Any,
        _ => IPAddress.Any,
    };

    /// <summary>Any address, broadcast, multicast, or link-local: Azure Container Apps gives replicas one of those, by which they can't be reached.</summary>
    private static bool IsNobody(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            return address.Equals(IPAddress.IPv6Any) || address.IsIPv6LinkLocal || address.IsIPv6Multicast || address.IsIPv4MappedToIPv6;
        var bytes = address.GetAddressBytes();
        return bytes[0] is 0 or >= 224 || (bytes[0], bytes[1]) == (169, 254);
    }
}
