using Atmosphere.Grains;
using Atmosphere.Silo.Clustering;
using Atmosphere.Silo.Hosting;
using Atmosphere.Silo.Operating;
using Atmosphere.Silo.Scaling;
using Atmosphere.Silo.Transfer;
using Orleans.Configuration;
using Orleans.Dashboard;
using ClusterOptions = Atmosphere.Silo.Clustering.ClusterOptions;

namespace Atmosphere.Silo;

/// <summary>Microsoft Orleans: this process is a silo of a cluster, or a client of one.</summary>
internal static class GrainEngine
{
    /// <summary>What exports call it.</summary>
    public const string Name = "Orleans";

    /// <summary>
    /// A reminder that was written while its part of the ring changed hands is found by the next reading only. Orleans reads every five
    /// minutes, by when the first tick, two minutes ahead, would have been missed, and the next one is a quarter of an hour later.
    /// </summary>
    private static readonly TimeSpan RemindersAreReadEvery = TimeSpan.FromMinutes(1);

    /// <summary>Makes this process a silo.</summary>
    public static void AddSilo(IHostApplicationBuilder builder, string dataFolder)
    {
        _ = dataFolder; // for engines that keep something on disk
        var cluster = ClusterOptions.Read(builder.Configuration);
        cluster.RequireSharedRecogniser(builder.Configuration);
        if (!cluster.Keeps) builder.Services.AddHostedService<MemoryNotice>();
        builder.UseOrleans(silo =>
        {
            silo.Services.Configure<Orleans.Configuration.ClusterOptions>(ids => (ids.ClusterId, ids.ServiceId) = (cluster.ClusterId, cluster.ServiceId));
            silo.Services.Configure<ClusterMembershipOptions>(membership => membership.ProbeTimeout = cluster.ProbePeriod);
            silo.Services.Configure<ReminderOptions>(reminders => reminders.RefreshReminderListPeriod = RemindersAreReadEvery);
            if (cluster.SiloName.Length > 0) silo.Services.Configure<SiloOptions>(options => options.SiloName = cluster.SiloName);
            switch (cluster.Provider)
            {
                case ClusterProvider.Local: LocalCluster.AddTo(silo, cluster); break;
                case ClusterProvider.PostgreSQL: PostgreSqlCluster.AddTo(silo, cluster); break;
                case ClusterProvider.AzureStorage: AzureStorageCluster.AddTo(silo, cluster); break;
                default: throw new ArgumentOutOfRangeException(nameof(builder), cluster.Provider, "No such cluster provider.");
            }

            AddInnerStreams(silo);
            EventHubIntake.AddTo(silo, builder.Configuration, cluster);
            silo.AddActivityPropagation();
            silo.AddDashboard(dashboard => dashboard.HideTrace = true); // its log stream knows no levels
        });
        ClusterScaling.AddToSilo(builder.Services, cluster);
        if (cluster.Keeps) builder.Services.AddHostedService<OwedByLostSilos>();
    }

    /// <summary>Makes this process a client, which calls grains and hosts none.</summary>
    public static void AddClient(IHostApplicationBuilder builder)
    {
        var cluster = ClusterOptions.Read(builder.Configuration);
        builder.Services.AddSingleton<ClusterConnection>();
        builder.Services.AddHealthChecks().AddCheck<ClusterConnection>("cluster");
        builder.UseOrleansClient(client =>
        {
            client.Services.Configure<Orleans.Configuration.ClusterOptions>(ids => (ids.ClusterId, ids.ServiceId) = (cluster.ClusterId, cluster.ServiceId));
            switch (cluster.Provider)
            {
                case ClusterProvider.Local: LocalCluster.AddTo(client, cluster); break;
                case ClusterProvider.PostgreSQL: PostgreSqlCluster.AddTo(client, cluster); break;
                case ClusterProvider.AzureStorage: AzureStorageCluster.AddTo(client, cluster); break;
                default: throw new ArgumentOutOfRangeException(nameof(builder), cluster.Provider, "No such cluster provider.");
            }

            client.AddActivityPropagation();
            client.AddDashboard(dashboard => dashboard.HideTrace = true);
            client.Services.AddSingleton<IClusterConnectionStatusObserver>(sp => sp.GetRequiredService<ClusterConnection>());
            client.UseConnectionRetryFilter<ConnectionRetry>();
        });
        ClusterScaling.AddToClient(builder.Services, cluster);
    }

