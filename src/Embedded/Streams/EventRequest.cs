using Atmosphere.Embedded.Runtime;
using Atmosphere.Embedded.Storage;

namespace Atmosphere.Embedded.Streams;

/// <summary>An event on its way into a grain; or, when it was given up, the news of that.</summary>
internal sealed class EventRequest(StoredEvent stored, EventCodec codec, Exception? givenUp = null) : Request
{
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StoredEvent Event => stored;

    public Task Task => _answer.Task;

    public override bool IsAnswered => _answer.Task.IsCompleted;

    public override Task Start(Activation activation) => RunAsync(activation);

    public override bool Fail(Exception failure) => _answer.TrySetException(failure);

    private async Task RunAsync(Activation activation)
    {
        try
        {
            var consumer = await ConsumerAsync(activation);
            await (givenUp is null ? consumer.TakeAsync(stored, codec) : consumer.OnErrorAsync(givenUp));
            _answer.TrySetResult();
        }
        catch (Exception failure)
        {
            activation.OnCallFailed(failure);
            Fail(failure);
        }
    }

    private async Task<StreamConsumer> ConsumerAsync(Activation activation)
    {
        var stream = StreamId.Create(stored.Lane.Namespace, stored.Lane.Key);
        if (activation.Consumers.TryGetValue((stored.Lane.Provider, stream), out var consumer)) return consumer;
        await ((IStreamSubscriptionObserver)activation.Grain).OnSubscribed(new StreamSubscription(activation, stored.Lane.Provider, stream));
        return activation.Consumers.GetValueOrDefault((stored.Lane.Provider, stream))
            ?? throw new UndeliverableException($"{activation.GrainId} attached no observer in OnSubscribed.");
    }
}
