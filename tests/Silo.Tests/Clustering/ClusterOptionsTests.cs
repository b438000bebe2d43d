using Atmosphere.Silo.Clustering;
using Atmosphere.Silo.Hosting;
using Microsoft.Extensions.Configuration;

namespace Atmosphere.Silo.Tests.Clustering;

/// <summary>A cluster setting that can't work is refused by its name.</summary>
public sealed class ClusterOptionsTests
{
    [Theory]
    [InlineData(ClusterProvider.PostgreSQL, "", "", "Cluster:ConnectionString")]
    [InlineData(ClusterProvider.AzureStorage, "", "", "Cluster:TableEndpoint")]
    [InlineData(ClusterProvider.AzureStorage, "", "http://faces.table.core.windows.net", "Cluster:TableEndpoint is not an https address")]
    [InlineData(ClusterProvider.AzureStorage, "UseDevelopmentStorage=true", "https://faces.table.core.windows.net", "Cluster:TableEndpoint")]
    public void Provider_without_its_address_is_refused(ClusterProvider provider, string connectionString, string tableEndpoint, string named)
    {
        var flaw = new ClusterOptions { Provider = provider, ConnectionString = connectionString, TableEndpoint = tableEndpoint }.Flaws().ShouldHaveSingleItem();
        flaw.ShouldContain(named);
        flaw.ShouldContain("Example");
    }

    [Fact]
    public void Nothing_set_is_one_silo_in_memory()
    {
        new ClusterOptions().Flaws().ShouldBeEmpty();
        new ClusterOptions().Keeps.ShouldBeFalse();
    }

    [Fact]
    public void Silos_that_share_grains_have_to_share_a_recogniser()
    {
        var cluster = new ClusterOptions { Provider = ClusterProvider.PostgreSQL };
        var refused = Should.Throw<SettingException>(() => cluster.RequireSharedRecogniser(Settings([])));
        refused.Message.ShouldContain("Recognition:Endpoint");
        refused.Message.ShouldContain("Example");
        cluster.RequireSharedRecogniser(Settings([new("Recognition:Endpoint", "https://faces.example/")]));
        new ClusterOptions().RequireSharedRecogniser(Settings([]));
    }

    [Fact]
    public void Local_silo_with_a_database_keeps_its_state() => new ClusterOptions { ConnectionString = "Host=127.0.0.1" }.Keeps.ShouldBeTrue();

    private static IConfiguration Settings(IEnumerable<KeyValuePair<string, string?>> settings) => new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
}
