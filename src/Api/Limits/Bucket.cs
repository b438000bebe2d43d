using System.Threading.RateLimiting;

namespace Atmosphere.Api.Limits;

/// <summary>One kind of bucket for every rate: a minute's worth may be spent at once, and it fills up again every second.</summary>
internal static class Bucket
{
    private const int Minute = 60;

    public static RateLimitPartition<string> Of(string key, int perSecond) => RateLimitPartition.GetTokenBucketLimiter(key, _ => new()
    {
        TokenLimit = Minute * perSecond,
        TokensPerPeriod = perSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
    });

    /// <summary>A bucket per key. One that has been full for some seconds is forgotten.</summary>
    public static PartitionedRateLimiter<string> PerKey(int perSecond) => PartitionedRateLimiter.Create<string, string>(key => Of(key, perSecond));
}
