using Atmosphere.Silo.Hosting;

namespace Atmosphere.Silo.Clustering;

/// <summary>Where a silo or a client finds its cluster, and where others find the silo. Configuration section <c>Cluster</c>; Orleans only.</summary>
public sealed class ClusterOptions
{
    public const string Section = "Cluster";

    public ClusterProvider Provider { get; set; } = ClusterProvider.Local;

    /// <summary>Silos of one id form one cluster. A deployment whose messages another one can't read gets an id of its own.</summary>
    public string ClusterId { get; set; } = "atmosphere";

    /// <summary>Part of every stored key: changing it loses sight of all state.</summary>
    public string ServiceId { get; set; } = "atmosphere";

    /// <summary>For PostgreSQL, or Azure Storage with a key. A secret.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>The table service of the storage account, for managed identity. Instead of <see cref="ConnectionString"/>.</summary>
    public string TableEndpoint { get; set; } = "";

    /// <summary>A name for logs and the dashboard. Empty: Orleans makes one.</summary>
    public string SiloName { get; set; } = "";

    /// <summary>The IP address that leads others to this silo, and to no other. Empty: this machine's own; with <see cref="ClusterProvider.Local"/>, loopback.</summary>
    public string AdvertisedAddress { get; set; } = "";

    /// <summary>The port at that address for other silos.</summary>
    public int SiloPort { get; set; } = 11111;

    /// <summary>The port at that address for clients.</summary>
    public int GatewayPort { get; set; } = 30000;

    /// <summary>Where this process listens for silos, when a proxy maps ports. Null: <see cref="SiloPort"/>.</summary>
    public int? ListenSiloPort { get; set; }

    /// <summary>Where this process listens for clients, when a proxy maps ports. Null: <see cref="GatewayPort"/>.</summary>
    public int? ListenGatewayPort { get; set; }

    /// <summary>
    /// How often silos look whether the others live; a silo that misses three looks is declared dead and its grains start elsewhere.
    /// 1 to 60 seconds. Default 5 seconds, Orleans' own.
    /// </summary>
    public TimeSpan ProbePeriod { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether grain state and reminders outlive the silos.</summary>
    internal bool Keeps => Provider != ClusterProvider.Local || ConnectionString.Length > 0;

    /// <exception cref="SettingException">Something in the section can't work.</exception>
    internal static ClusterOptions Read(IConfiguration configuration)
    {
        var options = configuration.GetSection(Section).Get<ClusterOptions>() ?? new();
        return options.Flaws().ToList() is { Count: > 0 } flaws ? throw new SettingException(flaws) : options;
    }

    /// <summary>Silos that share their grains have to share the gallery, too: each one's own face service would know other people.</summary>
    /// <exception cref="SettingException">The cluster has no recogniser for all of its silos.</exception>
    internal void RequireSharedRecogniser(IConfiguration configuration)
    {
        if (Provider == ClusterProvider.Local || configuration["Recognition:Endpoint"] is { Length: > 0 }) return;
        throw new SettingException(
            $"Recognition:Endpoint is missing, while Cluster:Provider is {Provider}: silos need one recogniser for all of them, an Azure AI Face resource or a face service of your own. "
            + "Example: Recognition:Endpoint=https://my-faces.cognitiveservices.azure.com/");
    }

    /// <summary>One sentence per setting that can't work.</summary>
    internal IEnumerable<string> Flaws()
    {
        if (ClusterId.Length == 0) yield return "Cluster:ClusterId is empty. Example: Cluster:ClusterId=atmosphere";
        if (ServiceId.Length == 0) yield return "Cluster:ServiceId is empty. Example: Cluster:ServiceId=atmosphere";
        if (ProbePeriod < TimeSpan.FromSeconds(1) || ProbePeriod > TimeSpan.FromSeconds(60)) yield return $"Cluster:ProbePeriod is {ProbePeriod}, but has to be from 00:00:01 to 00:01:00. Example: Cluster:ProbePeriod=00:00:05";
        if (Provider == ClusterProvider.PostgreSQL && ConnectionString.Length == 0)
            yield return "Cluster:ConnectionString is missing, while Cluster:Provider is PostgreSQL. Example: Cluster__ConnectionString=Host=db;Database=atmosphere;Username=atmosphere;Password=… (environment variable)";
        const string Tables = "https://myaccount.table.core.windows.net";
        if (Provider == ClusterProvider.AzureStorage && (ConnectionString.Length == 0) == (TableEndpoint.Length == 0))
            yield return $"With Cluster:Provider=AzureStorage, give either Cluster:TableEndpoint (managed identity) or Cluster:ConnectionString. Example: Cluster:TableEndpoint={Tables}";
        if (TableEndpoint.Length > 0 && SecureEndpoint.Flaw("Cluster:TableEndpoint", TableEndpoint, Tables) is { } flaw) yield return flaw;
    }
}
