using Atmosphere.Engine.Tests.Contract.Grains;

namespace Atmosphere.Engine.Tests.Contract;

/// <summary>What callers get.</summary>
public sealed class CallTests(EngineFixture engine)
{
    [Fact]
    public async Task Results_come_back_from_tasks_and_value_tasks()
    {
        var key = Key.New("results");
        var grain = engine.Client.GetGrain<ITurnGrain>(key);
        (await grain.Echo("hello")).ShouldBe("hello");
        (await grain.Add(2, 3)).ShouldBe(5);
        await grain.Touch();
        Journal.Of(key).ShouldBe(["touched"]);
    }

    [Fact]
    public async Task An_exception_reaches_the_caller_and_leaves_the_activation_alone()
    {
        var grain = engine.Client.GetGrain<ITurnGrain>(Key.New("failing"));
        var before = await grain.Incarnation();
        (await Should.ThrowAsync<InvalidOperationException>(() => grain.Fail("no"))).Message.ShouldBe("no");
        (await grain.Incarnation()).ShouldBe(before);
    }

    [Fact]
    public async Task References_to_one_grain_are_equal_and_know_its_key()
    {
        var key = Key.New("myself");
        (await engine.Client.GetGrain<ITurnGrain>(key).Myself()).ShouldBe(key);
        engine.Client.GetGrain<ITurnGrain>(key).ShouldBe(engine.Client.GetGrain<ITurnGrain>(key));
        engine.Client.GetGrain<ITurnGrain>(key).ShouldNotBe(engine.Client.GetGrain<ITurnGrain>(key + "x"));
    }

    [Fact]
    public async Task A_call_that_takes_too_long_times_out_and_goes_on()
    {
        var key = Key.New("slow");
        var grain = engine.Client.GetGrain<ITurnGrain>(key);
        await Should.ThrowAsync<TimeoutException>(() => grain.HoldBriefly("slow"));
        Journal.Of(key).ShouldBe(["slow in"]);
        Gate.Open($"{key}/slow");
        await Journal.Has(key, "slow out");
    }

    [Fact]
    public async Task A_call_that_has_timed_out_while_it_waited_is_never_run()
    {
        var key = Key.New("late");
        var grain = engine.Client.GetGrain<ITurnGrain>(key);
        var holding = grain.Hold("holding");
        await Journal.Has(key, "holding in");
        await Should.ThrowAsync<TimeoutException>(() => grain.HoldBriefly("late"));
        Gate.Open($"{key}/holding");
        await holding;
        await grain.Echo("afterwards");
        Journal.Of(key).ShouldBe(["holding in", "holding out"]);
    }

    [Fact]
    public async Task A_cycle_of_calls_ends_in_a_timeout() =>
        await Should.ThrowAsync<TimeoutException>(() => engine.Client.GetGrain<ITurnGrain>(Key.New("a")).CallRound(Key.New("b")));

    [Fact]
    public async Task A_grain_that_waits_for_itself_ends_in_a_timeout()
    {
        var key = Key.New("self");
        await Should.ThrowAsync<TimeoutException>(() => engine.Client.GetGrain<ITurnGrain>(key).CallRound(key));
    }

    [Fact]
    public async Task Cancelling_ends_the_callers_wait_and_tells_the_grain_in_a_turn()
    {
        var key = Key.New("cancelled");
        using var cancellation = new CancellationTokenSource();
        var call = engine.Client.GetGrain<ITurnGrain>(key).HoldUntilCancelled("call", cancellation.Token);
        await Journal.Has(key, "call in");
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => call);
        await Journal.Has(key, "call cancelled");
        await Journal.Has(key, "call told in a turn");
    }

    [Fact]
    public async Task Cancelling_a_waiting_call_ends_the_wait_and_it_does_nothing_uncancelled()
    {
        var key = Key.New("withdrawn");
        var grain = engine.Client.GetGrain<ITurnGrain>(key);
        await grain.StartPulse();
        var holding = grain.Hold("holding");
        await Journal.Has(key, "holding in");
        using var cancellation = new CancellationTokenSource();
        var waiting = grain.HoldUntilCancelled("waiting", cancellation.Token);
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        // In a cluster the news of the cancellation takes its time.
        await Journal.Has(key, "pulse", Journal.Count(key, "pulse") + 20);
        Gate.Open($"{key}/holding");
        await holding;
        await grain.Echo("afterwards");

        // Orleans after 10.4.2 withdraws the call, as Embedded does; 10.4.2 itself runs it with its token cancelled.
        string[] withdrawn = ["holding in", "holding out"];
        string[] cancelled = [.. withdrawn, "waiting in", "waiting told in a turn", "waiting cancelled"];
        var seen = Journal.Of(key).Where(e => e != "pulse").ToArray();
        seen.ShouldBe(seen.Length == withdrawn.Length ? withdrawn : cancelled);
    }

    [Fact]
    public async Task A_call_with_a_cancelled_token_is_not_sent()
    {
        var key = Key.New("never");
        var grain = engine.Client.GetGrain<ITurnGrain>(key);
        await Should.ThrowAsync<OperationCanceledException>(() => grain.HoldUntilCancelled("never", new CancellationToken(canceled: true)));
        await grain.Echo("afterwards");
        Journal.Of(key).ShouldBeEmpty();
    }
}
