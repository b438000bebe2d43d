using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Owing;

namespace Atmosphere.Grains.Tests.Owing;

public sealed class DueReminderTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Expiry = Now.AddDays(7);

    private static readonly FaceState Resting = new() { Status = FaceStatus.Tagged };
    private static readonly FaceState Owing = Resting with { Owed = Resting.Owed.Owe(new FinalizeTag(), Now) };
    private static readonly FaceState Open = new() { Status = FaceStatus.Asking, ExpiresAt = Expiry };
    private static readonly FaceState OpenAndOwing = Open with { Owed = Owing.Owed };

    [Fact]
    public void Who_owes_and_wants_nothing_has_no_reminder()
    {
        DueReminder.ToArm(Resting, Resting, Now).ShouldBeNull();
        DueReminder.AfterTick(Resting, Now).ShouldBeNull();
    }

    [Fact]
    public void A_write_that_owes_arms_it_two_minutes_ahead() => DueReminder.ToArm(Resting, Owing, Now).ShouldBe(Now + DueReminder.Ahead);

    [Fact]
    public void A_busy_face_arms_it_once_in_two_minutes()
    {
        var armed = Owing with { ReminderArmedFor = Now + DueReminder.Ahead };

        DueReminder.ToArm(Resting, armed, Now.AddSeconds(119)).ShouldBeNull();
        DueReminder.ToArm(Resting, armed, Now.AddMinutes(2)).ShouldBe(Now.AddMinutes(4));
    }

    [Fact]
    public void Armed_in_the_past_it_proves_nothing() =>
        DueReminder.ToArm(Resting, Owing with { ReminderArmedFor = Now.AddDays(-1) }, Now).ShouldBe(Now + DueReminder.Ahead);

    [Fact]
    public void A_write_that_owes_nothing_arms_it_for_the_expiry() => DueReminder.ToArm(Resting, Open, Now).ShouldBe(Expiry);

    [Fact]
    public void Armed_for_the_expiry_it_is_too_late_for_a_vote() =>
        DueReminder.ToArm(Resting, OpenAndOwing with { ReminderArmedFor = Expiry }, Now).ShouldBe(Now + DueReminder.Ahead);

    [Fact]
    public void Armed_later_than_the_expiry_it_is_too_late_for_that() =>
        DueReminder.ToArm(Resting, Open with { ReminderArmedFor = Expiry.AddDays(1) }, Now).ShouldBe(Expiry);

    [Fact]
    public void Armed_earlier_than_the_expiry_it_moves_there_by_itself() =>
        DueReminder.ToArm(Resting, Open with { ReminderArmedFor = Now.AddMinutes(1) }, Now).ShouldBeNull();

    [Fact]
    public void A_write_that_settles_the_last_debt_leaves_a_tick_for_the_case_that_it_does_not_land()
    {
        DueReminder.ToArm(OpenAndOwing, Open, Now).ShouldBe(Now + DueReminder.Ahead);
        DueReminder.ToArm(OpenAndOwing, Open with { ReminderArmedFor = Now.AddMinutes(1) }, Now).ShouldBeNull();
        DueReminder.ToArm(Owing, Resting, Now).ShouldBeNull("the one that was armed when it was owed still ticks");
    }

    [Fact]
    public void A_tick_that_finds_nothing_owed_moves_it_to_the_expiry() =>
        DueReminder.AfterTick(Open with { ReminderArmedFor = Now }, Now).ShouldBe(Expiry);

    [Fact]
    public void A_tick_overtaken_by_a_write_leaves_what_the_write_has_armed()
    {
        var armed = Now.AddMinutes(2);

        DueReminder.AfterTick(Open with { ReminderArmedFor = armed }, Now).ShouldBe(armed);
        DueReminder.AfterTick(Resting with { ReminderArmedFor = armed }, Now).ShouldBe(armed, "the writes until then count on it");
    }

    [Fact]
    public void A_time_that_has_passed_is_a_second_ahead()
    {
        DueReminder.ToArm(Resting, Open, Expiry.AddDays(1)).ShouldBe(Expiry.AddDays(1).AddSeconds(1));
        DueReminder.AfterTick(Open, Expiry).ShouldBe(Expiry.AddSeconds(1));
    }

    /// <summary>The promise behind "accepted means kept": after every write that owes, a tick comes within two minutes.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(-60)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(119)]
    [InlineData(121)]
    [InlineData(604800)]
    public void After_every_write_that_owes_a_tick_comes_within_two_minutes(int? armedInSeconds)
    {
        DateTimeOffset? before = armedInSeconds is { } seconds ? Now.AddSeconds(seconds) : null;
        foreach (var state in new[] { Owing, OpenAndOwing })
        {
            var tick = DueReminder.ToArm(Resting, state with { ReminderArmedFor = before }, Now) ?? before.ShouldNotBeNull();
            tick.ShouldBeInRange(Now.AddTicks(1), Now + DueReminder.Ahead);
        }
    }
}
