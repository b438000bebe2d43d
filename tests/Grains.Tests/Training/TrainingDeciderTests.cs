using System.Collections.Immutable;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Training;

namespace Atmosphere.Grains.Tests.Training;

public sealed class TrainingDeciderTests
{
    private static readonly TimeZoneInfo Helsinki = TimeZoneInfo.FindSystemTimeZoneById("Europe/Helsinki");
    private static readonly DateTimeOffset Evening = new(2026, 3, 2, 18, 0, 0, TimeSpan.Zero);

    private readonly TrainingRules _rules = new("atmosphere", Helsinki, TrainingSchedule.DefaultTime);
    private TrainingState _training = new();

    [Fact]
    public void The_first_start_schedules_the_next_night_and_catches_up_on_nothing()
    {
        Tell(new NoteGalleryChange { PersonId = "U0ANN", Change = 1 }, Evening);
        Tell(new TrainingTick(), Evening).ShouldHaveSingleItem().ShouldBeOfType<NightHandled>();

        _training.Running.ShouldBeNull();
        _training.NextNightAt.ShouldBe(new DateTimeOffset(2026, 3, 3, 1, 0, 0, TimeSpan.Zero));
        _training.WakeAt.ShouldBe(_training.NextNightAt);
    }

    [Fact]
    public void A_night_with_changes_trains_and_one_without_does_not()
    {
        Scheduled();
        Tell(new NoteGalleryChange { PersonId = "U0ANN", Change = 1 }, Evening);
        Tell(new TrainingTick(), Night(3)).OfType<TrainingDecided>().ShouldHaveSingleItem().Cause.ShouldBe(TrainingCause.Nightly);
        _training.Owed.Slots.Values.Select(owed => owed.Effect).ShouldHaveSingleItem().ShouldBeOfType<StartTraining>();
        Succeed(Night(3).AddMinutes(1));

        Tell(new TrainingTick(), Night(4)).OfType<TrainingDecided>().ShouldBeEmpty();
        _training.NextNightAt.ShouldBe(Night(5));
    }

    [Fact]
    public void Two_nights_of_outage_are_one_training()
    {
        Scheduled();
        Tell(new NoteGalleryChange { PersonId = "U0ANN", Change = 1 }, Evening);

        Tell(new TrainingTick(), Night(5).AddHours(2)).OfType<TrainingDecided>().ShouldHaveSingleItem();
        Succeed(Night(5).AddHours(3));
        Tell(new TrainingTick(), Night(5).AddHours(4)).ShouldBeEmpty();
    }

    [Fact]
    public void A_tick_that_comes_late_or_twice_trains_once_a_night()
    {
        Scheduled();
        Tell(new NoteGalleryChange { PersonId = "U0ANN", Change = 1 }, Evening);
        Tell(new TrainingTick(), Night(3).AddSeconds(-1)).ShouldBeEmpty("a second early is not yet");
        Tell(new TrainingTick(), Night(3).AddMinutes(14)).OfType<TrainingDecided>().ShouldHaveSingleItem();
        Succeed(Night(3).AddMinutes(20));
        Tell(new NoteGalleryChange { PersonId = "U0ANN", Change = 2 }, Night(3).AddMinutes(21));

        Tell(new TrainingTick(), Night(3).AddMinutes(29)).ShouldBeEmpty("the change is for tomorrow");
    }

