using Atmosphere.Grains.Recognition;
using Atmosphere.Grains.Tests.Properties;
using FsCheck.Fluent;

namespace Atmosphere.Grains.Tests.Recognition;

public sealed class RecogniserBudgetTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private RecogniserBudget _budget = new() { At = Start };
    private DateTimeOffset _now = Start;

    [Fact]
    public void It_begins_empty_and_fills_at_the_rate()
    {
        Identify(3).Wait.ShouldBe(TimeSpan.FromSeconds(0.3));
        After(0.3);
        Identify(3).Granted.ShouldBeTrue();
        Identify(1).Granted.ShouldBeFalse();
    }

    [Fact]
    public void After_a_rest_there_is_a_seconds_worth_and_no_more()
    {
        After(3600);
        Enumerable.Range(0, 20).Count(_ => Identify(1).Granted).ShouldBe(10);
    }

    [Fact]
    public void All_the_calls_are_granted_or_none()
    {
        After(0.2);
        Identify(3).Granted.ShouldBeFalse();
        Identify(2).Granted.ShouldBeTrue("nothing was taken by the refusal");
    }

    [Fact]
    public void Enrolment_goes_before_identification()
    {
        Enrol(1).Granted.ShouldBeFalse();
        After(0.5);
        var identification = Identify(1);
        identification.Granted.ShouldBeFalse("enrolment has asked in vain");
        identification.Wait.ShouldBeGreaterThan(TimeSpan.Zero);

        Enrol(1).Granted.ShouldBeTrue();
        Identify(1).Granted.ShouldBeTrue("nobody more important waits");
    }

    [Fact]
    public void Enrolment_that_does_not_come_back_holds_nobody_up_for_ever()
    {
        Enrol(1).Granted.ShouldBeFalse();
        After(2);

        Identify(1).Granted.ShouldBeTrue();
    }

    [Fact]
    public void More_calls_than_a_second_has_are_granted_at_a_full_budget()
    {
        After(100);
        _budget.Take(new() { Calls = 50 }, 2, _now).Lease.Granted.ShouldBeTrue();
    }

    [Fact]
    public void A_rate_below_one_grants_too()
    {
        _now = Start.AddSeconds(100);
        (_budget, var lease) = _budget.Take(new() { Calls = 3 }, 0.1, _now);
        lease.Granted.ShouldBeTrue();
        (_budget, lease) = _budget.Take(new() { Calls = 3 }, 0.1, _now);
        lease.Wait.ShouldBe(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_clock_that_goes_back_gives_nothing_away()
    {
        After(1);
        Identify(10).Granted.ShouldBeTrue();
        _now = Start;
        Identify(1).Granted.ShouldBeFalse();
    }

    [Fact]
    public void In_no_stretch_of_time_are_more_calls_granted_than_the_rate_and_one_second() => Rule.Holds(
        (from calls in Gen.Choose(1, 3)
         from enrolment in Gen.Elements(true, false)
         from pause in Gen.Choose(0, 400)
         select (calls, enrolment, pause)).ListOf(200),
        requests =>
        {
            var (budget, now) = (new RecogniserBudget { At = Start }, Start);
            var granted = new List<(DateTimeOffset At, int Calls)>();
            foreach (var (calls, enrolment, pause) in requests)
            {
                now = now.AddMilliseconds(pause);
                (budget, var lease) = budget.Take(new() { Calls = calls, Use = enrolment ? BudgetUse.Enrolment : BudgetUse.Identification }, 5, now);
                if (lease.Granted) granted.Add((now, calls));
                else lease.Wait.ShouldBeGreaterThan(TimeSpan.Zero, "who is refused is told when to come back");
            }

            for (var first = 0; first < granted.Count; first++)
            {
                var calls = 0;
                for (var last = first; last < granted.Count; last++)
                {
                    calls += granted[last].Calls;
                    var most = 5 + ((granted[last].At - granted[first].At).TotalSeconds * 5);
                    if (calls > most + 0.001) throw new ShouldAssertException($"{calls} calls from {granted[first].At:O} to {granted[last].At:O}; at most {most}");
                }
            }
        },
        tests: 50);

    private BudgetLease Identify(int calls) => Take(calls, BudgetUse.Identification);

    private BudgetLease Enrol(int calls) => Take(calls, BudgetUse.Enrolment);

    private void After(double seconds) => _now = _now.AddSeconds(seconds);

    private BudgetLease Take(int calls, BudgetUse use)
    {
        (_budget, var lease) = _budget.Take(new() { Calls = calls, Use = use }, 10, _now);
        return lease;
    }
}
