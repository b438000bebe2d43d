namespace Atmosphere.Practice.Api;

/// <summary>Slack's rule for posting: one message a second in a channel, where two may come close together.</summary>
internal sealed class PostingRate(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _nextDue = new(StringComparer.Ordinal);

    /// <summary>Null when a post may go ahead, else how long to wait, in whole seconds.</summary>
    public TimeSpan? Take(string channelId)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var due = _nextDue.TryGetValue(channelId, out var next) && next > now ? next : now;
            if (due - now > Interval) return TimeSpan.FromSeconds(Math.Ceiling((due - now - Interval).TotalSeconds));
            _nextDue[channelId] = due + Interval;
            return null;
        }
    }
}
