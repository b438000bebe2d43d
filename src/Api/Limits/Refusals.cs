using System.Globalization;
using System.Threading.RateLimiting;

namespace Atmosphere.Api.Limits;

/// <summary>Answers to those who have to wait: problem documents with <c>Retry-After</c> in whole seconds.</summary>
internal static class Refusals
{
    /// <summary>The caller has asked for more than its share.</summary>
    public static IResult TooMany(HttpContext context, RateLimitLease refused, string detail) =>
        ComeBack(context, StatusCodes.Status429TooManyRequests, detail, WaitOf(refused));

    /// <summary>The caller's share is free again after this time.</summary>
    public static IResult TooMany(HttpContext context, TimeSpan wait, string detail) => ComeBack(context, StatusCodes.Status429TooManyRequests, detail, wait);

    /// <summary>All callers together have asked for more than there is.</summary>
    public static IResult Full(HttpContext context, TimeSpan wait, string detail) => ComeBack(context, StatusCodes.Status503ServiceUnavailable, detail, wait);

    /// <summary>How long a refused caller has to wait.</summary>
    public static TimeSpan WaitOf(RateLimitLease refused) => refused.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.Zero;

    private static IResult ComeBack(HttpContext context, int status, string detail, TimeSpan wait)
    {
        // Never too short: buckets are filled up to a tenth of a second late.
        var seconds = (long)Math.Floor(wait.TotalSeconds) + 1;
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Results.Problem(detail, statusCode: status);
    }
}
