using System.Threading.RateLimiting;

namespace Atmosphere.Api.Limits;

/// <summary>
/// How often one camera, operator or session may ask. A middleware of its own: ASP.NET Core's has a second limiter, for policies that
/// nobody here has, and never disposes of it, so that its timer keeps the whole application in memory after it has been stopped.
/// </summary>
internal sealed class CallerLimit(LimitOptions options) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _requests =
        PartitionedRateLimiter.Create<string, string>(caller => Bucket.Of(caller, Caller.IsCamera(caller) ? options.CameraPerSecond : options.OperatorPerSecond));

    /// <summary>Strangers have no limit: what they may ask for at all is cheap, and what they get wrong is counted elsewhere.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (Caller.Of(context.User) is not { } caller)
        {
            await next(context);
            return;
        }

        using var lease = _requests.AttemptAcquire(caller);
        await (lease.IsAcquired
            ? next(context)
            : Refusals.TooMany(context, lease, "More requests came with this token or session than Atmosphere takes. Nothing was changed.").ExecuteAsync(context));
    }

    public void Dispose() => _requests.Dispose();
}
