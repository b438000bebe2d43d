namespace Atmosphere.Silo;

/// <summary>A provider takes part in a silo's life; this is all of that life that it needs here.</summary>
internal sealed class ProviderLifecycle : ISiloLifecycle
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
