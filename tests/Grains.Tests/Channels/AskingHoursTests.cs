using Atmosphere.Grains.Channels;

namespace Atmosphere.Grains.Tests.Channels;

public sealed class AskingHoursTests
{
    [Theory]
    [InlineData("20:00-07:00", "2026-03-02T19:59:59Z", "00:00:00")]
    [InlineData("20:00-07:00", "2026-03-02T20:00:00Z", "11:00:00")]
    [InlineData("20:00-07:00", "2026-03-03T06:30:00Z", "00:30:00")]
    [InlineData("20:00-07:00", "2026-03-03T07:00:00Z", "00:00:00")]
    [InlineData("12:00-13:00", "2026-03-03T12:15:00Z", "00:45:00")]
    [InlineData("00:00-00:00", "2026-03-03T12:15:00Z", "00:00:00")]
    [InlineData("", "2026-03-03T00:00:00Z", "00:00:00")]
    public void It_is_quiet_from_one_time_to_the_other_also_over_midnight(string text, string now, string quiet)
    {
        AskingHours.TryRead(text, TimeZoneInfo.Utc, out var hours).ShouldBeTrue();
        hours.QuietFor(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)).ToString().ShouldBe(quiet);
    }

    [Fact]
    public void Options_say_until_when_it_is_quiet_and_nothing_when_it_is_not()
    {
        var options = new Grains.Faces.AskingOptions { QuietHours = "20:00-07:00" };
        var evening = new DateTimeOffset(2026, 3, 2, 20, 30, 0, TimeSpan.Zero);

        options.QuietUntil(evening).ShouldBe(new DateTimeOffset(2026, 3, 3, 7, 0, 0, TimeSpan.Zero));
        options.QuietUntil(evening.AddHours(-1)).ShouldBeNull();
        new Grains.Faces.AskingOptions().QuietUntil(evening).ShouldBeNull();
    }

    [Fact]
    public void The_clock_is_that_of_the_time_zone()
    {
        AskingHours.TryRead("20:00-07:00", TimeZoneInfo.FindSystemTimeZoneById("Europe/Helsinki"), out var hours).ShouldBeTrue();
        var evening = new DateTimeOffset(2026, 3, 2, 18, 30, 0, TimeSpan.Zero);

        hours.QuietFor(evening).ShouldBe(TimeSpan.FromHours(10.5));
        hours.Today(evening.AddHours(4)).ShouldBe(new DateOnly(2026, 3, 3));
        hours.RestOfDay(evening).ShouldBe(TimeSpan.FromHours(3.5));
    }

    [Theory]
    [InlineData("20-7")]
    [InlineData("20:00")]
    [InlineData("20:00-24:00")]
    [InlineData("20:00-07:00-08:00")]
    [InlineData("at night")]
    public void What_is_no_two_times_is_not_read(string text) => AskingHours.TryRead(text, TimeZoneInfo.Utc, out _).ShouldBeFalse();
}
