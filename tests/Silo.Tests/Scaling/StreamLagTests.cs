using Atmosphere.Silo.Scaling;

namespace Atmosphere.Silo.Tests.Scaling;

public sealed class StreamLagTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private readonly StreamLag _lag = new();

    [Fact]
    public void An_age_counts_when_something_was_read()
    {
        _lag.Sample("a", 5, TimeSpan.FromMinutes(3), Start);
        _lag.Sample("b", 1, TimeSpan.FromSeconds(2), Start);
        _lag.Oldest(Start).ShouldBe(TimeSpan.FromMinutes(3));
    }

    [Fact]
    public void A_queue_from_which_nothing_is_read_does_not_grow_old()
    {
        _lag.Sample("a", 5, TimeSpan.FromSeconds(3), Start);
        _lag.Sample("a", 5, TimeSpan.FromSeconds(33), Start.AddSeconds(30));
        _lag.Oldest(Start.AddSeconds(30)).ShouldBe(TimeSpan.FromSeconds(3));
        _lag.Sample("a", 5, TimeSpan.FromHours(1), Start.AddHours(1));
        _lag.Oldest(Start.AddHours(1)).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_queue_that_was_never_read_has_no_age()
    {
        _lag.Sample("a", 0, TimeSpan.FromHours(9), Start);
        _lag.Oldest(Start).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_read_that_has_caught_up_ends_the_lag()
    {
        _lag.Sample("a", 5, TimeSpan.FromMinutes(3), Start);
        _lag.Sample("a", 9, TimeSpan.FromSeconds(1), Start.AddSeconds(10));
        _lag.Oldest(Start.AddSeconds(10)).ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void A_queue_that_moved_here_and_began_anew_counts_again()
    {
        _lag.Sample("a", 50, TimeSpan.FromMinutes(3), Start);
        _lag.Sample("a", 2, TimeSpan.FromMinutes(4), Start.AddMinutes(2));
        _lag.Oldest(Start.AddMinutes(2)).ShouldBe(TimeSpan.FromMinutes(4));
    }
}
