using System.Diagnostics.Metrics;

namespace Atmosphere.Silo.Scaling;

/// <summary>Reads Orleans' instruments of its stream queues. Event Hubs and memory streams have them; another provider may not, and then there is no lag to see.</summary>
internal sealed class StreamLagListener : IDisposable
{
    private const string OrleansMeter = "Microsoft.Orleans";
    private const string Received = "orleans-streams-queue-messages-received";
    private const string OldestAge = "orleans-streams-queue-oldest-message-enqueue-age"; // in ticks of 100 ns

    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, long> _received = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TimeSpan> _ages = new(StringComparer.Ordinal);
    private readonly StreamLag _lag = new();

    public StreamLagListener()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == OrleansMeter && instrument.Name is Received or OldestAge) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var queue = string.Join('/', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
            // A queue that left this silo and came back has several instruments; of their ages the least is that of the last read.
            if (instrument.Name == Received) _received[queue] = _received.GetValueOrDefault(queue) + value;
            else if (value > 0) _ages[queue] = TimeSpan.FromTicks(Math.Min(value, _ages.TryGetValue(queue, out var known) ? known.Ticks : long.MaxValue));
        });
        _listener.Start();
    }

    /// <summary>The greatest age of an event that was read of late. Not for two callers at a time.</summary>
    public TimeSpan Oldest(DateTimeOffset now)
    {
        _received.Clear();
        _ages.Clear();
        _listener.RecordObservableInstruments();
        foreach (var (queue, received) in _received) _lag.Sample(queue, received, _ages.GetValueOrDefault(queue), now);
        return _lag.Oldest(now);
    }

    public void Dispose() => _listener.Dispose();
}
