using System.Net;
using Atmosphere.Silo.Clustering;
using Atmosphere.Silo.Hosting;

namespace Atmosphere.Silo.Tests.Clustering;

/// <summary>What a silo advertises leads to it and to no other, or it does not start.</summary>
public sealed class SiloEndpointsTests
{
    private static readonly IPAddress Own = IPAddress.Parse("10.1.2.3");

    [Theory]
    // Provider, advertised address and ports, listening ports → advertised silo, advertised gateway, listening silo, listening gateway
    [InlineData(ClusterProvider.PostgreSQL, "", 11111, 30000, null, null, "10.1.2.3:11111", "10.1.2.3:30000", "0.0.0.0:11111", "0.0.0.0:30000")]
    [InlineData(ClusterProvider.AzureStorage, "10.9.0.200", 11112, 30001, 11111, 30000, "10.9.0.200:11112", "10.9.0.200:30001", "0.0.0.0:11111", "0.0.0.0:30000")]
    [InlineData(ClusterProvider.PostgreSQL, "127.0.0.1", 11113, 30002, null, null, "127.0.0.1:11113", "127.0.0.1:30002", "127.0.0.1:11113", "127.0.0.1:30002")]
    [InlineData(ClusterProvider.PostgreSQL, "fd00::5", 11111, 30000, null, 30005, "[fd00::5]:11111", "[fd00::5]:30000", "[::]:11111", "[::]:30005")]
    [InlineData(ClusterProvider.PostgreSQL, "::1", 11111, 30000, null, null, "[::1]:11111", "[::1]:30000", "[::1]:11111", "[::1]:30000")]
    [InlineData(ClusterProvider.Local, "", 11111, 30000, null, null, "127.0.0.1:11111", "127.0.0.1:30000", "127.0.0.1:11111", "127.0.0.1:30000")]
    public void Silo_advertises_what_is_configured_and_listens_behind_it(
        ClusterProvider provider, string address, int siloPort, int gatewayPort, int? listenSilo, int? listenGateway, params string[] expected)
    {
        var chosen = SiloEndpoints.Choose(Options(provider, address, siloPort, gatewayPort, listenSilo, listenGateway), Own);
        IPEndPoint[] endpoints = [chosen.AdvertisedSilo, chosen.AdvertisedGateway, chosen.ListenSilo, chosen.ListenGateway];
        endpoints.Select(endpoint => endpoint.ToString()).ShouldBe(expected);
    }

    [Theory]
    [InlineData("silo-0")]
    [InlineData("silo-0.internal.example.com")]
    [InlineData("localhost")]
    [InlineData("10.0.0.4:11111")]
    [InlineData("10.0.4")]
    [InlineData("167772164")]
    [InlineData("0x0a.0.0.4")]
    [InlineData(" 10.0.0.4")]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("239.1.2.3")]
    [InlineData("169.254.10.1")]
    [InlineData("::")]
    [InlineData("fe80::1")]
    [InlineData("ff02::1")]
    public void Address_that_does_not_lead_to_one_silo_is_refused(string address) =>
        Refused(Options(ClusterProvider.PostgreSQL, address), Own).ShouldHaveSingleItem().ShouldStartWith($"Cluster:AdvertisedAddress is '{address}'");

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("169.254.1.2")]
    [InlineData("0.0.0.0")]
    public void Machine_that_others_can_not_reach_needs_an_address(string own) =>
        Refused(Options(ClusterProvider.AzureStorage, ""), IPAddress.Parse(own)).ShouldHaveSingleItem().ShouldStartWith("Cluster:AdvertisedAddress is missing");

    [Theory]
    [InlineData(0, 30000, null, null, "Cluster:SiloPort is 0")]
    [InlineData(65536, 30000, null, null, "Cluster:SiloPort is 65536")]
    [InlineData(11111, -1, null, null, "Cluster:GatewayPort is -1")]
    [InlineData(11111, 30000, 70000, null, "Cluster:ListenSiloPort is 70000")]
    [InlineData(11111, 30000, null, 0, "Cluster:ListenGatewayPort is 0")]
    [InlineData(36985, 30000, null, null, "Cluster:SiloPort is 36985")]
    [InlineData(11111, 36985, null, null, "Cluster:GatewayPort is 36985")]
    [InlineData(11111, 30000, 36985, null, "Cluster:ListenSiloPort is 36985")]
    [InlineData(11111, 11111, null, null, "Cluster:SiloPort and Cluster:GatewayPort are both 11111")]
    [InlineData(11112, 30001, 11111, 11111, "Cluster:ListenSiloPort and Cluster:ListenGatewayPort are both 11111")]
    [InlineData(11112, 30001, 30001, null, "Cluster:ListenSiloPort and Cluster:ListenGatewayPort are both 30001")]
    public void Port_that_can_not_work_is_refused_by_its_name(int siloPort, int gatewayPort, int? listenSilo, int? listenGateway, string beginning)
    {
        var flaw = Refused(Options(ClusterProvider.PostgreSQL, "10.0.0.4", siloPort, gatewayPort, listenSilo, listenGateway), Own).ShouldHaveSingleItem();
        flaw.ShouldStartWith(beginning);
        flaw.ShouldContain("Example");
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once() =>
        Refused(Options(ClusterProvider.PostgreSQL, "silo-0", 0, 70000), Own).Count.ShouldBe(3);

    private static IReadOnlyList<string> Refused(ClusterOptions options, IPAddress own) =>
        Should.Throw<SettingException>(() => SiloEndpoints.Choose(options, own)).Problems;

    private static ClusterOptions Options(
        ClusterProvider provider, string address, int siloPort = 11111, int gatewayPort = 30000, int? listenSilo = null, int? listenGateway = null) => new()
        {
            Provider = provider,
            ConnectionString = "Host=127.0.0.1",
            AdvertisedAddress = address,
            SiloPort = siloPort,
            GatewayPort = gatewayPort,
            ListenSiloPort = listenSilo,
            ListenGatewayPort = listenGateway,
        };
}
