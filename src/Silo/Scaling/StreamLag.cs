namespace Atmosphere.Silo.Scaling;

/// <summary>
/// Tells how late a silo reads its stream queues. Orleans says when the oldest event of the last read was enqueued, as an age that
/// goes on growing while nothing is read: after a quiet hour it is an hour. So an age counts from the look that saw something read.
/// </summary>
internal sealed class StreamLag
{
    /// <summary>Reads come in bursts when consumers are slow, so a quiet look is not yet the end of a lag.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, Queue> _queues = new(StringComparer.Ordinal);

    /// <summary>Takes what was measured of one queue.</summary>
    /// <param name="queue">Names the queue.</param>
    /// <param name="received">Events that were ever read from it.</param>
    /// <param name="age">Since the oldest event of the last read was enqueued.</param>
    /// <param name="now">The time.</param>
    public void Sample(string queue, long received, TimeSpan age, DateTimeOffset now)
    {
        var known = _queues.GetValueOrDefault(queue);
        if (received != (known?.Received ?? 0)) _queues[queue] = new(received, age > TimeSpan.Zero ? age : TimeSpan.Zero, now);
    }

    /// <summary>The greatest age of late.</summary>
    public TimeSpan Oldest(DateTimeOffset now) =>
        _queues.Values.Where(queue => now - queue.At < Remembered).Select(queue => queue.Age).DefaultIfEmpty().Max();

    private sealed record Queue(long Received, TimeSpan Age, DateTimeOffset At);
}
