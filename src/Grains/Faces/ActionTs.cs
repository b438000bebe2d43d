using System.Globalization;

namespace Atmosphere.Grains.Faces;

/// <summary>Slack's <c>action_ts</c>: seconds since 1970 with a fraction, as text. Compared as a number, never as text.</summary>
internal static class ActionTs
{
    /// <param name="candidate">The press in question. Read even when there is nothing to compare it with: stored unread, it would stop its voter for good.</param>
    /// <param name="than">The last press, or null when there was none.</param>
    /// <exception cref="FormatException">One of the texts is not an action_ts.</exception>
    public static bool IsNewer(string candidate, string? than) => Parse(candidate) is var pressed && (than is null || pressed > Parse(than));

    private static decimal Parse(string ts) => decimal.TryParse(ts, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
        ? value
        : throw new FormatException($"'{ts}' is not an action_ts, for example 1712345678.000100.");
}
