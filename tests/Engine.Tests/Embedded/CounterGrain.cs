namespace Atmosphere.Engine.Tests;

/// <summary>Counts, durably.</summary>
public interface ICounterGrain : IGrainWithStringKey
{
    Task Increment();

    Task<int> Value();
}

internal sealed class CounterGrain([PersistentState("counter", "test")] IPersistentState<DurableNumber> counter) : Grain, ICounterGrain
{
    public Task Increment()
    {
        counter.State = new DurableNumber(counter.State.Value + 1);
        return counter.WriteStateAsync();
    }

    public Task<int> Value() => Task.FromResult(counter.State.Value);
}