    [Fact]
    public void A_training_on_demand_owes_the_audit_who_wanted_it_and_a_nightly_one_owes_it_nothing()
    {
        Scheduled();
        Tell(new NoteGalleryChange { PersonId = "U0ANN", Change = 1 }, Evening);
        Tell(new TrainOnDemand { Actor = "U0DANA" }, Evening.AddMinutes(1));

        var owed = _training.Owed.Slots.Values.Select(slot => slot.Effect).OfType<AuditTraining>().ShouldHaveSingleItem();
        owed.Entry.Actor.ShouldBe("U0DANA");
        owed.Entry.Action.ShouldBe("training-demanded");
        owed.Entry.At.ShouldBe(Evening.AddMinutes(1));

        Tell(new TrainOnDemand { Actor = "U0OMER" }, Evening.AddMinutes(2)).ShouldBeEmpty("one runs, so nothing was decided");
        Succeed(Evening.AddMinutes(3));
        Tell(new NoteGalleryChange { PersonId = "U0ANN", Change = 2 }, Evening.AddMinutes(4));
        Tell(new TrainingTick(), Night(3)).OfType<TrainingDecided>().ShouldHaveSingleItem();
        _training.Owed.Slots.Values.Select(slot => slot.Effect).OfType<AuditTraining>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_changed_time_of_day_moves_the_next_night()
    {
        Scheduled();
        var later = _rules with { At = new(5, 30) };

        var events = TrainingDecider.Decide(_training, new TrainingTick { At = Evening }, later);
        var moved = events.Aggregate(_training, TrainingDecider.Evolve);

        moved.NextNightAt.ShouldBe(new DateTimeOffset(2026, 3, 3, 3, 30, 0, TimeSpan.Zero));
        TrainingDecider.Decide(moved, new TrainingTick { At = Evening }, later).ShouldBeEmpty();
    }

    [Fact]
    public void A_success_covers_the_changes_up_to_its_beginning()
    {
        Scheduled();
        Tell(new NoteGalleryChange { PersonId = "U0ANN", Change = 1 }, Evening);
        Tell(new NoteGalleryChange { PersonId = "U0BEN", Change = 1 }, Evening);
        Tell(new TrainOnDemand(), Evening);
        Tell(new NoteGalleryChange { PersonId = "U0ANN", Change = 2 }, Evening);
        Tell(new NoteGalleryChange { PersonId = "U0CAT", Change = 1 }, Evening);
        Succeed(Evening.AddMinutes(1));

        _training.Changes.Keys.ShouldBe(["U0ANN", "U0CAT"], "what came while it ran may not be in it");
        _training.LastSuccessAt.ShouldBe(Evening.AddMinutes(1));
        Tell(new TrainingTick(), Night(3)).OfType<TrainingDecided>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_failure_keeps_the_changes_for_the_next_night_and_is_remembered()
    {
        Scheduled();
        Tell(new NoteGalleryChange { PersonId = "U0ANN", Change = 1 }, Evening);
        Tell(new TrainingTick(), Night(3));
        Tell(new NoteTrainingStarted(), Night(3));
        Tell(new NoteTrainingEnded { Phase = TrainingPhase.Failed, Message = "out of memory" }, Night(3).AddMinutes(1));

        _training.Running.ShouldBeNull();
        _training.LastSuccessAt.ShouldBeNull();
        _training.History[0].Message.ShouldBe("out of memory");
        Tell(new TrainingTick(), Night(4)).OfType<TrainingDecided>().ShouldHaveSingleItem();
    }

    [Fact]
    public void On_demand_trains_without_changes_but_not_an_empty_gallery_and_not_twice()
    {
        TrainingDecider.Judge(_training).ShouldBe(TrainNowAnswer.NothingToLearn);
        Tell(new TrainOnDemand(), Evening).ShouldBeEmpty();

        Tell(new NoteGalleryChange { PersonId = "U0ANN", Change = 1 }, Evening);
        TrainingDecider.Judge(_training).ShouldBe(TrainNowAnswer.Started);
        Tell(new TrainOnDemand(), Evening).ShouldHaveSingleItem();
        TrainingDecider.Judge(_training).ShouldBe(TrainNowAnswer.AlreadyRunning);
        Tell(new TrainOnDemand(), Evening).ShouldBeEmpty();

        Succeed(Evening.AddMinutes(1));
        TrainingDecider.Judge(_training).ShouldBe(TrainNowAnswer.Started, "on demand means also without changes");
    }

    [Fact]
    public void A_night_that_comes_while_a_training_runs_does_not_start_another()
    {
        Scheduled();
        Tell(new NoteGalleryChange { PersonId = "U0ANN", Change = 1 }, Evening);
        Tell(new TrainOnDemand(), Evening);

        Tell(new TrainingTick(), Night(3)).OfType<TrainingDecided>().ShouldBeEmpty();
    }

    [Fact]
    public void An_overtaken_change_changes_nothing()
    {
        Tell(new NoteGalleryChange { PersonId = "U0ANN", Change = 3 }, Evening);

        Tell(new NoteGalleryChange { PersonId = "U0ANN", Change = 2 }, Evening).ShouldBeEmpty();
    }

    [Fact]
    public void History_keeps_the_newest()
    {
        Tell(new NoteGalleryChange { PersonId = "U0ANN", Change = 1 }, Evening);
        for (var run = 0; run < TrainingState.HistoryLength + 5; run++)
        {
            Tell(new TrainOnDemand(), Evening.AddHours(run));
            Succeed(Evening.AddHours(run).AddMinutes(1));
        }

        _training.History.Count.ShouldBe(TrainingState.HistoryLength);
        _training.History[0].EndedAt.ShouldBe(Evening.AddHours(TrainingState.HistoryLength + 4).AddMinutes(1));
    }

    [Fact]
    public void A_report_without_a_training_changes_nothing()
    {
        Tell(new NoteTrainingStarted(), Evening).ShouldBeEmpty();
        Tell(new NoteTrainingEnded { Phase = TrainingPhase.Succeeded }, Evening).ShouldBeEmpty();
    }

    private static DateTimeOffset Night(int dayOfMarch) => new(2026, 3, dayOfMarch, 1, 0, 0, TimeSpan.Zero);

    private void Scheduled() => Tell(new TrainingTick(), Evening).ShouldNotBeEmpty();

    private void Succeed(DateTimeOffset at)
    {
        Tell(new NoteTrainingStarted(), at).ShouldHaveSingleItem();
        Tell(new NoteTrainingEnded { Phase = TrainingPhase.Succeeded }, at).ShouldHaveSingleItem();
    }

    /// <summary>Tells it, and tells the same again, which has to yield no events.</summary>
    private ImmutableArray<TrainingEvent> Tell(TrainingCommand command, DateTimeOffset at)
    {
        var timed = command with { At = at };
        var events = TrainingDecider.Decide(_training, timed, _rules);
        _training = events.Aggregate(_training, TrainingDecider.Evolve);
        TrainingDecider.Decide(_training, timed, _rules).ShouldBeEmpty($"{command.GetType().Name} told twice");
        return events;
    }
}
