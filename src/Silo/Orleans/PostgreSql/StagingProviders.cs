using Atmosphere.Grains;
using Atmosphere.Silo.Clustering;

namespace Atmosphere.Silo;

/// <summary>Orleans' own providers of states and reminders, on the cluster's tables, for a service of another name: what they write no silo sees.</summary>
internal sealed class StagingProviders : IAsyncDisposable
{
    private readonly IHost _host;

    private StagingProviders(IHost host) => _host = host;

    public IGrainStorage States => _host.Services.GetRequiredKeyedService<IGrainStorage>(WellKnownNames.Storage);

    public IReminderTable Reminders => _host.Services.GetRequiredService<IReminderTable>();

    public static async Task<StagingProviders> StartAsync(ClusterOptions cluster, string serviceId, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(serviceId: serviceId, clusterId: serviceId); // nothing is started, so nothing listens
            PostgreSqlCluster.AddStorage(silo, cluster);
        });
        var providers = new StagingProviders(builder.Build());
        await providers.Reminders.StartAsync(cancellationToken);
        await ProviderLifecycle.StartAsync((ILifecycleParticipant<ISiloLifecycle>)providers.States, cancellationToken);
        return providers;
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is IAsyncDisposable asynchronous) await asynchronous.DisposeAsync();
        else _host.Dispose();
    }

    /// <summary>A provider takes part in a silo's life; this is all of that life that it needs here.</summary>
    private sealed class ProviderLifecycle : ISiloLifecycle
    {
        private readonly SortedList<int, List<ILifecycleObserver>> _observers = [];

        public int HighestCompletedStage { get; private set; } = int.MinValue;

        public int LowestStoppedStage => int.MaxValue;

        public static async Task StartAsync(ILifecycleParticipant<ISiloLifecycle> provider, CancellationToken cancellationToken)
        {
            var lifecycle = new ProviderLifecycle();
            provider.Participate(lifecycle);
            foreach (var (stage, observers) in lifecycle._observers)
            {
                foreach (var observer in observers) await observer.OnStart(cancellationToken);
                lifecycle.HighestCompletedStage = stage;
            }
        }

        public IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
        {
            if (!_observers.TryGetValue(stage, out var observers)) _observers.Add(stage, observers = []);
            observers.Add(observer);
            return new Subscription(observers, observer);
        }

        private sealed class Subscription(List<ILifecycleObserver> observers, ILifecycleObserver observer) : IDisposable
        {
            public void Dispose() => observers.Remove(observer);
        }
    }
}
