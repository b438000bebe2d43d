using Atmosphere.Catalogue;
using Atmosphere.Grains;
using Atmosphere.Grains.Storage;
using Atmosphere.Silo.Clustering;
using Atmosphere.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace Atmosphere.Silo;

/// <summary>Membership, grain state and reminders in PostgreSQL, in tables that <c>init-db</c> makes, over one pool of connections.</summary>
internal static class PostgreSqlCluster
{
    private const string Invariant = "Npgsql";
    private const string SourceKey = "cluster";

    public static void AddTo(ISiloBuilder silo, ClusterOptions cluster)
    {
        AddSource(silo.Services, cluster);
        silo.UseAdoNetClustering(options => options.Configure<IServiceProvider>((to, services) => (to.Invariant, to.DataSource) = (Invariant, Source(services))));
        ListeningSilo.AddTo(silo, cluster);
        AddStorage(silo, cluster);
    }

    public static void AddTo(IClientBuilder client, ClusterOptions cluster)
    {
        AddSource(client.Services, cluster);
        client.UseAdoNetClustering(options => options.Configure<IServiceProvider>((to, services) => (to.Invariant, to.DataSource) = (Invariant, Source(services))));
    }

    /// <summary>Grain state and reminders, whoever keeps the membership.</summary>
    public static void AddStorage(ISiloBuilder silo, ClusterOptions cluster)
    {
        AddSource(silo.Services, cluster);
        silo.AddAdoNetGrainStorage(WellKnownNames.Storage, options => options.Configure<IServiceProvider>((to, services) =>
        {
            (to.Invariant, to.DataSource) = (Invariant, Source(services));
            to.GrainStorageSerializer = new GrainStateSerializer();
            to.DeleteStateOnClear = true; // the key of somebody who is forgotten names her
        }));
        silo.UseAdoNetReminderService(options => options.Configure<IServiceProvider>((to, services) => (to.Invariant, to.DataSource) = (Invariant, Source(services))));
    }

    /// <exception cref="SettingException">It is no connection string, or does not say which database.</exception>
    public static NpgsqlDataSource Source(string connectionString)
    {
        const string Example = "Example: Cluster:ConnectionString=Host=db;Database=atmosphere;Username=atmosphere;Password=...";
        try
        {
            var parsed = new NpgsqlConnectionStringBuilder(connectionString);
            if (string.IsNullOrWhiteSpace(parsed.Host) || string.IsNullOrWhiteSpace(parsed.Database))
                throw new SettingException($"Cluster:ConnectionString has to name a server with 'Host=' and a database with 'Database='. {Example}");
            return PostgreSqlSource.Create(connectionString, "atmosphere-cluster", poolSize: 20);
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException)
        {
            // Without what was wrong with it: that text may quote a password.
            throw new SettingException($"Cluster:ConnectionString is not a PostgreSQL connection string. {Example}");
        }
    }

    private static NpgsqlDataSource Source(IServiceProvider services) => services.GetRequiredKeyedService<NpgsqlDataSource>(SourceKey);

    /// <summary>The container disposes of it; Orleans does not.</summary>
    private static void AddSource(IServiceCollection services, ClusterOptions cluster)
    {
        services.TryAddKeyedSingleton(SourceKey, (_, _) => Source(cluster.ConnectionString));
        services.AddHostedService<TablesAreThere>();
    }

    /// <summary>Says what to do when the tables are missing, before Orleans stumbles over it.</summary>
    private sealed class TablesAreThere([FromKeyedServices(SourceKey)] NpgsqlDataSource source) : StartingService
    {
        public override Task StartingAsync(CancellationToken cancellationToken) => ClusterSchema.RequireAsync(source, cancellationToken);
    }
}
