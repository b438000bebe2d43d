using System.Collections.Immutable;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Retention;

namespace Atmosphere.Grains.Tests.Retention;

public sealed class RetentionDeciderTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private RetentionRules _rules = new(TimeSpan.FromDays(30), TimeSpan.FromDays(7), TimeSpan.FromDays(365));
    private RetentionState _retention = new();

    [Fact]
    public void The_first_start_deletes_nothing_and_schedules_the_next_day()
    {
        Tell(new RetentionTick(), Start).ShouldHaveSingleItem().ShouldBeOfType<RetentionScheduled>();

        _retention.WakeAt.ShouldBe(Start.AddDays(1));
        _retention.Running.ShouldBeNull();
        _retention.Owed.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Where_everything_is_kept_nothing_is_scheduled_and_a_schedule_is_taken_back()
    {
        Tell(new RetentionTick(), Start);
        _rules = new(null, null, null);

        Tell(new RetentionTick(), Start.AddHours(1));
        _retention.WakeAt.ShouldBeNull();
        Tell(new RetainOnDemand(), Start.AddHours(2)).ShouldBeEmpty();
        RetentionDecider.Judge(_retention, _rules).ShouldBe(RetentionAnswer.NothingIsLimited);
        Tell(new RetentionTick(), Start.AddDays(3)).ShouldBeEmpty();
    }

    [Fact]
    public void A_day_later_it_runs_once_and_many_missed_days_are_one_run()
    {
        Tell(new RetentionTick(), Start);
        Tell(new RetentionTick(), Start.AddHours(23)).ShouldBeEmpty();

        Tell(new RetentionTick(), Start.AddDays(9)).OfType<SweepBegun>().ShouldHaveSingleItem().By.ShouldBe(Actors.Rule);

        _retention.NextAt.ShouldBe(Start.AddDays(10));
        _retention.Owed.Slots.Values.Select(owed => owed.Effect).ShouldHaveSingleItem().ShouldBeOfType<Sweep>();
    }

    [Fact]
    public void A_run_that_lasts_for_days_is_not_joined_by_another()
    {
        Tell(new RetentionTick(), Start);
        Tell(new RetentionTick(), Start.AddDays(1));

        Tell(new RetentionTick(), Start.AddDays(2)).OfType<SweepBegun>().ShouldBeEmpty();
        _retention.NextAt.ShouldBe(Start.AddDays(3));
        Tell(new RetainOnDemand(), Start.AddDays(2)).ShouldBeEmpty();
        RetentionDecider.Judge(_retention, _rules).ShouldBe(RetentionAnswer.AlreadyRunning);
    }

    [Fact]
    public void A_run_on_demand_owes_the_audit_who_wanted_it_and_the_daily_one_owes_it_nothing()
    {
        Tell(new RetainOnDemand { Actor = "session:0a1b2c3d" }, Start);

        var entry = _retention.Owed.Slots.Values.Select(owed => owed.Effect).OfType<AuditRetention>().ShouldHaveSingleItem().Entry;
        (entry.Source, entry.Action, entry.Actor, entry.At).ShouldBe(("retention", "retention-demanded", "session:0a1b2c3d", Start));
    }

    [Fact]
    public void Page_after_page_and_stage_after_stage_is_counted_to_the_end()
    {
        Tell(new RetainOnDemand(), Start);
        Tell(Swept(RetentionStage.Photos, "", "a", 100), Start.AddSeconds(1));
        Tell(Swept(RetentionStage.Photos, "a", "b", 3, isLast: true), Start.AddSeconds(2));
        _retention.Running.ShouldNotBeNull().Stage.ShouldBe(RetentionStage.Crops);
        _retention.Running.Cursor.ShouldBeEmpty("each stage begins at its beginning");
        Tell(Swept(RetentionStage.Crops, "", "", 0, isLast: true), Start.AddSeconds(3));
        Tell(Swept(RetentionStage.Audit, "", "1000", 1000), Start.AddSeconds(4));
        Tell(Swept(RetentionStage.Audit, "1000", "1000", 0, isLast: true), Start.AddSeconds(5));

        _retention.Running.ShouldBeNull();
        var last = _retention.Last.ShouldNotBeNull();
        (last.Photos, last.Faces, last.AuditEntries).ShouldBe((103L, 0L, 1000L));
        (last.BegunAt, last.EndedAt).ShouldBe((Start, Start.AddSeconds(5)));
    }

    [Fact]
    public void A_page_that_is_reported_late_or_for_another_stage_counts_for_nothing()
    {
        Tell(Swept(RetentionStage.Photos, "", "a", 5), Start).ShouldBeEmpty("nothing runs");
        Tell(new RetainOnDemand(), Start);
        Tell(Swept(RetentionStage.Photos, "", "a", 100), Start.AddSeconds(1));

        Tell(Swept(RetentionStage.Photos, "", "a", 100), Start.AddSeconds(2)).ShouldBeEmpty();
        Tell(Swept(RetentionStage.Crops, "a", "b", 100), Start.AddSeconds(2)).ShouldBeEmpty();
        _retention.Running!.Photos.ShouldBe(100);
    }

    [Theory]
    [InlineData("Retention:PhotosDays")]
    [InlineData("Retention:CropsDays")]
    [InlineData("Retention:AuditDays")]
    public void Zero_days_keep_and_every_number_has_its_bounds(string setting)
    {
        RetentionRules.Of(new()).KeepsAll.ShouldBeTrue();
        foreach (var days in new[] { -1, 36_501 })
            With(days).Flaws().ShouldHaveSingleItem().ShouldStartWith($"{setting} is {days};");
        With(36_500).Flaws().ShouldBeEmpty();
        RetentionRules.Of(With(1)).KeepsAll.ShouldBeFalse();

        RetentionOptions With(int days) => new()
        {
            PhotosDays = setting.Contains("Photos") ? days : 0,
            CropsDays = setting.Contains("Crops") ? days : 0,
            AuditDays = setting.Contains("Audit") ? days : 0,
        };
    }

    private static NoteSwept Swept(RetentionStage stage, string from, string to, int deleted, bool isLast = false) => new() { Stage = stage, From = from, To = to, Deleted = deleted, IsLast = isLast };

    /// <summary>Tells it, and once more, which has to change nothing.</summary>
    private ImmutableArray<RetentionEvent> Tell(RetentionCommand command, DateTimeOffset at)
    {
        var timed = command with { At = at };
        var events = RetentionDecider.Decide(_retention, timed, _rules);
        _retention = events.Aggregate(_retention, RetentionDecider.Evolve);
        RetentionDecider.Decide(_retention, timed, _rules).ShouldBeEmpty($"{command.GetType().Name} told twice");
        return events;
    }
}
