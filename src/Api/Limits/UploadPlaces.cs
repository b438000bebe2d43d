using System.Threading.RateLimiting;

namespace Atmosphere.Api.Limits;

/// <summary>
/// Places for bodies that are held in memory. Who waits for one has its bytes still at the sender, but for what the connection buffers.
/// One caller has at most half of the places, so that a camera with a full card does not stop the others.
/// </summary>
internal sealed class UploadPlaces(LimitOptions options, TimeProvider time) : IEndpointFilter, IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly PartitionedRateLimiter<string> _ofCaller = PartitionedRateLimiter.Create<string, string>(
        caller => RateLimitPartition.GetConcurrencyLimiter(caller, _ => Places(options.UploadsAtOnce / 2, options.UploadsWaiting)));

    private readonly ConcurrencyLimiter _all = new(Places(options.UploadsAtOnce, options.UploadsWaiting));

    /// <summary>Ticks that an upload has held its place, of late.</summary>
    private long _pace = TimeSpan.TicksPerSecond / 10;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        using var own = await _ofCaller.AcquireAsync(Caller.Of(http.User) ?? "", 1, http.RequestAborted);
        if (!own.IsAcquired) return Refusals.TooMany(http, Wait(), "Too many uploads at once. Nothing was taken: send it again later.");
        using var place = await _all.AcquireAsync(1, http.RequestAborted);
        if (!place.IsAcquired) return Refusals.Full(http, Wait(), "Too many cameras send at once. Nothing was taken: send it again later.");
        var begun = time.GetTimestamp();
        var answer = await next(context);
        var pace = Volatile.Read(ref _pace);
        Volatile.Write(ref _pace, pace + ((time.GetElapsedTime(begun).Ticks - pace) / 8));
        return answer;
    }

    public void Dispose()
    {
        _ofCaller.Dispose();
        _all.Dispose();
    }

    /// <summary>What the queue before it takes at the present pace. Spread, since those who are refused together would come back together.</summary>
    private TimeSpan Wait()
    {
        var queue = TimeSpan.FromTicks(Volatile.Read(ref _pace)) * options.UploadsWaiting / (options.UploadsAtOnce / 2);
        var wait = queue * (1 + Random.Shared.NextDouble());
        return wait < LongestWait ? wait : LongestWait;
    }

    private static ConcurrencyLimiterOptions Places(int places, int waiting) => new() { PermitLimit = places, QueueLimit = waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst };
}
