using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;
using Atmosphere.Slack.SocketMode;

namespace Atmosphere.Slack.Tests.SocketMode;

public sealed class SocketPlanTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private readonly Backoff _backoff = new(() => 0.5);
    private DateTimeOffset _now = Noon;
    private SocketPlan _plan = new();

    [Fact]
    public void The_first_connection_is_opened_at_once() => Happens(new SocketEvent.Started()).ShouldBe([new SocketAction.Open(1, TimeSpan.Zero)]);

    [Fact]
    public void A_second_start_opens_no_second_connection()
    {
        Happens(new SocketEvent.Started());
        Happens(new SocketEvent.Started()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(DisconnectReason.Warning)]
    [InlineData(DisconnectReason.RefreshRequested)]
    internal void A_connection_that_is_to_end_stays_until_its_successor_is_greeted(DisconnectReason reason)
    {
        OpenSteady();
        Happens(new SocketEvent.DisconnectAsked(1, reason)).ShouldBe([new SocketAction.Open(2, TimeSpan.Zero)]);
        _plan.Links.Select(link => (link.Number, link.Phase)).ShouldBe([(1, LinkPhase.Leaving), (2, LinkPhase.Opening)]);
        _plan.IsOpen.ShouldBeTrue();

        Happens(new SocketEvent.Greeted(2)).ShouldBe([new SocketAction.Close(1, SocketPlan.Grace)]);
        _plan.Links.Select(link => (link.Number, link.Phase)).ShouldBe([(2, LinkPhase.Open)]);
        Happens(new SocketEvent.Ended(1, OutcomeKind.Unavailable, "closed")).ShouldBeEmpty();
    }

    [Fact]
    public void A_warning_and_then_a_refresh_open_one_successor()
    {
        OpenSteady();
        Happens(new SocketEvent.DisconnectAsked(1, DisconnectReason.Warning)).Length.ShouldBe(1);
        Happens(new SocketEvent.DisconnectAsked(1, DisconnectReason.RefreshRequested)).ShouldBeEmpty();
    }

    [Fact]
    public void A_connection_that_Slack_closes_before_its_successor_is_open_changes_nothing()
    {
        OpenSteady();
        Happens(new SocketEvent.DisconnectAsked(1, DisconnectReason.Warning));
        Happens(new SocketEvent.Ended(1, OutcomeKind.Unavailable, "closed")).ShouldBeEmpty();
        _plan.IsOpen.ShouldBeFalse();
        Happens(new SocketEvent.Greeted(2)).ShouldBeEmpty();
        _plan.IsOpen.ShouldBeTrue();
    }

    [Fact]
    public void A_successor_that_fails_is_tried_again_while_the_old_one_serves()
    {
        OpenSteady();
        Happens(new SocketEvent.DisconnectAsked(1, DisconnectReason.Warning));
        Happens(new SocketEvent.Ended(2, OutcomeKind.Unavailable, "no")).ShouldHaveSingleItem().ShouldBeOfType<SocketAction.Open>().Link.ShouldBe(3);
        _plan.IsOpen.ShouldBeTrue();
        _plan.Trouble.ShouldBeNull();
    }

    [Fact]
    public void Failures_in_a_row_wait_longer_and_longer_up_to_a_minute()
    {
        Happens(new SocketEvent.Started());
        var waits = Enumerable.Range(1, 20).Select(link => Wait(Happens(new SocketEvent.Ended(link, OutcomeKind.Unavailable, "no")))).ToList();
        waits[0].ShouldBeLessThan(TimeSpan.FromSeconds(1));
        waits.ShouldBe(waits.Order());
        waits[^1].ShouldBeInRange(TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_server_that_greets_and_hangs_up_is_not_called_without_a_pause()
    {
        Happens(new SocketEvent.Started());
        TimeSpan wait = default;
        for (var link = 1; link <= 10; link++)
        {
            Happens(new SocketEvent.Greeted(link));
            wait = Wait(Happens(new SocketEvent.Ended(link, OutcomeKind.Unavailable, "closed")));
        }

        wait.ShouldBeGreaterThan(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_server_that_asks_for_a_refresh_after_every_greeting_is_not_called_without_a_pause()
    {
        Happens(new SocketEvent.Started());
        TimeSpan wait = default;
        for (var link = 1; link <= 10; link++)
        {
            Happens(new SocketEvent.Greeted(link));
            wait = Wait(Happens(new SocketEvent.DisconnectAsked(link, DisconnectReason.RefreshRequested)));
        }

        wait.ShouldBeGreaterThan(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_connection_that_lasted_is_replaced_quickly()
    {
        OpenSteady();
        Wait(Happens(new SocketEvent.Ended(1, OutcomeKind.Unavailable, "broke"))).ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Slacks_wish_to_wait_is_kept()
    {
        Happens(new SocketEvent.Started());
        Wait(Happens(new SocketEvent.Ended(1, OutcomeKind.Throttled, "429", TimeSpan.FromSeconds(40)))).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(40));
    }

    [Fact]
    public void Socket_Mode_that_is_switched_off_is_told_at_once_and_looked_at_again()
    {
        OpenSteady();
        var actions = Happens(new SocketEvent.DisconnectAsked(1, DisconnectReason.LinkDisabled));
        actions[0].ShouldBe(new SocketAction.Close(1, TimeSpan.Zero));
        actions[1].ShouldBeOfType<SocketAction.Open>().Link.ShouldBe(2);
        var report = SocketModeStatus.Report(_plan, _now);
        report.IsWell.ShouldBeFalse();
        report.Message.ShouldContain("switched off");
        report.Message.ShouldContain("Slack:AppToken");

        Happens(new SocketEvent.Greeted(2));
        SocketModeStatus.Report(_plan, _now).IsWell.ShouldBeTrue();
    }

    [Fact]
    public void A_connection_that_is_sent_away_before_its_greeting_is_a_failure()
    {
        Happens(new SocketEvent.Started());
        var actions = Happens(new SocketEvent.DisconnectAsked(1, DisconnectReason.RefreshRequested));
        actions[0].ShouldBe(new SocketAction.Close(1, TimeSpan.Zero));
        Wait(actions).ShouldBeGreaterThan(TimeSpan.Zero);
        _plan.IsOpen.ShouldBeFalse();
    }

    [Fact]
    public void What_happens_to_a_connection_that_was_given_up_changes_nothing()
    {
        OpenSteady();
        var before = _plan;
        Happens(new SocketEvent.Greeted(7)).ShouldBeEmpty();
        Happens(new SocketEvent.Greeted(1)).ShouldBeEmpty();
        Happens(new SocketEvent.DisconnectAsked(7, DisconnectReason.Warning)).ShouldBeEmpty();
        Happens(new SocketEvent.Ended(7, OutcomeKind.Unavailable, "late")).ShouldBeEmpty();
        _plan.ShouldBe(before);
    }

    [Fact]
    public void A_gap_is_told_when_it_lasts_and_a_wrong_setting_at_once()
    {
        Happens(new SocketEvent.Started());
        Happens(new SocketEvent.Ended(1, OutcomeKind.Unavailable, "It broke."));
        SocketModeStatus.Report(_plan, _now).IsWell.ShouldBeTrue();
        SocketModeStatus.Report(_plan, _now + SocketModeStatus.Patience).IsWell.ShouldBeFalse();

        Happens(new SocketEvent.Ended(2, OutcomeKind.Misconfigured, "The token is wrong."));
        var report = SocketModeStatus.Report(_plan, _now);
        report.IsWell.ShouldBeFalse();
        report.Message.ShouldContain("The token is wrong.");
    }

    [Fact]
    public void Whatever_happens_there_is_one_connection_that_is_to_stay()
    {
        var random = new Random(20260302);
        Happens(new SocketEvent.Started());
        for (var step = 0; step < 5_000; step++)
        {
            _now += TimeSpan.FromSeconds(random.Next(60));
            var link = Math.Max(1, _plan.LastNumber - random.Next(3));
            Happens(random.Next(4) switch
            {
                0 => new SocketEvent.Greeted(link),
                1 => new SocketEvent.DisconnectAsked(link, (DisconnectReason)random.Next(3)),
                2 => new SocketEvent.Ended(link, OutcomeKind.Unavailable, "ended"),
                _ => new SocketEvent.Ended(link, OutcomeKind.Misconfigured, "wrong"),
            });
            _plan.Links.Count(planned => planned.Phase != LinkPhase.Leaving).ShouldBe(1);
            (_plan.Trouble is null || !_plan.IsOpen).ShouldBeTrue("trouble is told only while nothing is open");
        }
    }

    private void OpenSteady()
    {
        Happens(new SocketEvent.Started());
        Happens(new SocketEvent.Greeted(1));
        _now += SocketPlan.Steady;
    }

    private System.Collections.Immutable.ImmutableArray<SocketAction> Happens(SocketEvent happened)
    {
        (_plan, var actions) = _plan.After(happened, _now, _backoff);
        return actions;
    }

    private static TimeSpan Wait(IEnumerable<SocketAction> actions) => actions.OfType<SocketAction.Open>().Single().After;
}
