using Atmosphere.Embedded.Storage;

namespace Atmosphere.Embedded.Streams;

/// <summary>Who takes the events of a stream in one activation.</summary>
internal abstract class StreamConsumer
{
    /// <exception cref="UndeliverableException">No repetition can help.</exception>
    public abstract Task TakeAsync(StoredEvent stored, EventCodec codec);

    public abstract Task OnErrorAsync(Exception failure);
}

/// <summary>Who takes the events of a stream, with the type it takes.</summary>
internal sealed class StreamConsumer<T>(IAsyncObserver<T> observer) : StreamConsumer
{
    public override Task TakeAsync(StoredEvent stored, EventCodec codec)
    {
        T item;
        try
        {
            item = codec.Deserialize<T>(stored.EventType, stored.Payload);
        }
        catch (Exception failure)
        {
            throw new UndeliverableException($"Event {stored.Sequence} can't be read: {failure.Message}", failure);
        }

        return observer.OnNextAsync(item, new EventToken(stored.Sequence));
    }

    public override Task OnErrorAsync(Exception failure) => observer.OnErrorAsync(failure);
}

/// <summary>An event can't be delivered, however often it is tried.</summary>
internal sealed class UndeliverableException : OrleansException
{
    public UndeliverableException() { }

    public UndeliverableException(string message) : base(message) { }

    public UndeliverableException(string message, Exception? innerException) : base(message, innerException) { }
}
