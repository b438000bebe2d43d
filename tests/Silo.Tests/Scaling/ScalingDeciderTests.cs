using Atmosphere.Silo.Scaling;

namespace Atmosphere.Silo.Tests.Scaling;

public sealed class ScalingDeciderTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Load_that_lasts_adds_one_silo()
    {
        var story = new ScalingStory { Cpu = 90 };
        story.Pass(Minute).State.Wanted.ShouldBe(1);
        story.Pass(Minute / 2).State.Wanted.ShouldBe(2);
        story.State.Wants(1, story.Options).ShouldBe(true);
        story.State.Wants(2, story.Options).ShouldBe(false);
    }

    [Fact]
    public void Load_that_passes_changes_nothing()
    {
        var story = new ScalingStory { Cpu = 90 };
        story.Pass(Minute - TimeSpan.FromSeconds(20));
        story.Cpu = 10;
        story.Pass(TimeSpan.FromSeconds(10));
        story.Cpu = 90;
        story.Pass(Minute).State.Wanted.ShouldBe(1);
    }

    [Fact]
    public void Between_the_thresholds_nothing_ever_happens()
    {
        var story = new ScalingStory(wanted: 2) { Cpu = 60 }; // one silo would be at 60 of 70: above ShrinkBelow; two are at 30
        story.Pass(TimeSpan.FromDays(1)).State.Wanted.ShouldBe(2);
    }

    [Fact]
    public void Load_that_the_rest_carries_easily_for_long_takes_one_silo_away()
    {
        var story = new ScalingStory(wanted: 3) { Cpu = 30 };
        story.Pass(TimeSpan.FromMinutes(10)).State.Wanted.ShouldBe(3);
        story.Pass(Minute).State.Wanted.ShouldBe(2);
        story.Pass(TimeSpan.FromMinutes(11)).State.Wanted.ShouldBe(1);
        story.Pass(TimeSpan.FromDays(1)).State.Wanted.ShouldBe(1);
    }

    [Fact]
    public void A_silo_leaves_only_when_the_rest_stays_below_the_upper_threshold()
    {
        var story = new ScalingStory(wanted: 3) { Cpu = 150 }; // 50 each: low for three, but two would have 75 each
        story.Pass(TimeSpan.FromDays(1)).State.Wanted.ShouldBe(3);
    }

    [Fact]
    public void Changes_keep_the_cool_down_apart()
    {
        var story = new ScalingStory(new() { MaxSilos = 5 }) { Cpu = 1000 };
        story.Pass(2 * Minute).State.Wanted.ShouldBe(2);
        story.Pass(4 * Minute).State.Wanted.ShouldBe(2);
        story.Pass(Minute).State.Wanted.ShouldBe(3);
    }

    [Fact]
    public void While_a_wanted_silo_does_not_report_nothing_is_decided()
    {
        var story = new ScalingStory(wanted: 2) { Cpu = 180, Reporting = 1 };
        story.Pass(TimeSpan.FromHours(1)).State.Wanted.ShouldBe(2);
        story.Cpu = 0;
        story.Pass(TimeSpan.FromHours(1)).State.Wanted.ShouldBe(2);
    }

    [Fact]
    public void While_a_silo_that_is_not_wanted_still_reports_nothing_is_decided()
    {
        var story = new ScalingStory { Cpu = 180, Reporting = 2 };
        story.Pass(TimeSpan.FromHours(1)).State.Wanted.ShouldBe(1);
    }

    [Fact]
    public void A_stale_report_is_no_report()
    {
        var story = new ScalingStory(wanted: 2) { Cpu = 0 };
        story.Report = (report, silo) => silo == 1 ? report with { At = story.Now - TimeSpan.FromMinutes(1) } : report;
        story.Pass(TimeSpan.FromHours(1)).State.Wanted.ShouldBe(2);
    }

    public static TheoryData<SiloDemand> Nonsense =>
    [
        new SiloDemand { Cpu = double.NaN }, new SiloDemand { Cpu = double.PositiveInfinity }, new SiloDemand { Cpu = -1 }, new SiloDemand { Effects = -1 },
        new SiloDemand { Activations = -1 }, new SiloDemand { Events = -1 }, new SiloDemand { EventAge = TimeSpan.FromSeconds(-1) },
    ];

    [Theory, MemberData(nameof(Nonsense))]
    public void A_report_that_no_silo_can_mean_is_no_report(SiloDemand nonsense)
    {
        var story = new ScalingStory(wanted: 2);
        story.Report = (report, silo) => silo == 1 ? nonsense with { Silo = report.Silo, At = report.At } : report;
        story.Pass(TimeSpan.FromHours(1)).State.Wanted.ShouldBe(2);
    }

    public static TheoryData<string, SiloDemand> Measures => new()
    {
        { "effects", new() { Effects = 101 } },
        { "activations", new() { Activations = 100_001 } },
        { "cpu", new() { Cpu = 71 } },
        { "events", new() { Events = 1001 } },
        { "event age", new() { EventAge = TimeSpan.FromSeconds(121) } },
    };

    [Theory, MemberData(nameof(Measures))]
    public void Every_measure_alone_is_a_reason_to_grow(string measure, SiloDemand busy)
    {
        var story = new ScalingStory { Report = (report, _) => busy with { Silo = report.Silo, At = report.At } };
        story.Pass(2 * Minute).State.Wanted.ShouldBe(2);
        ScalingLoad.Of([busy], 1, story.Options).Measure.ShouldBe(measure);
    }

    [Theory, MemberData(nameof(Measures))]
    public void Every_measure_alone_is_a_reason_to_stay(string measure, SiloDemand busy)
    {
        var story = new ScalingStory(new() { MaxSilos = 2 }, wanted: 2);
        story.Report = (report, silo) => silo == 0 ? busy with { Silo = report.Silo, At = report.At } : report;
        story.Pass(TimeSpan.FromHours(2)).State.Wanted.ShouldBe(2, measure);
    }

    [Fact]
    public void The_minimum_is_wanted_at_once_and_always()
    {
        var story = new ScalingStory(new() { MinSilos = 2 });
        story.LookNow().State.Wanted.ShouldBe(2);
        story.Pass(TimeSpan.FromDays(1)).State.Wanted.ShouldBe(2);
    }

    [Fact]
    public void Below_a_lowered_maximum_the_cluster_goes_in_steps()
    {
        var story = new ScalingStory(new() { MaxSilos = 1 }, wanted: 3) { Cpu = 300 };
        story.LookNow().State.Wanted.ShouldBe(2);
        story.Pass(4 * Minute).State.Wanted.ShouldBe(2);
        story.Pass(2 * Minute).State.Wanted.ShouldBe(1);
    }

    [Fact]
    public void A_time_in_which_nobody_looked_proves_nothing()
    {
        var story = new ScalingStory(wanted: 3) { Cpu = 0 };
        story.Pass(TimeSpan.FromMinutes(8)).Sleep(TimeSpan.FromHours(1)).LookNow().State.Wanted.ShouldBe(3);
        story.Pass(TimeSpan.FromMinutes(9)).State.Wanted.ShouldBe(3);
        story.Pass(2 * Minute).State.Wanted.ShouldBe(2);
    }

    [Fact]
    public void A_clock_that_was_put_back_does_not_stop_scaling()
    {
        var story = new ScalingStory { Cpu = 90 };
        story.Pass(2 * Minute).Sleep(TimeSpan.FromDays(-2)).Cpu = 190;
        story.Pass(TimeSpan.FromMinutes(7)).State.Wanted.ShouldBe(3);
    }

    [Fact]
    public void Without_a_stored_number_the_silos_that_run_are_the_ones_that_are_wanted()
    {
        var story = new ScalingStory(wanted: null) { Reporting = 3 };
        story.Pass(TimeSpan.FromSeconds(30)).State.Wanted.ShouldBeNull();
        story.State.Wants(0, story.Options).ShouldBe(true);
        story.State.Wants(1, story.Options).ShouldBeNull();
        story.Pass(Minute / 2).State.Wanted.ShouldBe(3);
    }

    [Fact]
    public void Without_a_number_and_without_reports_nothing_is_known()
    {
        var story = new ScalingStory(wanted: null) { Reporting = 0 };
        story.Pass(TimeSpan.FromHours(1)).State.Wants(1, story.Options).ShouldBeNull();
    }
}
