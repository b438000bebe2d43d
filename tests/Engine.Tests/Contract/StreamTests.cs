using Atmosphere.Engine.Tests.Contract.Grains;

namespace Atmosphere.Engine.Tests.Contract;

/// <summary>Streams with implicit subscriptions. Delivery is at least once, so what is compared is without repetitions.</summary>
public sealed class StreamTests(EngineFixture engine)
{
    [Fact]
    public async Task An_event_reaches_the_grain_with_the_streams_key_in_its_turns()
    {
        var key = Key.New("event");
        await Stream(key).OnNextAsync(new OrderPlaced { Id = "1" });
        await Journal.Has(key, "placed 1");
        Journal.Of($"{key}/subscribed").ShouldBe([$"{ContractSettings.Streams} {OrderGrain.Namespace} True"]);
        Once(key).ShouldBe(["placed 1"]);
    }

    [Fact]
    public async Task Events_of_a_stream_come_in_their_order()
    {
        var key = Key.New("order");
        var stream = Stream(key);
        for (var i = 0; i < 100; i++) await stream.OnNextAsync(new OrderPlaced { Id = $"{i}" });
        await Journal.Has(key, "placed 99");
        Once(key).ShouldBe(Enumerable.Range(0, 100).Select(i => $"placed {i}"));
    }

    [Fact]
    public async Task A_batch_comes_in_its_order()
    {
        var key = Key.New("batch");
        await Stream(key).OnNextBatchAsync(Enumerable.Range(0, 50).Select(i => new OrderPlaced { Id = $"{i}" }));
        await Journal.Has(key, "placed 49");
        Once(key).ShouldBe(Enumerable.Range(0, 50).Select(i => $"placed {i}"));
    }

    [Fact]
    public async Task Every_subscribed_class_gets_every_event()
    {
        var key = Key.New("classes");
        await Stream(key).OnNextAsync(new OrderPlaced { Id = "1" });
        await Journal.Has(key, "placed 1");
        await Journal.Has($"{key}/audit", "1");
    }

    [Fact]
    public async Task A_derived_event_arrives_as_what_it_is()
    {
        var key = Key.New("derived");
        await Stream(key).OnNextAsync(new OrderCancelled { Id = "1", Reason = "too late" });
        await Journal.Has(key, "cancelled 1: too late");
    }

    [Fact]
    public async Task A_grain_can_publish()
    {
        var key = Key.New("published");
        await engine.Client.GetGrain<IPublisherGrain>(Key.New("publisher")).Publish(key, new OrderPlaced { Id = "1" });
        await Journal.Has(key, "placed 1");
    }

    [Fact]
    public async Task An_event_comes_again_until_it_is_taken_and_later_ones_wait_for_it()
    {
        var key = Key.New("retry");
        var stream = Stream(key);
        await stream.OnNextAsync(new OrderPlaced { Id = "1", Failures = 1 });
        await stream.OnNextAsync(new OrderPlaced { Id = "2" });
        await Journal.Has(key, "placed 2");
        Once(key).ShouldBe(["placed 1", "placed 2"]);
        Journal.Count($"{key}/attempts", "1").ShouldBeGreaterThanOrEqualTo(2);
    }

    [Fact]
    public async Task An_event_that_is_never_taken_is_given_up_and_the_stream_goes_on()
    {
        var key = Key.New("poison");
        var stream = Stream(key);
        await stream.OnNextAsync(new OrderPlaced { Id = "1", Failures = int.MaxValue });
        await stream.OnNextAsync(new OrderPlaced { Id = "2" });
        await Journal.Has(key, "placed 2");
        // The grain's OnErrorAsync ("given up") is called when it can be; a cluster has been seen to leave it out.
        Once(key).Except(["given up"]).ShouldBe(["placed 2"]);
        Journal.Count($"{key}/attempts", "1").ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task A_stream_that_is_stuck_holds_up_no_other()
    {
        var (stuck, free) = (Key.New("stuck"), Key.New("free"));
        await Stream(stuck).OnNextAsync(new OrderPlaced { Id = "1", Failures = int.MaxValue });
        await Journal.Has($"{stuck}/attempts", "1");
        await Stream(free).OnNextAsync(new OrderPlaced { Id = "1" });
        await Journal.Has(free, "placed 1");
        Journal.Count(stuck, "given up").ShouldBe(0);
    }

    [Fact]
    public async Task Each_activation_is_told_of_its_subscription()
    {
        var key = Key.New("told");
        await Stream(key).OnNextAsync(new OrderPlaced { Id = "1" });
        await Journal.Has(key, "placed 1");
        await engine.Client.GetGrain<IOrderGrain>(key).End();
        await Stream(key).OnNextAsync(new OrderPlaced { Id = "2" });
        await Journal.Has(key, "placed 2");
        Journal.Of($"{key}/subscribed").Count.ShouldBe(2);
    }

    [Fact]
    public void An_unknown_provider_is_refused() =>
        Should.Throw<KeyNotFoundException>(() => engine.Client.GetStreamProvider("no such provider"));

    private static IEnumerable<string> Once(string key) => Journal.Of(key).Distinct();

    private IAsyncStream<OrderEvent> Stream(string key) =>
        engine.Client.GetStreamProvider(ContractSettings.Streams).GetStream<OrderEvent>(StreamId.Create(OrderGrain.Namespace, key));
}
