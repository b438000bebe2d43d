namespace Atmosphere.Grains.Training;

/// <summary>
/// When the nightly training is due: at the first valid instant at or after the configured time of day, once per local date.
/// Pure. Instants, not wall-clock readings, are compared, so that a night with a missing or a repeated hour has one training like any other.
/// </summary>
public static class TrainingSchedule
{
    /// <summary>03:00, as in the original.</summary>
    public static readonly TimeOnly DefaultTime = new(3, 0);

    /// <summary>Is a night due at 03:00?</summary>
    /// <param name="now">The time.</param>
    /// <param name="zone">Whose night it is.</param>
    /// <param name="lastNight">The local date of the last night that was handled, or null.</param>
    public static bool IsDue(DateTimeOffset now, TimeZoneInfo zone, DateOnly? lastNight) => IsDue(now, zone, lastNight, DefaultTime);

    /// <summary>Is a night due at a given time of day?</summary>
    /// <param name="now">The time.</param>
    /// <param name="zone">Whose night it is.</param>
    /// <param name="lastNight">The local date of the last night that was handled, or null.</param>
    /// <param name="at">The time of day.</param>
    public static bool IsDue(DateTimeOffset now, TimeZoneInfo zone, DateOnly? lastNight, TimeOnly at) => LatestNight(now, zone, at) > (lastNight ?? DateOnly.MinValue);

    /// <summary>The local date of the latest night whose time has come.</summary>
    public static DateOnly LatestNight(DateTimeOffset now, TimeZoneInfo zone, TimeOnly at)
    {
        var today = LocalDate(now, zone);
        return InstantOf(today, zone, at) <= now ? today : today.AddDays(-1);
    }

    /// <summary>The first night's instant after <paramref name="now"/>.</summary>
    public static DateTimeOffset Next(DateTimeOffset now, TimeZoneInfo zone, TimeOnly at)
    {
        var next = LatestNight(now, zone, at).AddDays(1);
        return InstantOf(next, zone, at);
    }

    /// <summary>The first valid instant at or after a local time: after a gap when the hour is skipped, the earlier of two when it repeats.</summary>
    public static DateTimeOffset InstantOf(DateOnly date, TimeZoneInfo zone, TimeOnly at)
    {
        var local = date.ToDateTime(at);
        if (zone.IsInvalidTime(local))
        {
            // The clocks jump over this reading. The offset before the jump, applied to the skipped reading, lands behind the jump;
            // the first valid instant is the jump itself.
            return FirstInstantAfterGap(local, zone);
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset);
    }

    private static DateTimeOffset FirstInstantAfterGap(DateTime skipped, TimeZoneInfo zone)
    {
        // Gaps begin and end on whole minutes in every zone of the tz database since 1972.
        var reading = new DateTime(skipped.Year, skipped.Month, skipped.Day, skipped.Hour, skipped.Minute, 0, DateTimeKind.Unspecified);
        while (zone.IsInvalidTime(reading)) reading = reading.AddMinutes(1);
        return new DateTimeOffset(reading, zone.GetUtcOffset(reading));
    }

    private static DateOnly LocalDate(DateTimeOffset now, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
}
