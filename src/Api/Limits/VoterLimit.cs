using System.Threading.RateLimiting;

namespace Atmosphere.Api.Limits;

/// <summary>How often one Slack user may press. Asked after the signature has been checked: until then anybody could spend her share.</summary>
internal sealed class VoterLimit(LimitOptions options) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _presses = Bucket.PerKey(options.VoterPerSecond);

    /// <returns>Null when it may go on, else how long to wait.</returns>
    public TimeSpan? Refuse(string userId)
    {
        using var lease = _presses.AttemptAcquire(userId);
        return lease.IsAcquired ? null : Refusals.WaitOf(lease);
    }

    public void Dispose() => _presses.Dispose();
}
