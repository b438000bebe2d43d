using Atmosphere.Embedded.Runtime;

namespace Atmosphere.Embedded.Streams;

/// <summary>A grain's implicit subscription to one stream, as its activation gets to see it.</summary>
internal sealed class StreamSubscription(Activation activation, string provider, StreamId stream) : IStreamSubscriptionHandleFactory
{
    private readonly Guid _id = Guid.NewGuid();

    public StreamId StreamId => stream;

    public string ProviderName => provider;

    public StreamSubscriptionHandle<T> Create<T>() => new Handle<T>(this);

    private sealed class Handle<T>(StreamSubscription subscription) : StreamSubscriptionHandle<T>
    {
        public override StreamId StreamId => subscription.StreamId;

        public override string ProviderName => subscription.ProviderName;

        public override Guid HandleId => subscription._id;

        public override Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token = null)
        {
            ArgumentNullException.ThrowIfNull(observer);
            subscription.Attach(new StreamConsumer<T>(observer));
            return Task.FromResult<StreamSubscriptionHandle<T>>(this);
        }

        public override bool Equals(StreamSubscriptionHandle<T>? other) => other is not null && other.HandleId == HandleId;
    }

    private void Attach(StreamConsumer consumer) => activation.Consumers[(provider, stream)] = consumer;
}
