namespace Atmosphere.Engine.Tests.Contract.Grains;

/// <summary>What is published in the contract's namespace.</summary>
[GenerateSerializer, Immutable, Alias("contract-order")]
public abstract record OrderEvent
{
    [Id(0)] public required string Id { get; init; }
}

[GenerateSerializer, Immutable, Alias("contract-order-placed")]
public sealed record OrderPlaced : OrderEvent
{
    /// <summary>How often the consumer fails before it takes the event.</summary>
    [Id(0)] public int Failures { get; init; }
}

[GenerateSerializer, Immutable, Alias("contract-order-cancelled")]
public sealed record OrderCancelled : OrderEvent
{
    [Id(0)] public required string Reason { get; init; }
}

/// <summary>Says which activation it is.</summary>
public interface IOrderGrain : IGrainWithStringKey
{
    Task End();
}

[ImplicitStreamSubscription(Namespace)]
internal sealed class OrderGrain : Grain, IOrderGrain, IStreamSubscriptionObserver, IAsyncObserver<OrderEvent>
{
    public const string Namespace = "contract-orders";

    private string Key => this.GetPrimaryKeyString();

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory)
    {
        Journal.Note($"{Key}/subscribed", $"{handleFactory.ProviderName} {handleFactory.StreamId.GetNamespace()} {handleFactory.StreamId.GetKeyAsString() == Key}");
        await handleFactory.Create<OrderEvent>().ResumeAsync(this);
    }

    public async Task OnNextAsync(OrderEvent item, StreamSequenceToken? token = null)
    {
        var scheduler = TaskScheduler.Current;
        await Task.Yield();
        if (!ReferenceEquals(scheduler, TaskScheduler.Current) || scheduler == TaskScheduler.Default) Journal.Note(Key, "outside of a turn");
        Journal.Note($"{Key}/attempts", item.Id);
        if (item is OrderPlaced placed && Journal.Count($"{Key}/attempts", item.Id) <= placed.Failures) throw new InvalidOperationException("The event is refused on purpose.");
        Journal.Note(Key, item switch
        {
            OrderPlaced => $"placed {item.Id}",
            OrderCancelled cancelled => $"cancelled {item.Id}: {cancelled.Reason}",
            _ => $"unknown {item.Id}",
        });
    }

    public Task OnCompletedAsync() => Task.CompletedTask;

    public Task OnErrorAsync(Exception ex)
    {
        Journal.Note(Key, "given up");
        return Task.CompletedTask;
    }
}

/// <summary>A second class that is subscribed to the same namespace.</summary>
public interface IOrderAuditGrain : IGrainWithStringKey;

[ImplicitStreamSubscription(OrderGrain.Namespace)]
internal sealed class OrderAuditGrain : Grain, IOrderAuditGrain, IStreamSubscriptionObserver
{
    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) =>
        handleFactory.Create<OrderEvent>().ResumeAsync((item, _) =>
        {
            Journal.Note($"{this.GetPrimaryKeyString()}/audit", item.Id);
            return Task.CompletedTask;
        });
}

/// <summary>Publishes from within a grain.</summary>
public interface IPublisherGrain : IGrainWithStringKey
{
    Task Publish(string stream, OrderEvent item);
}

internal sealed class PublisherGrain : Grain, IPublisherGrain
{
    public Task Publish(string stream, OrderEvent item) =>
        this.GetStreamProvider(ContractSettings.Streams).GetStream<OrderEvent>(StreamId.Create(OrderGrain.Namespace, stream)).OnNextAsync(item);
}
