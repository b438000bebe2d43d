using Atmosphere.Grains;
using Atmosphere.Grains.Owing;
using Atmosphere.Silo.Clustering;
using Atmosphere.Silo.Scaling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.TestingHost;
using ClusterOptions = Atmosphere.Silo.Clustering.ClusterOptions;

namespace Atmosphere.Silo.Tests.Scaling;

/// <summary>
/// Two real silos that report every three seconds, and are missed after ten: on a busy machine a second is nothing. States are where the
/// product has them: Orleans' memory storage dies with the silo that it happens to be on, and the number that was decided with it.
/// </summary>
public sealed class ScalingClusterTests(PostgresServer server) : IAsyncLifetime
{
    private InProcessTestCluster _cluster = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(2);
        var cluster = new ClusterOptions { Provider = ClusterProvider.PostgreSQL, ConnectionString = await server.CreateDatabaseAsync() };
        await ClusterSchema.ApplyAsync(cluster.ConnectionString, _ => { }, TestContext.Current.CancellationToken);
        builder.ConfigureHost(host => host.Logging.SetMinimumLevel(LogLevel.None));
        builder.ConfigureSiloHost((_, host) =>
        {
            host.Services.AddSingleton(TimeProvider.System);
            host.Services.AddSingleton<OwingLoad>();
            host.Services.AddSingleton(new ScalingOptions { ReportEvery = TimeSpan.FromSeconds(3), MaxSilos = 2 });
            ClusterScaling.AddToSilo(host.Services, cluster);
        });
        builder.ConfigureSilo((_, silo) =>
        {
            PostgreSqlCluster.AddStorage(silo, cluster);
            silo.AddMemoryStreams(WellKnownNames.StreamProvider);
        });
        builder.ConfigureClient(client => client.AddMemoryStreams(WellKnownNames.StreamProvider));
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Silos_that_run_report_and_are_the_ones_that_are_wanted()
    {
        var scaling = new ClusterScaling(_cluster.Client);
        (await IsWantedAsync(scaling, 0)).ShouldBe(true);
        await Eventually.Holds(async () => (await scaling.ShowAsync()).Wanted == 2, "two silos are wanted");
        (await IsWantedAsync(scaling, 1)).ShouldBe(true);
        (await IsWantedAsync(scaling, 2)).ShouldBe(false);
        await Eventually.Holds(async () => await scaling.ShowAsync() is { Reporting: 2, Load: > 0 }, "both are heard, and have activations at least");

        await Number_that_was_decided_is_on_disk(scaling);
        await Silo_that_is_killed_is_missed_but_still_wanted(scaling);
    }

    [Fact]
    public async Task Age_of_what_is_read_from_streams_is_seen()
    {
        using var listener = new StreamLagListener();
        var now = DateTimeOffset.UnixEpoch;
        listener.Oldest(now);
        var sender = _cluster.Client.GetStreamProvider(WellKnownNames.StreamProvider).GetStream<string>(WellKnownNames.Streams.FaceCleanup, "a-face");
        await sender.OnNextAsync("anything");

        await Eventually.Holds(() => listener.Oldest(now) > TimeSpan.Zero, "the queue's reader has read the event, and says how old it was");
        listener.Oldest(now).ShouldBeLessThan(TimeSpan.FromMinutes(1));
        listener.Oldest(now + StreamLag.Remembered).ShouldBe(TimeSpan.Zero);
    }

    private async Task Number_that_was_decided_is_on_disk(ClusterScaling scaling)
    {
        await _cluster.DeactivateAsync(_cluster.Client.GetGrain<IScalingGrain>(IScalingGrain.Key));
        (await IsWantedAsync(scaling, 1)).ShouldBe(true);
        (await IsWantedAsync(scaling, 2)).ShouldBe(false);
        await Eventually.Holds(async () => (await scaling.ShowAsync()).Reporting == 2, "both silos report to the new activation");
    }

    private async Task Silo_that_is_killed_is_missed_but_still_wanted(ClusterScaling scaling)
    {
        await _cluster.KillSiloAsync(_cluster.Silos[1]);
        await Eventually.Holds(async () => await ReportingAsync(scaling) == 1, "the killed silo is missed");
        (await IsWantedAsync(scaling, 1)).ShouldBe(true);
    }

    /// <summary>Waits while it is not known, as it may not be on a busy machine: then the number of silos stays what it is.</summary>
    private static async Task<bool?> IsWantedAsync(ClusterScaling scaling, int silo)
    {
        bool? wanted = null;
        await Eventually.Holds(async () => (wanted = await scaling.IsWantedAsync(silo)) is not null, "it is known whether the silo is wanted");
        return wanted;
    }

    /// <summary>Null while calls fail, as they may between the death of a silo and its being noticed.</summary>
    private static async Task<int?> ReportingAsync(ClusterScaling scaling)
    {
        try
        {
            return (await scaling.ShowAsync()).Reporting;
        }
        catch (Exception fault) when (fault is TimeoutException or OrleansException)
        {
            return null;
        }
    }
}
