using Atmosphere.Engine.Tests.Contract.Grains;

namespace Atmosphere.Engine.Tests.Contract;

/// <summary>Durable reminders.</summary>
public sealed class ReminderTests(EngineFixture engine)
{
    private static readonly TimeSpan Period = ContractSettings.MinimumReminderPeriod;

    [Fact]
    public async Task A_reminder_ticks_again_and_again()
    {
        var (grain, key) = Reminders("ticks");
        await grain.Register("due", TimeSpan.Zero, Period);
        await Journal.Has(key, "tick due", 3);
        Journal.Of($"{key}/status").Distinct().ShouldBe([$"{Period} in time Utc"]);
        await grain.Unregister("due");
    }

    [Fact]
    public async Task A_reminder_outlives_the_activation_and_brings_the_next_one_up()
    {
        var (grain, key) = Reminders("outlives");
        var before = await grain.Incarnation();
        await grain.Register("due", Period, Period);
        await grain.End();
        await Journal.Has(key, "tick due");
        Journal.Of($"{key}/incarnation").ShouldNotContain($"{before}");
        await grain.Unregister("due");
    }

    [Fact]
    public async Task An_unregistered_reminder_is_gone()
    {
        var (grain, key) = Reminders("gone");
        await grain.Register("due", TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        (await grain.Has("due")).ShouldBeTrue();
        await grain.Unregister("due");
        (await grain.Has("due")).ShouldBeFalse();
        (await grain.Names()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Reminders_are_told_apart_by_name_and_by_grain()
    {
        var (one, _) = Reminders("one");
        var (two, _) = Reminders("two");
        await one.Register("a", TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        await one.Register("b", TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        await two.Register("c", TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        (await one.Names()).ShouldBe(["a", "b"], ignoreOrder: true);
        (await two.Names()).ShouldBe(["c"]);
    }

    [Fact]
    public async Task Registering_again_replaces_the_schedule()
    {
        var (grain, key) = Reminders("replaced");
        await grain.Register("due", TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        await grain.Register("due", TimeSpan.Zero, Period);
        await Journal.Has(key, "tick due", 2);
        await grain.Register("due", TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        (await grain.Names()).ShouldBe(["due"]);
        var (marker, markerKey) = Reminders("replaced-marker");
        var ticks = Journal.Count(key, "tick due");
        await marker.Register("due", TimeSpan.Zero, Period);
        await Journal.Has(markerKey, "tick due", 4);
        Journal.Count(key, "tick due").ShouldBeLessThanOrEqualTo(ticks + 1, "one tick may have been on its way");
        await marker.Unregister("due");
    }

    [Fact]
    public async Task A_tick_that_fails_is_followed_by_the_next()
    {
        var (grain, key) = Reminders("failing");
        await grain.FailTicks(1);
        await grain.Register("due", TimeSpan.Zero, Period);
        await Journal.Has(key, "tick due", 2);
        await grain.Unregister("due");
    }

    [Fact]
    public async Task A_period_below_the_minimum_is_refused()
    {
        var (grain, _) = Reminders("short");
        await Should.ThrowAsync<ArgumentException>(() => grain.Register("due", TimeSpan.Zero, Period - TimeSpan.FromMilliseconds(1)));
        (await grain.Names()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Infinite_and_negative_times_are_refused()
    {
        var (grain, _) = Reminders("wrong");
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => grain.Register("due", Timeout.InfiniteTimeSpan, Period));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => grain.Register("due", TimeSpan.Zero, Timeout.InfiniteTimeSpan));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => grain.Register("due", TimeSpan.FromSeconds(-5), Period));
        await Should.ThrowAsync<ArgumentException>(() => grain.Register("", TimeSpan.Zero, Period));
    }

    [Fact]
    public async Task A_replaced_registration_can_not_be_used_for_unregistering() =>
        (await Reminders("handle").Grain.UnregisterReplaced("due")).ShouldBe("refused");

    private (IReminderGrain Grain, string Key) Reminders(string hint)
    {
        var key = Key.New(hint);
        return (engine.Client.GetGrain<IReminderGrain>(key), key);
    }
}
