using Atmosphere.Silo.Clustering;
using Atmosphere.Silo.Hosting;
using Atmosphere.Silo.Intake;
using Microsoft.Extensions.Configuration;

namespace Atmosphere.Silo.Tests.Intake;

/// <summary>A setting of the hub that can't work is refused by its name.</summary>
public sealed class EventHubIntakeOptionsTests
{
    private const string Whole = "Namespace=faces.servicebus.windows.net;Name=images-in-db";
    private const string Tables = "https://faces.table.core.windows.net";

    private static readonly ClusterOptions InAzure = new() { Provider = ClusterProvider.AzureStorage, TableEndpoint = Tables };
    private static readonly ClusterOptions InPostgres = new() { Provider = ClusterProvider.PostgreSQL, ConnectionString = "Host=127.0.0.1" };

    [Fact]
    public void Nothing_set_is_no_hub()
    {
        EventHubIntakeOptions.Read(new ConfigurationBuilder().Build(), InAzure).ShouldBeNull();
        EventHubIntakeOptions.Read(Configuration("Name="), InAzure).ShouldBeNull();
    }

    [Fact]
    public void A_cluster_in_azure_storage_lends_its_tables()
    {
        var options = EventHubIntakeOptions.Read(Configuration(Whole), InAzure).ShouldNotBeNull();

        (options.CheckpointTableEndpoint, options.CheckpointConnectionString, options.ConsumerGroup).ShouldBe((Tables, "", "$Default"));
    }

    [Fact]
    public void Tables_of_its_own_are_preferred_and_another_cluster_will_do()
    {
        const string Own = "https://checkpoints.table.core.windows.net";
        foreach (var cluster in (ClusterOptions[])[InAzure, InPostgres])
            EventHubIntakeOptions.Read(Configuration($"{Whole};CheckpointTableEndpoint={Own}"), cluster).ShouldNotBeNull().CheckpointTableEndpoint.ShouldBe(Own);
    }

    [Theory]
    [InlineData("Name=images-in-db", "Intake:EventHub:Namespace")]
    [InlineData(Whole + ";ConnectionString=Endpoint", "Intake:EventHub:Namespace")]
    [InlineData("Namespace=faces;Name=images-in-db", "Intake:EventHub:Namespace is not the full host name")]
    [InlineData("Namespace=sb://faces.servicebus.windows.net/;Name=images-in-db", "Intake:EventHub:Namespace is not the full host name")]
    [InlineData("Namespace=faces.servicebus.windows.net", "Intake:EventHub:Name is empty")]
    [InlineData(Whole + ";ConsumerGroup= ", "Intake:EventHub:ConsumerGroup")]
    [InlineData(Whole + ";CheckpointTableEndpoint=" + Tables + ";CheckpointConnectionString=AccountName", "Intake:EventHub:CheckpointTableEndpoint")]
    [InlineData(Whole + ";CheckpointTableEndpoint=http://faces.table.core.windows.net", "Intake:EventHub:CheckpointTableEndpoint is not an https address")]
    public void What_can_not_work_is_named_with_an_example(string settings, string named)
    {
        var problem = Should.Throw<SettingException>(() => EventHubIntakeOptions.Read(Configuration(settings), InAzure)).Problems.ShouldHaveSingleItem();

        problem.ShouldContain(named);
        problem.ShouldContain("Example: Intake:EventHub:");
    }

    [Fact]
    public void A_cluster_without_tables_in_azure_has_to_name_some() =>
        Should.Throw<SettingException>(() => EventHubIntakeOptions.Read(Configuration(Whole), InPostgres)).Message.ShouldContain("Example: Intake:EventHub:CheckpointTableEndpoint=");

    private static IConfigurationRoot Configuration(string settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Split(';').Select(pair => pair.Split('=')).ToDictionary(pair => $"Intake:EventHub:{pair[0]}", pair => (string?)pair[1]))
        .Build();
}
