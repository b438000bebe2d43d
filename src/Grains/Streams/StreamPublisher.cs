namespace Atmosphere.Grains.Streams;

/// <summary>Publishes on the product's streams.</summary>
public sealed class StreamPublisher(IClusterClient client)
{
    /// <param name="ns">One of <see cref="WellKnownNames.Streams"/>.</param>
    /// <param name="key">Face id or person id.</param>
    /// <param name="item">The event.</param>
    public Task PublishAsync<TEvent>(string ns, string key, TEvent item)
        where TEvent : IStreamEvent =>
        client.GetStreamProvider(WellKnownNames.StreamProvider).GetStream<TEvent>(StreamId.Create(ns, key)).OnNextAsync(item);
}
