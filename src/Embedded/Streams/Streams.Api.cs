namespace Atmosphere.Embedded;

/// <summary>The position of an event in its stream. Opaque: good for comparing, not for telling repeats apart.</summary>
public abstract class StreamSequenceToken : IEquatable<StreamSequenceToken>, IComparable<StreamSequenceToken>
{
    public abstract long SequenceNumber { get; protected set; }

    public abstract int EventIndex { get; protected set; }

    public abstract bool Equals(StreamSequenceToken? other);

    public abstract int CompareTo(StreamSequenceToken? other);

    public override bool Equals(object? obj) => obj is StreamSequenceToken other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(SequenceNumber, EventIndex);

    public static bool operator ==(StreamSequenceToken? left, StreamSequenceToken? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(StreamSequenceToken? left, StreamSequenceToken? right) => !(left == right);

    public static bool operator <(StreamSequenceToken? left, StreamSequenceToken? right) =>
        left is null ? right is not null : left.CompareTo(right) < 0;

    public static bool operator <=(StreamSequenceToken? left, StreamSequenceToken? right) => left is null || left.CompareTo(right) <= 0;

    public static bool operator >(StreamSequenceToken? left, StreamSequenceToken? right) => !(left <= right);

    public static bool operator >=(StreamSequenceToken? left, StreamSequenceToken? right) => !(left < right);
}

/// <summary>Takes the events of a stream: a consumer, or the stream itself towards its publishers.</summary>
public interface IAsyncObserver<in T>
{
    /// <summary>Towards a publisher: completes when the event is on disk. Towards a consumer: an exception asks for another try.</summary>
    Task OnNextAsync(T item, StreamSequenceToken? token = null);

    Task OnCompletedAsync();

    Task OnErrorAsync(Exception ex);
}

/// <summary>Takes several events at once.</summary>
public interface IAsyncBatchProducer<T> : IAsyncObserver<T>
{
    /// <summary>Publishes the events in order, all of them or none. Completes when they are on disk.</summary>
    Task OnNextBatchAsync(IEnumerable<T> batch, StreamSequenceToken? token = null);
}

/// <summary>What is known of a stream without the type of its events.</summary>
public interface IAsyncStream
{
    bool IsRewindable { get; }

    string ProviderName { get; }

    StreamId StreamId { get; }
}

/// <summary>A stream to publish on.</summary>
/// <remarks>Consumers are found by <see cref="ImplicitStreamSubscriptionAttribute"/> only; a stream never completes and carries no errors.</remarks>
public interface IAsyncStream<T> : IAsyncStream, IAsyncBatchProducer<T>;

/// <summary>Gives the streams of one name.</summary>
public interface IStreamProvider
{
    string Name { get; }

    bool IsRewindable { get; }

    IAsyncStream<T> GetStream<T>(StreamId streamId);
}

/// <summary>On a grain class: the grain with the key of the stream gets every event published in the namespace.</summary>
/// <remarks>The class implements <see cref="IStreamSubscriptionObserver"/> to say who takes the events.</remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public class ImplicitStreamSubscriptionAttribute(string streamNamespace) : Attribute
{
    /// <summary>The namespace, compared exactly.</summary>
    public string StreamNamespace { get; } = streamNamespace;
}

/// <summary>A grain that is told of its subscription before the first event of a stream in each activation.</summary>
public interface IStreamSubscriptionObserver
{
    Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory);
}

/// <summary>Tells a grain which stream it is subscribed to, and takes its observer.</summary>
public interface IStreamSubscriptionHandleFactory
{
    StreamId StreamId { get; }

    string ProviderName { get; }

    StreamSubscriptionHandle<T> Create<T>();
}

/// <summary>A grain's subscription to one stream.</summary>
public abstract class StreamSubscriptionHandle<T> : IEquatable<StreamSubscriptionHandle<T>>
{
    public abstract StreamId StreamId { get; }

    public abstract string ProviderName { get; }

    public abstract Guid HandleId { get; }

    /// <summary>Says who takes the events in this activation.</summary>
    /// <param name="observer">Called in the grain's turns.</param>
    /// <param name="token">Not used: the streams here are not rewindable.</param>
    public abstract Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token = null);

    public abstract bool Equals(StreamSubscriptionHandle<T>? other);

    public override bool Equals(object? obj) => obj is StreamSubscriptionHandle<T> other && Equals(other);

    public override int GetHashCode() => HandleId.GetHashCode();
}

/// <summary>Takes events with functions instead of an observer.</summary>
public static class StreamSubscriptionHandleExtensions
{
    public static Task<StreamSubscriptionHandle<T>> ResumeAsync<T>(
        this StreamSubscriptionHandle<T> handle,
        Func<T, StreamSequenceToken?, Task> onNextAsync,
        StreamSequenceToken? token = null)
    {
        ArgumentNullException.ThrowIfNull(onNextAsync);
        return handle.ResumeAsync(new FunctionObserver<T>(onNextAsync), token);
    }

    private sealed class FunctionObserver<T>(Func<T, StreamSequenceToken?, Task> onNextAsync) : IAsyncObserver<T>
    {
        public Task OnNextAsync(T item, StreamSequenceToken? token = null) => onNextAsync(item, token);

        public Task OnCompletedAsync() => Task.CompletedTask;

        public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
    }
}
