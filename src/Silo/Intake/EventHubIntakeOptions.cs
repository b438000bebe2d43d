using Atmosphere.Silo.Clustering;
using Atmosphere.Silo.Hosting;

namespace Atmosphere.Silo.Intake;

/// <summary>The Event Hub from which faces come in that other systems have cut. Configuration section <c>Intake:EventHub</c>; on when something in it is set.</summary>
public sealed class EventHubIntakeOptions
{
    public const string Section = "Intake:EventHub";

    /// <summary>The host name of the namespace, for managed identity.</summary>
    public string Namespace { get; set; } = "";

    /// <summary>A namespace with its key, instead of <see cref="Namespace"/>. A secret.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>The hub.</summary>
    public string Name { get; set; } = "";

    /// <summary>Ours alone: two readers of one group take events from each other.</summary>
    public string ConsumerGroup { get; set; } = "$Default";

    /// <summary>The table service that keeps how far each partition was read, for managed identity. Empty: the cluster's tables.</summary>
    public string CheckpointTableEndpoint { get; set; } = "";

    /// <summary>A storage account with its key, instead of <see cref="CheckpointTableEndpoint"/>. A secret.</summary>
    public string CheckpointConnectionString { get; set; } = "";

    /// <summary>Whether a hub is wanted at all.</summary>
    internal static bool IsSet(IConfiguration configuration) => configuration.GetSection(Section).GetChildren().Any(setting => !string.IsNullOrEmpty(setting.Value));

    /// <returns>Null when nothing in the section is set: then faces come in by HTTP only.</returns>
    /// <exception cref="SettingException">Something in the section can't work.</exception>
    internal static EventHubIntakeOptions? Read(IConfiguration configuration, ClusterOptions cluster)
    {
        if (!IsSet(configuration)) return null;
        var options = configuration.GetSection(Section).Get<EventHubIntakeOptions>() ?? new();
        return options.Flaws(cluster).ToList() is { Count: > 0 } flaws ? throw new SettingException(flaws) : options.OrOfCluster(cluster);
    }

    /// <summary>One sentence per setting that can't work.</summary>
    internal IEnumerable<string> Flaws(ClusterOptions cluster)
    {
        const string Host = "mynamespace.servicebus.windows.net";
        const string Tables = "https://myaccount.table.core.windows.net";
        if ((Namespace.Length == 0) == (ConnectionString.Length == 0))
            yield return $"Give either Intake:EventHub:Namespace (managed identity) or Intake:EventHub:ConnectionString. Example: Intake:EventHub:Namespace={Host}";
        if (Namespace.Length > 0 && (Uri.CheckHostName(Namespace) != UriHostNameType.Dns || !Namespace.Contains('.', StringComparison.Ordinal)))
            yield return $"Intake:EventHub:Namespace is not the full host name of a namespace. Example: Intake:EventHub:Namespace={Host}";
        if (string.IsNullOrWhiteSpace(Name)) yield return "Intake:EventHub:Name is empty: which hub is read? Example: Intake:EventHub:Name=images-in-db";
        if (string.IsNullOrWhiteSpace(ConsumerGroup)) yield return "Intake:EventHub:ConsumerGroup is empty. Example: Intake:EventHub:ConsumerGroup=atmosphere";

        if (CheckpointTableEndpoint.Length > 0 && CheckpointConnectionString.Length > 0)
            yield return $"Give only one of Intake:EventHub:CheckpointTableEndpoint (managed identity) and Intake:EventHub:CheckpointConnectionString. Example: Intake:EventHub:CheckpointTableEndpoint={Tables}";
        if (CheckpointTableEndpoint.Length > 0 && SecureEndpoint.Flaw("Intake:EventHub:CheckpointTableEndpoint", CheckpointTableEndpoint, Tables) is { } flaw) yield return flaw;
        if (CheckpointTableEndpoint.Length == 0 && CheckpointConnectionString.Length == 0 && cluster.Provider != ClusterProvider.AzureStorage)
            yield return $"Intake:EventHub needs tables that keep how far it was read, and the cluster has none in Azure. Example: Intake:EventHub:CheckpointTableEndpoint={Tables}";
    }

    private EventHubIntakeOptions OrOfCluster(ClusterOptions cluster)
    {
        if (CheckpointTableEndpoint.Length == 0 && CheckpointConnectionString.Length == 0)
            (CheckpointTableEndpoint, CheckpointConnectionString) = (cluster.TableEndpoint, cluster.ConnectionString);
        return this;
    }
}
