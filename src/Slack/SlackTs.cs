using System.Globalization;

namespace Atmosphere.Slack;

/// <summary>Slack's timestamps: seconds and microseconds since 1970, as text. They order messages and presses.</summary>
public static class SlackTs
{
    private const long MicrosecondsPerSecond = 1_000_000;

    /// <summary>Microseconds since 1970, so that two timestamps can be compared whatever their lengths.</summary>
    public static bool TryGetMicroseconds(string? ts, out long microseconds)
    {
        microseconds = 0;
        if (!SlackIds.IsTs(ts)) return false;
        var dot = ts!.IndexOf('.', StringComparison.Ordinal);
        var seconds = long.Parse(ts.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture);
        var fraction = long.Parse(ts[(dot + 1)..].PadRight(6, '0'), NumberStyles.None, CultureInfo.InvariantCulture);
        microseconds = (seconds * MicrosecondsPerSecond) + fraction;
        return true;
    }

    /// <summary>The text for a time. Times before 1970 are taken as 1970.</summary>
    public static string From(DateTimeOffset time) =>
        From(Math.Max(0, (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond));

    /// <summary>The text for microseconds since 1970.</summary>
    public static string From(long microseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(microseconds);
        var (seconds, fraction) = Math.DivRem(microseconds, MicrosecondsPerSecond);
        return string.Create(CultureInfo.InvariantCulture, $"{seconds}.{fraction:D6}");
    }
}
