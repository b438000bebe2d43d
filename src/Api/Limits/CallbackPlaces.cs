using System.Threading.RateLimiting;

namespace Atmosphere.Api.Limits;

/// <summary>
/// Places for callbacks that are being read and answered. Nobody waits for one: Slack gives up after three seconds, and until its
/// signature has been checked a callback is a stranger's.
/// </summary>
internal sealed class CallbackPlaces(LimitOptions options) : IEndpointFilter, IDisposable
{
    private readonly ConcurrencyLimiter _places = new(new() { PermitLimit = options.CallbacksAtOnce, QueueLimit = 0 });

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        using var place = _places.AttemptAcquire();
        return place.IsAcquired
            ? await next(context)
            : Refusals.Full(context.HttpContext, TimeSpan.Zero, "Too many callbacks at once. Nothing was changed.");
    }

    public void Dispose() => _places.Dispose();
}
