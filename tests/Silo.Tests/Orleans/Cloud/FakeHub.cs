using System.Text;
using Azure.Messaging.EventHubs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Statistics;
using Orleans.Streaming.EventHubs;

namespace Atmosphere.Silo.Tests.Cloud;

/// <summary>An Event Hub without Azure: partitions that keep what was sent, and readers that begin where they are told. Everything between it and the grains is Orleans'.</summary>
internal sealed class FakeHub
{
    private readonly Lock _gate = new();
    private readonly List<EventData>[] _partitions = [[], []];

    public string[] Partitions => [.. Enumerable.Range(0, _partitions.Length).Select(partition => $"{partition}")];

    /// <summary>Where readers began, as <c>partition@offset</c>; -1 is the oldest event.</summary>
    public List<string> Beginnings { get; } = [];

    public void Send(int partition, string body)
    {
        lock (_gate)
        {
            var sequence = _partitions[partition].Count;
            _partitions[partition].Add(EventHubsModelFactory.EventData(
                new BinaryData(Encoding.UTF8.GetBytes(body)), sequenceNumber: sequence, offsetString: $"{sequence}", enqueuedTime: TimeProvider.System.GetUtcNow()));
        }
    }

    private Receiver Read(string partition, string offset)
    {
        lock (_gate) Beginnings.Add($"{partition}@{offset}");
        return new Receiver(this, int.Parse(partition), int.Max(0, int.Parse(offset))); // the event at the checkpoint itself comes again
    }

    /// <summary>The provider's factory, with readers of this hub instead of Azure's client.</summary>
    internal sealed class Factory : EventHubAdapterFactory
    {
        private readonly FakeHub _hub;

        public Factory(
            FakeHub hub, string name, EventHubOptions options, EventHubReceiverOptions receiver, EventHubStreamCachePressureOptions pressure, StreamCacheEvictionOptions eviction,
            StreamStatisticOptions statistics, IEventHubDataAdapter adapter, IServiceProvider services, ILoggerFactory loggers, IEnvironmentStatisticsProvider environment)
            : base(name, options, receiver, pressure, eviction, statistics, adapter, services, loggers, environment)
        {
            _hub = hub;
            EventHubReceiverFactory = (settings, offset, _) => hub.Read(settings.Partition, offset);
        }

        public static Factory Create(IServiceProvider services, FakeHub hub, string name)
        {
            var factory = ActivatorUtilities.CreateInstance<Factory>(
                services, hub, name, services.GetOptionsByName<EventHubOptions>(name), services.GetOptionsByName<EventHubReceiverOptions>(name),
                services.GetOptionsByName<EventHubStreamCachePressureOptions>(name), services.GetOptionsByName<StreamCacheEvictionOptions>(name),
                services.GetOptionsByName<StreamStatisticOptions>(name), services.GetRequiredKeyedService<IEventHubDataAdapter>(name));
            factory.Init();
            return factory;
        }

        protected override void InitEventHubClient() { }

        protected override Task<string[]> GetPartitionIdsAsync() => Task.FromResult(_hub.Partitions);
    }

    private sealed class Receiver(FakeHub hub, int partition, int next) : IEventHubReceiver
    {
        private int _next = next;

        public Task<IEnumerable<EventData>> ReceiveAsync(int maxCount, TimeSpan waitTime)
        {
            lock (hub._gate)
            {
                var events = hub._partitions[partition].Skip(_next).Take(maxCount).ToList();
                _next += events.Count;
                return Task.FromResult<IEnumerable<EventData>>(events);
            }
        }

        public Task CloseAsync() => Task.CompletedTask;
    }
}
