using Atmosphere.Engine.Tests.Contract.Grains;

namespace Atmosphere.Engine.Tests.Contract;

/// <summary>Grain timers.</summary>
public sealed class TimerTests(EngineFixture engine)
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(10);

    [Fact]
    public async Task A_plain_timers_callback_holds_up_calls()
    {
        var (grain, key) = Timers("plain");
        await grain.StartTicking("beat", Short, keepAlive: false);
        await Journal.Has(key, "beat");
        await grain.Start("tick", Timeout.InfiniteTimeSpan, interleave: false);
        await Journal.Has(key, "tick in");
        var call = grain.Echo("later");
        var other = Timers("plain-other").Grain;
        for (var i = 0; i < 20; i++) await other.Echo("meanwhile");
        call.IsCompleted.ShouldBeFalse();
        Gate.Open($"{key}/tick");
        (await call).ShouldBe("later");
    }

    [Fact]
    public async Task An_interleaving_timers_callback_holds_up_nothing()
    {
        var (grain, key) = Timers("interleaving");
        await grain.Start("tick", Timeout.InfiniteTimeSpan, interleave: true);
        await Journal.Has(key, "tick in");
        (await grain.Echo("meanwhile")).ShouldBe("meanwhile");
        Journal.Of(key).ShouldBe(["tick in"]);
        Gate.Open($"{key}/tick");
        await Journal.Has(key, "tick out");
    }

    [Fact]
    public async Task A_timers_callback_never_overlaps_itself()
    {
        var (grain, key) = Timers("overlap");
        await grain.StartTicking("beat", Short, keepAlive: false);
        await grain.Start("tick", Short, interleave: true);
        await Journal.Has(key, "tick in");
        await Journal.Has(key, "beat", Journal.Count(key, "beat") + 10);
        Journal.Count(key, "tick in").ShouldBe(1);
        Gate.Open($"{key}/tick");
        await Journal.Has(key, "tick in", 2);
    }

    [Fact]
    public async Task A_timer_whose_callback_throws_goes_on()
    {
        var (grain, key) = Timers("failing");
        await grain.StartFailing("tick", Short);
        await Journal.Has(key, "tick", 3);
    }

    [Fact]
    public async Task A_change_during_the_callback_takes_effect_when_that_has_ended()
    {
        var (grain, key) = Timers("changing");
        await grain.StartTicking("beat", Short, keepAlive: false);
        await grain.StartChanging("tick");
        await Journal.Has(key, "tick");
        await Journal.Has(key, "beat", Journal.Count(key, "beat") + 10);
        Journal.Count(key, "tick").ShouldBe(1);
        Gate.Open($"{key}/tick");
        await Journal.Has(key, "tick", 2);
        await Journal.Has(key, "beat", Journal.Count(key, "beat") + 10);
        Journal.Count(key, "tick").ShouldBe(2, "the changed period is infinite");
    }

    [Fact]
    public async Task A_change_wakes_a_sleeping_timer_and_puts_it_to_sleep()
    {
        var (grain, key) = Timers("sleeping");
        await grain.StartTicking("beat", Short, keepAlive: false);
        await grain.StartSleeping("tick");
        await Journal.Has(key, "beat", 10);
        Journal.Count(key, "tick").ShouldBe(0);
        await grain.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        await Journal.Has(key, "tick");
        await grain.Change(TimeSpan.Zero, Short);
        await Journal.Has(key, "tick", 4);
        await grain.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var (ticks, beats) = (Journal.Count(key, "tick"), Journal.Count(key, "beat"));
        await Journal.Has(key, "beat", beats + 10);
        Journal.Count(key, "tick").ShouldBeLessThanOrEqualTo(ticks + 1, "one tick may have been on its way");
    }

    [Fact]
    public async Task A_disposed_timer_ticks_no_more_and_its_token_is_cancelled()
    {
        var (grain, key) = Timers("disposing");
        await grain.StartTicking("beat", Short, keepAlive: false);
        await grain.StartDisposing("tick", Short);
        await Journal.Has(key, "token cancelled");
        await Journal.Has(key, "beat", Journal.Count(key, "beat") + 10);
        Journal.Count(key, "tick").ShouldBe(1);
    }

    [Fact]
    public async Task Disposing_a_timer_cancels_the_callback_that_runs()
    {
        var (grain, key) = Timers("dispose-running");
        await grain.StartWaitingForToken("tick");
        await Journal.Has(key, "tick in");
        await grain.DisposeTimer();
        await Journal.Has(key, "tick told");
    }

    [Fact]
    public async Task An_interleaving_timer_can_call_its_own_grain()
    {
        var (grain, key) = Timers("self");
        await grain.StartSelfCalling(interleave: true);
        await Journal.Has(key, "answered");
    }

    [Fact]
    public async Task Timers_end_with_their_activation()
    {
        var (grain, key) = Timers("ends");
        await grain.StartTicking("tick", Short, keepAlive: false);
        await Journal.Has(key, "tick", 2);
        await grain.End();
        await Journal.Has(key, "deactivated: ApplicationRequested");
        var ticks = Journal.Count(key, "tick");
        await grain.StartTicking("beat", Short, keepAlive: false);
        await Journal.Has(key, "beat", 10);
        Journal.Count(key, "tick").ShouldBe(ticks);
    }

    [Fact]
    public async Task An_activation_does_not_end_while_a_timers_callback_runs()
    {
        var (grain, key) = Timers("ends-late");
        var before = await grain.Incarnation();
        await grain.Start("tick", Timeout.InfiniteTimeSpan, interleave: true);
        await Journal.Has(key, "tick in");
        await grain.End();
        var next = grain.Incarnation();
        var other = Timers("ends-late-other").Grain;
        for (var i = 0; i < 20; i++) await other.Echo("meanwhile");
        next.IsCompleted.ShouldBeFalse();
        Gate.Open($"{key}/tick");
        (await next).ShouldNotBe(before);
        Journal.Of(key).ShouldBe(["tick in", "tick out", "deactivated: ApplicationRequested"]);
    }

    [Fact]
    public async Task A_negative_due_time_is_refused() => (await Timers("wrong").Grain.StartWrong()).ShouldBe(nameof(ArgumentOutOfRangeException));

    private (ITimerGrain Grain, string Key) Timers(string hint)
    {
        var key = Key.New(hint);
        return (engine.Client.GetGrain<ITimerGrain>(key), key);
    }
}