    /// <summary>For a process that is nothing but a silo: this engine has clusters.</summary>
    public static void RequireCluster() { }

    /// <summary>Makes the tables of a cluster.</summary>
    public static Task InitDatabaseAsync(IConfiguration configuration, Action<string> progress, CancellationToken cancellationToken) =>
        ClusterSchema.ApplyAsync(configuration, progress, cancellationToken);

    /// <summary>Everything that grains keep, at one instant. On PostgreSQL silos may be running.</summary>
    /// <exception cref="SettingException">It is kept where this can't be read.</exception>
    public static IAsyncEnumerable<GrainRecord> ReadRecordsAsync(IConfiguration configuration, IHostEnvironment environment, CancellationToken cancellationToken)
    {
        _ = environment; // for engines that keep something on disk
        var cluster = Keeping(configuration);
        return cluster.Provider == ClusterProvider.AzureStorage
            ? AzureTableRecords.ReadAsync(cluster, cancellationToken)
            : new PostgreSqlRecords(cluster).ReadAsync(configuration, cancellationToken);
    }

    /// <summary>Fills an empty store, all or nothing.</summary>
    /// <exception cref="SettingException">It is kept where this can't be written.</exception>
    public static Task FillAsync(IConfiguration configuration, IHostEnvironment environment, IEnumerable<GrainRecord> records, CancellationToken cancellationToken)
    {
        _ = environment; // for engines that keep something on disk
        var cluster = Keeping(configuration);
        return cluster.Provider == ClusterProvider.AzureStorage
            ? AzureTableRecords.FillAsync(cluster, records, cancellationToken)
            : new PostgreSqlRecords(cluster).FillAsync(records, cancellationToken);
    }

    /// <summary>The command <c>backup</c>.</summary>
    /// <exception cref="SettingException">Always: a cluster keeps its states in a database that has its own backup.</exception>
    public static Task BackupAsync(OperatorRequest request) => throw new SettingException(
        "backup makes an archive of the data folder of one process. A cluster's states are in a database, which has its own backup, and its pictures and gallery in places of their own: docs/operate.md, Backup, says what to do.");

    /// <summary>The command <c>restore</c>.</summary>
    /// <exception cref="SettingException">Always: a cluster keeps its states in a database that has its own backup.</exception>
    public static Task RestoreAsync(OperatorRequest request) => throw new SettingException(
        "restore puts an archive into the data folder of one process. A cluster's states are in a database, which has its own backup: docs/operate.md, Backup, says what to do. Between the two, export and import move them.");

    /// <exception cref="SettingException">Grains are in memory.</exception>
    private static ClusterOptions Keeping(IConfiguration configuration)
    {
        var cluster = ClusterOptions.Read(configuration);
        if (!cluster.Keeps)
            throw new SettingException("A silo with Cluster:Provider=Local and without Cluster:ConnectionString keeps its grains in memory: there is nothing that another program could read or fill. Example: Cluster:Provider=PostgreSQL, with Cluster:ConnectionString=Host=db;Database=atmosphere");
        return cluster;
    }

    /// <summary>
    /// Memory will do between grains: a publish is repeated until the other side has answered. An event is tried for a day before it is skipped.
    /// </summary>
    private static void AddInnerStreams(ISiloBuilder silo) => silo.AddMemoryStreams(WellKnownNames.StreamProvider, streams =>
    {
        streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly);
        streams.ConfigurePullingAgent(agent => agent.Configure(options => options.MaxEventDeliveryTime = TimeSpan.FromDays(1)));
    });
}
