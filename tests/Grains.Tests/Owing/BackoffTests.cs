using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Tests.Owing;

public sealed class BackoffTests
{
    private readonly Backoff _shortest = new(() => 0);
    private readonly Backoff _longest = new(() => 0.999999);

    [Fact]
    public void It_doubles_from_half_a_second_to_a_minute()
    {
        Enumerable.Range(1, 9).Select(failures => Math.Round(_longest.Next(OutcomeKind.Unavailable, failures, null).TotalSeconds, 2))
            .ShouldBe([0.5, 1, 2, 4, 8, 16, 32, 60, 60]);
    }

    [Fact]
    public void Half_of_it_is_fixed_and_half_random()
    {
        for (var failures = 1; failures < 20; failures++)
            (_shortest.Next(OutcomeKind.Busy, failures, null) * 2).TotalSeconds.ShouldBe(_longest.Next(OutcomeKind.Busy, failures, null).TotalSeconds, 0.001);
    }

    [Fact]
    public void It_has_bounds_however_often_it_fails()
    {
        _longest.Next(OutcomeKind.Unavailable, int.MaxValue, null).ShouldBeInRange(TimeSpan.FromSeconds(59), Backoff.Longest);
        _longest.Next(OutcomeKind.Misconfigured, int.MaxValue, null).ShouldBeInRange(TimeSpan.FromSeconds(299), Backoff.LongestMisconfigured);
        _shortest.Next(OutcomeKind.Unavailable, 1, null).ShouldBe(Backoff.First / 2);
    }

    [Theory]
    [InlineData(OutcomeKind.Throttled)]
    [InlineData(OutcomeKind.Busy)]
    [InlineData(OutcomeKind.Unavailable)]
    public void The_other_sides_wish_is_honoured_and_never_undercut(OutcomeKind kind)
    {
        _shortest.Next(kind, 1, TimeSpan.FromSeconds(30)).ShouldBe(TimeSpan.FromSeconds(30));
        _longest.Next(kind, 1, TimeSpan.FromSeconds(30)).ShouldBeInRange(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30.5));
        _shortest.Next(kind, 9, TimeSpan.FromSeconds(30)).ShouldBe(TimeSpan.FromSeconds(30), "it knows better than we do");
    }

    [Fact]
    public void A_wish_for_a_year_is_cut_to_an_hour() =>
        _shortest.Next(OutcomeKind.Throttled, 1, TimeSpan.FromDays(365)).ShouldBe(Backoff.LongestWish);

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void A_wish_for_no_time_or_the_past_is_no_wish(int seconds) =>
        _shortest.Next(OutcomeKind.Throttled, 1, TimeSpan.FromSeconds(seconds)).ShouldBe(Backoff.First / 2);

    [Fact]
    public void Before_the_first_failure_there_is_nothing_to_wait_for() =>
        Should.Throw<ArgumentOutOfRangeException>(() => _shortest.Next(OutcomeKind.Busy, 0, null));

    [Theory]
    [InlineData(0, 10)]
    [InlineData(0.5, 11)]
    [InlineData(0.999, 12)]
    public void A_wait_that_is_nobodys_failure_becomes_up_to_a_fifth_longer(double random, double expectedSeconds) =>
        new Backoff(() => random).Spread(TimeSpan.FromSeconds(10)).TotalSeconds.ShouldBe(expectedSeconds, tolerance: 0.01);

    [Fact]
    public void A_wait_for_the_morning_becomes_no_more_than_a_minute_longer() =>
        _longest.Spread(TimeSpan.FromHours(11)).ShouldBeInRange(TimeSpan.FromHours(11), TimeSpan.FromHours(11) + TimeSpan.FromMinutes(1));
}
