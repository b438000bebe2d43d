namespace Atmosphere.Engine.Bench;

/// <summary>Answers, and counts durably.</summary>
public interface ICounterGrain : IGrainWithStringKey
{
    Task<string> Echo(string text);

    Task Increment();

    Task<int> Value();
}

/// <summary>A number.</summary>
public sealed record CounterState
{
    public int Value { get; init; }
}

[ImplicitStreamSubscription(Namespace)]
internal sealed class CounterGrain([PersistentState("counter", "bench")] IPersistentState<CounterState> counter) : Grain, ICounterGrain, IStreamSubscriptionObserver
{
    public const string Namespace = "counters";

    private static long _received;

    /// <summary>Events that arrived at any of these grains.</summary>
    public static long Received => Volatile.Read(ref _received);

    public Task<string> Echo(string text) => Task.FromResult(text);

    public Task Increment()
    {
        counter.State = new() { Value = counter.State.Value + 1 };
        return counter.WriteStateAsync();
    }

    public Task<int> Value() => Task.FromResult(counter.State.Value);

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.Create<int>().ResumeAsync((_, _) =>
    {
        Interlocked.Increment(ref _received);
        return Task.CompletedTask;
    });
}
