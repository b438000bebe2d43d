using Atmosphere.Grains.DeadLetters;
using Atmosphere.Grains.Owing;

namespace Atmosphere.Grains.Streams;

/// <summary>
/// Takes the events of one stream into a grain. Handling is "accept into state, return". What can never be handled goes to the
/// dead letters, so that it does not block the stream; a storage fault is thrown, so that the engine delivers again.
/// </summary>
internal sealed class StreamHandler<TEvent>(StreamId stream, IGrainFactory grains, TimeProvider time, Func<TEvent, Task> accept) : IAsyncObserver<TEvent>
    where TEvent : IStreamEvent
{
    public async Task OnNextAsync(TEvent item, StreamSequenceToken? token = null)
    {
        if (item.Flaw(stream.GetKeyAsString()) is { } flaw)
        {
            await DeadAsync(flaw);
            return;
        }

        try
        {
            await accept(item);
        }
        catch (DecisionFaultException fault)
        {
            await DeadAsync(fault.Message);
        }
    }

    public Task OnCompletedAsync() => Task.CompletedTask;

    /// <summary>The engine gave an event up after trying for <c>MaxEventDeliveryTime</c>.</summary>
    public Task OnErrorAsync(Exception ex) => DeadAsync($"delivery was given up: {ex.GetType().Name}");

    private Task DeadAsync(string reason)
    {
        var ns = stream.GetNamespace() ?? "";
        var key = stream.GetKeyAsString();
        return grains.GetGrain<IDeadLetterGrain>(DeadLetterKey.For(ns, key)).Add(new()
        {
            Stream = ns,
            Key = key,
            Event = typeof(TEvent).Name,
            Reason = reason,
            At = time.GetUtcNow(),
        });
    }
}
