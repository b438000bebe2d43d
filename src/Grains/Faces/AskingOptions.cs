using Atmosphere.Grains.Channels;

namespace Atmosphere.Grains.Faces;

/// <summary>When and where people are asked. Section <c>Asking</c>.</summary>
public sealed class AskingOptions
{
    /// <summary>Faces whose rectangle is smaller than this on a side are not asked about: 1 to 1000 px. Default 50, as in the original.</summary>
    public int MinimumSide { get; set; } = 50;

    /// <summary>Open questions in the channel at the same time: 1 to 1000.</summary>
    public int MaxOpen { get; set; } = 50;

    /// <summary>Shortest time between two posts: 0.1 to 60 s. Slack allows about one message a second and channel.</summary>
    public TimeSpan PostInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long an unknown face is compared with those that come after it, so that one question is asked about all of one person:
    /// up to 23 hours (the recogniser remembers a face for 24), 0 for never. Default 12 hours.
    /// </summary>
    public TimeSpan GroupWithin { get; set; } = TimeSpan.FromHours(12);

    /// <summary>How long an unknown face waits for others of its burst before it is asked about: 0 to 60 s. Default 2 s: cameras send a burst within seconds.</summary>
    public TimeSpan GatherFor { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>New questions a day, 0 for any number. The day is that of <see cref="TimeZone"/>.</summary>
    public int PerDay { get; set; }

    /// <summary>When nobody is asked, for example <c>20:00-07:00</c>; empty for never. Announcements and answers to presses are not held back.</summary>
    public string QuietHours { get; set; } = "";

    /// <summary>Whose clock <see cref="QuietHours"/> and <see cref="PerDay"/> go by: an IANA name.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>The channel's id; comes from <c>Slack:Channel</c>.</summary>
    public string Channel { get; set; } = "";

    /// <summary>When people may be asked again; null when they may be now.</summary>
    public DateTimeOffset? QuietUntil(DateTimeOffset now) => Hours().QuietFor(now) is var wait && wait > TimeSpan.Zero ? now + wait : null;

    internal IEnumerable<string> Flaws()
    {
        if (MinimumSide is < 1 or > 1000) yield return $"Asking:MinimumSide is {MinimumSide}; it must be from 1 to 1000 pixels, for example 50.";
        if (GroupWithin < TimeSpan.Zero || GroupWithin > TimeSpan.FromHours(23))
            yield return $"Asking:GroupWithin is {GroupWithin}; it must be from 0 (never) to 23 hours, for example 12:00:00.";
        if (GatherFor < TimeSpan.Zero || GatherFor > TimeSpan.FromMinutes(1))
            yield return $"Asking:GatherFor is {GatherFor}; it must be from 0 to 60 seconds, for example 00:00:02.";
        if (PerDay is < 0 or > 100_000) yield return $"Asking:PerDay is {PerDay}; it must be from 0 (any number) to 100000, for example 40.";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _)) yield return $"Asking:TimeZone is '{TimeZone}'; it must be an IANA time zone, for example Europe/Helsinki.";
        if (!AskingHours.TryRead(QuietHours, TimeZoneInfo.Utc, out _))
            yield return $"Asking:QuietHours is '{QuietHours}'; it must be two times of the day, or empty, for example 20:00-07:00.";
        if (MaxOpen is < 1 or > 1000) yield return $"Asking:MaxOpen is {MaxOpen}; it must be from 1 to 1000, for example 50.";
        if (PostInterval < TimeSpan.FromSeconds(0.1) || PostInterval > TimeSpan.FromMinutes(1))
            yield return $"Asking:PostInterval is {PostInterval}; it must be from 0.1 to 60 seconds, for example 00:00:01.";
    }

    /// <summary>The hours, once the options are known to be without a flaw.</summary>
    internal AskingHours Hours() => AskingHours.TryRead(QuietHours, TimeZoneInfo.FindSystemTimeZoneById(TimeZone), out var hours)
        ? hours
        : throw new InvalidOperationException($"Asking:QuietHours '{QuietHours}' was not validated.");
}
