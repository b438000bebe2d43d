using System.Net.Http.Headers;

namespace Atmosphere.Recognition.FaceApi;

/// <summary>Reads <c>Retry-After</c>, which comes as seconds or as a date.</summary>
internal static class RetryAfter
{
    /// <summary>No answer makes us wait longer than this: it would look like a hang.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromHours(1);

    public static TimeSpan? Read(RetryConditionHeaderValue? header, DateTimeOffset now)
    {
        var wait = header?.Delta ?? (header?.Date is { } date ? date - now : null);
        if (wait is null) return null;
        return TimeSpan.FromTicks(Math.Clamp(wait.Value.Ticks, 0, Most.Ticks));
    }
}
