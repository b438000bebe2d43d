using Atmosphere.Silo.Clustering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using ClusterOptions = Atmosphere.Silo.Clustering.ClusterOptions;

namespace Atmosphere.Silo.Tests.PostgreSql;

/// <summary>A silo and a client on loopback, composed as the product's are, but quicker to notice that another one is gone.</summary>
internal static class TestSilo
{
    private const string Id = "test";

    public static readonly TimeSpan ReminderPeriod = TimeSpan.FromSeconds(1);

    public static IHost Silo(string connectionString, int siloPort, int gatewayPort)
    {
        var builder = Builder();
        builder.UseOrleans(silo =>
        {
            PostgreSqlCluster.AddTo(silo, Options(connectionString, siloPort, gatewayPort));
            silo.Services.Configure<Orleans.Configuration.ClusterOptions>(SetIds);
            silo.Services.Configure<ReminderOptions>(options => options.MinimumReminderPeriod = ReminderPeriod);
            silo.Services.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(5));
            silo.Services.Configure<ClusterMembershipOptions>(options =>
            {
                (options.ProbeTimeout, options.NumMissedProbesLimit) = (TimeSpan.FromSeconds(1), 2);
                options.TableRefreshTimeout = TimeSpan.FromSeconds(2);
            });
        });
        return builder.Build();
    }

    public static IHost Client(string connectionString)
    {
        var builder = Builder();
        builder.UseOrleansClient(client =>
        {
            PostgreSqlCluster.AddTo(client, Options(connectionString));
            client.Services.Configure<Orleans.Configuration.ClusterOptions>(SetIds);
        });
        return builder.Build();
    }

    private static HostApplicationBuilder Builder()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        return builder;
    }

    private static ClusterOptions Options(string connectionString, int siloPort = 0, int gatewayPort = 0) =>
        new() { Provider = ClusterProvider.PostgreSQL, ConnectionString = connectionString, AdvertisedAddress = "127.0.0.1", SiloPort = siloPort, GatewayPort = gatewayPort };

    private static void SetIds(Orleans.Configuration.ClusterOptions options) => (options.ClusterId, options.ServiceId) = (Id, Id);
}
