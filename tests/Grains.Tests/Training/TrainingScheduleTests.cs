using Atmosphere.Grains.Tests.Properties;
using Atmosphere.Grains.Training;
using FsCheck.Fluent;

namespace Atmosphere.Grains.Tests.Training;

public sealed class TrainingScheduleTests
{
    private static readonly TimeZoneInfo Helsinki = TimeZoneInfo.FindSystemTimeZoneById("Europe/Helsinki");
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
    private static readonly TimeOnly Three = TrainingSchedule.DefaultTime;

    [Fact]
    public void On_an_ordinary_night_it_is_three_o_clock_of_the_zone() =>
        TrainingSchedule.InstantOf(new(2026, 2, 1), Helsinki, Three).ShouldBe(Utc(2026, 2, 1, 1, 0));

    [Fact]
    public void When_three_o_clock_does_not_exist_it_is_the_first_instant_after_the_gap()
    {
        // 29 March 2026: 03:00 EET is 04:00 EEST.
        var instant = TrainingSchedule.InstantOf(new(2026, 3, 29), Helsinki, Three);

        instant.UtcDateTime.ShouldBe(Utc(2026, 3, 29, 1, 0).UtcDateTime);
        TimeZoneInfo.ConvertTime(instant, Helsinki).TimeOfDay.ShouldBe(TimeSpan.FromHours(4));
    }

    [Fact]
    public void A_time_in_the_middle_of_the_gap_is_the_end_of_the_gap() =>
        TrainingSchedule.InstantOf(new(2026, 3, 29), Helsinki, new(3, 30)).UtcDateTime.ShouldBe(Utc(2026, 3, 29, 1, 0).UtcDateTime);

    [Fact]
    public void When_three_o_clock_comes_twice_it_is_the_first()
    {
        // 25 October 2026: 04:00 EEST is 03:00 EET.
        TrainingSchedule.InstantOf(new(2026, 10, 25), Helsinki, Three).UtcDateTime.ShouldBe(Utc(2026, 10, 25, 0, 0).UtcDateTime);
        TrainingSchedule.InstantOf(new(2026, 10, 25), Helsinki, new(3, 30)).UtcDateTime.ShouldBe(Utc(2026, 10, 25, 0, 30).UtcDateTime);
    }

    [Theory]
    [InlineData("2026-03-08", "02:00", "2026-03-08T07:00Z")]
    [InlineData("2026-03-08", "02:59", "2026-03-08T07:00Z")]
    [InlineData("2026-03-08", "03:00", "2026-03-08T07:00Z")]
    [InlineData("2026-11-01", "01:00", "2026-11-01T05:00Z")]
    [InlineData("2026-11-01", "01:59", "2026-11-01T05:59Z")]
    [InlineData("2026-11-01", "02:00", "2026-11-01T07:00Z")]
    public void In_new_york_other_hours_are_missing_and_repeated(string date, string at, string expected) =>
        TrainingSchedule.InstantOf(DateOnly.Parse(date), NewYork, TimeOnly.Parse(at)).UtcDateTime.ShouldBe(DateTimeOffset.Parse(expected).UtcDateTime);

    [Theory]
    [InlineData(2026, 3, 28)]
    [InlineData(2026, 10, 24)]
    public void The_nights_of_the_change_have_one_training_each(int year, int month, int day)
    {
        DateOnly? last = new DateOnly(year, month, day).AddDays(-1);
        var trainings = new List<DateOnly>();
        for (var now = Utc(year, month, day, 0, 0).AddHours(-12); now < Utc(year, month, day, 0, 0).AddHours(72); now = now.AddMinutes(7))
        {
            if (!TrainingSchedule.IsDue(now, Helsinki, last)) continue;
            last = TrainingSchedule.LatestNight(now, Helsinki, Three);
            trainings.Add(last.Value);
        }

        trainings.ShouldBe([new(year, month, day), new(year, month, day + 1), new(year, month, day + 2)]);
    }

    [Fact]
    public void The_repeated_hour_is_not_due_a_second_time()
    {
        var second = Utc(2026, 10, 25, 1, 0);
        TimeZoneInfo.ConvertTime(second, Helsinki).TimeOfDay.ShouldBe(TimeSpan.FromHours(3));

        TrainingSchedule.IsDue(second, Helsinki, lastNight: new(2026, 10, 25)).ShouldBeFalse();
    }

    [Fact]
    public void It_is_due_from_its_instant_on_and_not_a_tick_before()
    {
        var instant = TrainingSchedule.InstantOf(new(2026, 2, 1), Helsinki, Three);

        TrainingSchedule.IsDue(instant.AddTicks(-1), Helsinki, new(2026, 1, 31)).ShouldBeFalse();
        TrainingSchedule.IsDue(instant, Helsinki, new(2026, 1, 31)).ShouldBeTrue();
    }

    [Fact]
    public void For_every_zone_instant_and_time_of_day_the_next_night_is_ahead_and_the_latest_behind()
    {
        var zones = TimeZoneInfo.GetSystemTimeZones().ToArray();
        Rule.Holds(
            from zone in Gen.Elements(zones)
            from minute in Gen.Choose(0, (24 * 60) - 1)
            from now in Gen.Choose(0, 15 * 365 * 24 * 60)
            select (zone, at: new TimeOnly(minute / 60, minute % 60), now: Utc(2020, 1, 1, 0, 0).AddMinutes(now)),
            example =>
            {
                var (zone, at, now) = example;
                var latest = TrainingSchedule.LatestNight(now, zone, at);
                var next = TrainingSchedule.Next(now, zone, at);

                next.ShouldBeGreaterThan(now);
                TrainingSchedule.InstantOf(latest, zone, at).ShouldBeLessThanOrEqualTo(now);
                (next - now).ShouldBeLessThanOrEqualTo(TimeSpan.FromHours(26));
                TrainingSchedule.IsDue(next, zone, latest, at).ShouldBeTrue("the next night is due when it comes");
                TrainingSchedule.IsDue(next.AddTicks(-1), zone, latest, at).ShouldBeFalse("and not before");
                TrainingSchedule.LatestNight(next, zone, at).ShouldBe(latest.AddDays(1));
            },
            tests: 3000);
    }

    private static DateTimeOffset Utc(int year, int month, int day, int hour, int minute) => new(year, month, day, hour, minute, 0, TimeSpan.Zero);
}
