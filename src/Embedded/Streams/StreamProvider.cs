namespace Atmosphere.Embedded.Streams;

/// <summary>Streams of one name over the engine's store.</summary>
internal sealed class StreamProvider(string name, StreamPump pump) : IStreamProvider
{
    public string Name => name;

    public bool IsRewindable => false;

    public IAsyncStream<T> GetStream<T>(StreamId streamId) => new Stream<T>(name, streamId, pump);

    private sealed class Stream<T>(string provider, StreamId id, StreamPump pump) : IAsyncStream<T>
    {
        public bool IsRewindable => false;

        public string ProviderName => provider;

        public StreamId StreamId => id;

        public Task OnNextAsync(T item, StreamSequenceToken? token = null) => OnNextBatchAsync([item], token);

        public Task OnNextBatchAsync(IEnumerable<T> batch, StreamSequenceToken? token = null)
        {
            ArgumentNullException.ThrowIfNull(batch);
            if (token is not null) throw new ArgumentException("The streams give their events numbers of their own: publish without a token.", nameof(token));
            var events = batch.Select(item => (object?)item ?? throw new ArgumentNullException(nameof(batch), "An event is null.")).ToArray();
            return pump.PublishAsync(provider, id, events);
        }

        public Task OnCompletedAsync() => throw new NotSupportedException("A stream has no end.");

        public Task OnErrorAsync(Exception ex) => throw new NotSupportedException("A stream carries events only.");
    }
}

/// <summary>The number of an event in the store.</summary>
internal sealed class EventToken(long sequence) : StreamSequenceToken
{
    public override long SequenceNumber { get; protected set; } = sequence;

    public override int EventIndex { get; protected set; }

    public override bool Equals(StreamSequenceToken? other) => other is EventToken && other.SequenceNumber == SequenceNumber;

    public override int CompareTo(StreamSequenceToken? other) => other is null ? 1 : SequenceNumber.CompareTo(other.SequenceNumber);
}
