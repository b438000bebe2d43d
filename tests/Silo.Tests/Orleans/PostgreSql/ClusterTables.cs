using Atmosphere.Grains;
using Atmosphere.Silo.Clustering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Atmosphere.Silo.Tests.PostgreSql;

/// <summary>A database with the cluster's tables, and Orleans' providers on them as a silo that has not started has them.</summary>
internal sealed class ClusterTables : IAsyncDisposable
{
    private readonly IHost _host;

    private ClusterTables(string connectionString, IHost host) => (ConnectionString, _host) = (connectionString, host);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public string ConnectionString { get; }

    public IMembershipTable Membership => _host.Services.GetRequiredService<IMembershipTable>();

    public IGrainStorage Storage => _host.Services.GetRequiredKeyedService<IGrainStorage>(WellKnownNames.Storage);

    public IReminderTable Reminders => _host.Services.GetRequiredService<IReminderTable>();

    public static async Task<ClusterTables> NewAsync(PostgresServer server)
    {
        var connectionString = await server.CreateDatabaseAsync();
        await ClusterSchema.ApplyAsync(connectionString, _ => { }, Token);
        return await OpenAsync(connectionString);
    }

    /// <summary>One more silo, as it were, on tables that are there.</summary>
    /// <param name="connectionString">Where they are.</param>
    /// <param name="id">Of cluster and service.</param>
    public static async Task<ClusterTables> OpenAsync(string connectionString, string id = "test")
    {
        var tables = new ClusterTables(connectionString, Silo(connectionString, id));
        await tables.Membership.InitializeMembershipTableAsync(true, Token);
        await tables.Reminders.StartAsync(Token);
        await ProviderLifecycle.StartAsync((ILifecycleParticipant<ISiloLifecycle>)tables.Storage, Token);
        return tables;
    }

    /// <summary>A silo, composed as the product's are, not started.</summary>
    public static IHost Silo(string connectionString, string id = "test")
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        var cluster = new ClusterOptions { Provider = ClusterProvider.PostgreSQL, ConnectionString = connectionString, AdvertisedAddress = "127.0.0.1" };
        builder.UseOrleans(silo =>
        {
            silo.Services.Configure<Orleans.Configuration.ClusterOptions>(ids => (ids.ClusterId, ids.ServiceId) = (id, id));
            PostgreSqlCluster.AddTo(silo, cluster);
        });
        return builder.Build();
    }

    public ValueTask DisposeAsync()
    {
        _host.Dispose();
        return ValueTask.CompletedTask;
    }
}
