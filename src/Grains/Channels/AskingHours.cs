using System.Globalization;

namespace Atmosphere.Grains.Channels;

/// <summary>The hours of a day in which nobody is asked anything. From after to is over midnight; equal times are no hours at all.</summary>
/// <param name="From">Local time, included.</param>
/// <param name="To">Local time, not included.</param>
/// <param name="Zone">Whose local time.</param>
internal sealed record AskingHours(TimeOnly From, TimeOnly To, TimeZoneInfo Zone)
{
    /// <summary>The day on the local calendar.</summary>
    public DateOnly Today(DateTimeOffset now) => DateOnly.FromDateTime(Local(now));

    /// <summary>How long it is quiet from now on; zero when people may be asked. Clock changes make it up to an hour wrong, and the asker comes again.</summary>
    public TimeSpan QuietFor(DateTimeOffset now)
    {
        var time = TimeOnly.FromDateTime(Local(now));
        return From != To && time.IsBetween(From, To) ? To - time : TimeSpan.Zero;
    }

    /// <summary>Until the local day ends.</summary>
    public TimeSpan RestOfDay(DateTimeOffset now) => TimeSpan.FromDays(1) - Local(now).TimeOfDay;

    /// <summary>Reads <c>20:00-07:00</c>; an empty text is no quiet hours.</summary>
    public static bool TryRead(string text, TimeZoneInfo zone, out AskingHours hours)
    {
        hours = new(default, default, zone);
        if (text.Length == 0) return true;
        if (text.Split('-') is not [var from, var to]) return false;
        if (!TimeOnly.TryParseExact(from, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var start)) return false;
        if (!TimeOnly.TryParseExact(to, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var end)) return false;
        hours = new(start, end, zone);
        return true;
    }

    private DateTime Local(DateTimeOffset now) => TimeZoneInfo.ConvertTime(now, Zone).DateTime;
}
