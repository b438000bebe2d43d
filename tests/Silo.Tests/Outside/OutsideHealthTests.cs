using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;
using Atmosphere.Silo.Outside;

namespace Atmosphere.Silo.Tests.Outside;

/// <summary>When trouble with an outside service is told, in which words, and when no more.</summary>
public sealed class OutsideHealthTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Nothing_is_wrong_with_what_was_never_asked() => At(0, new()).ShouldBe(new(true, "Slack has not been asked since the start."));

    [Theory]
    [InlineData(OutcomeKind.Done)]
    [InlineData(OutcomeKind.Refused)]
    [InlineData(OutcomeKind.Expired)]
    public void Answer_is_an_answer_whatever_it_says(OutcomeKind kind)
    {
        var health = After(new(), "post", OutcomeKind.Misconfigured, 0);
        At(1, After(health, "post", kind, 1)).ShouldBe(new(true, "Slack answers."));
    }

    [Theory]
    [InlineData(OutcomeKind.Unavailable, "Slack has not answered for 3 minutes. Why. ")]
    [InlineData(OutcomeKind.Throttled, "Slack has been asking to be asked less for 3 minutes. Why. ")]
    [InlineData(OutcomeKind.Busy, "Slack has been busy for 3 minutes. Why. ")]
    public void Failure_that_lasts_is_told_with_how_long(OutcomeKind kind, string words)
    {
        var health = After(After(new(), "post", kind, 0), "post", kind, 20);
        At(29, health).IsWell.ShouldBeTrue();
        At(30, health).IsWell.ShouldBeFalse();
        At(200, health).Message.ShouldStartWith(words);
    }

    [Fact]
    public void What_an_operator_has_to_mend_is_told_at_once_and_before_everything_else()
    {
        var health = After(After(new(), "post", OutcomeKind.Unavailable, 0), "users", OutcomeKind.Misconfigured, 60);
        At(60, health).Message.ShouldStartWith("Slack refuses to work with these settings. Why. ");
    }

    [Fact]
    public void Trouble_with_one_call_is_not_over_when_another_is_answered()
    {
        var health = After(After(new(), "post", OutcomeKind.Unavailable, 0), "users", OutcomeKind.Done, 10);
        At(120, health).Message.ShouldStartWith("Slack has been failing for 2 minutes, not always. Why. ");
        At(121, After(health, "post", OutcomeKind.Done, 121)).IsWell.ShouldBeTrue();
    }

    [Fact]
    public void Silence_counts_from_the_first_call_that_was_not_answered_whichever_it_was()
    {
        var health = After(After(new(), "post", OutcomeKind.Unavailable, 0), "find", OutcomeKind.Unavailable, 800);
        At(1000, After(health, "find", OutcomeKind.Unavailable, 1000)).Message.ShouldStartWith("Slack has not answered for 16 minutes.");
    }

    [Fact]
    public void Trouble_that_nobody_meets_again_is_forgotten_later_than_any_pause_between_two_tries()
    {
        OutsideHealth.Forgotten.ShouldBeGreaterThan(Backoff.LongestMisconfigured * 2);
        var health = After(new(), "post", OutcomeKind.Misconfigured, 0);
        At(899, health).IsWell.ShouldBeFalse();
        At(900, health).IsWell.ShouldBeTrue();
        At(900, new OutsideHealth().After("post", OutcomeKind.Throttled, "Why.", TimeSpan.FromHours(1), Start)).IsWell.ShouldBeFalse("it is to be asked again in an hour");
        var anew = After(After(new(), "post", OutcomeKind.Unavailable, 0), "post", OutcomeKind.Unavailable, 5000);
        At(5040, anew).Message.ShouldStartWith("Slack has not answered for less than a minute.");
    }

    [Theory]
    [InlineData(45, "less than a minute")]
    [InlineData(60, "a minute")]
    [InlineData(120, "2 minutes")]
    [InlineData(3599, "59 minutes")]
    [InlineData(3600, "an hour")]
    [InlineData(7200, "2 hours")]
    public void Time_is_told_as_people_tell_it(int seconds, string words) =>
        At(seconds, new OutsideHealth().After("post", OutcomeKind.Throttled, "Why.", TimeSpan.FromDays(1), Start)).Message.ShouldContain($" for {words}. ");

    private static OutsideHealth After(OutsideHealth health, string call, OutcomeKind kind, int seconds) => health.After(call, kind, "Why.", null, Start.AddSeconds(seconds));

    private static OutsideReport At(int seconds, OutsideHealth health) => health.Report("Slack", Start.AddSeconds(seconds));
}
