using System.Collections.Immutable;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Training;

/// <summary>Every decision about training. Pure.</summary>
internal static class TrainingDecider
{
    public static ImmutableArray<TrainingEvent> Decide(TrainingState training, TrainingCommand command, TrainingRules rules) => command switch
    {
        NoteGalleryChange noted => training.Changes.GetValueOrDefault(noted.PersonId) < noted.Change
            ? [new GalleryChanged(noted.PersonId, noted.Change) { At = noted.At }]
            : [],
        TrainingTick tick => Tick(training, tick, rules),
        TrainOnDemand demand => Judge(training) == TrainNowAnswer.Started
            ? [new TrainingDecided(TrainingCause.OnDemand, demand.Actor ?? Actors.OperatorKey) { At = demand.At }]
            : [],
        NoteTrainingStarted started => training.Running is { StartedAt: null } ? [new TrainingStarted { At = started.At }] : [],
        NoteTrainingEnded ended => training.Running is null ? [] : [new TrainingEnded(ended.Phase, ended.Message) { At = ended.At }],
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No decision for this command."),
    };

    /// <summary>What "train now" comes to.</summary>
    public static TrainNowAnswer Judge(TrainingState training) =>
        training.Running is not null ? TrainNowAnswer.AlreadyRunning
        : training.HasPeople ? TrainNowAnswer.Started
        : TrainNowAnswer.NothingToLearn;

    /// <summary>The state after an event, with the effects that it owes.</summary>
    public static TrainingState Evolve(TrainingState training, TrainingEvent happened) => happened switch
    {
        GalleryChanged changed => training with { Changes = training.Changes.SetItem(changed.PersonId, changed.Change), HasPeople = true },
        NightHandled handled => training with { LastNight = handled.Night, NextNightAt = handled.NextAt },
        TrainingDecided decided => Begin(training, decided),
        TrainingStarted started => training with { Running = training.Running! with { StartedAt = started.At } },
        TrainingEnded ended => End(training, ended),
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened.GetType().Name, "No evolution for this event."),
    };

    private static TrainingState Begin(TrainingState training, TrainingDecided decided)
    {
        var begun = training with
        {
            Running = new() { Cause = decided.Cause, DecidedAt = decided.At, Covers = training.Changes, Number = (training.Decided ?? 0) + 1 },
            Decided = (training.Decided ?? 0) + 1,
            Owed = training.Owed.Owe(new StartTraining(), decided.At),
        };
        if (decided.Cause != TrainingCause.OnDemand) return begun;

        var entry = new AuditEntry { Index = training.Version + 1, At = decided.At, Action = "training-demanded", Actor = decided.Actor };
        return begun with { Owed = begun.Owed.Owe(new AuditTraining { Entry = entry }, decided.At) };
    }

    private static ImmutableArray<TrainingEvent> Tick(TrainingState training, TrainingTick tick, TrainingRules rules)
    {
        var due = TrainingSchedule.IsDue(tick.At, rules.Zone, training.LastNight, rules.At);
        var next = TrainingSchedule.Next(tick.At, rules.Zone, rules.At);
        if (!due) return training.NextNightAt == next ? [] : [new NightHandled(training.LastNight!.Value, next) { At = tick.At }];

        var handled = new NightHandled(TrainingSchedule.LatestNight(tick.At, rules.Zone, rules.At), next) { At = tick.At };

        // A first start registers the schedule; nothing was missed then, so nothing is caught up on.
        var catchUp = training.LastNight is not null && !training.Changes.IsEmpty && training.Running is null;
        return catchUp ? [handled, new TrainingDecided(TrainingCause.Nightly) { At = tick.At }] : [handled];
    }

    private static TrainingState End(TrainingState training, TrainingEnded ended)
    {
        var run = training.Running!;
        var succeeded = ended.Phase == TrainingPhase.Succeeded;
        var result = new TrainingResult { Cause = run.Cause, DecidedAt = run.DecidedAt, EndedAt = ended.At, Phase = ended.Phase, Message = ended.Message, Number = run.Number };
        return training with
        {
            Running = null,
            LastSuccessAt = succeeded ? ended.At : training.LastSuccessAt,
            Succeeded = succeeded ? run.Number ?? training.Succeeded : training.Succeeded,

            // A change that came while the training ran may not be in it.
            Changes = succeeded
                ? training.Changes.RemoveRange(run.Covers.Where(covered => training.Changes.GetValueOrDefault(covered.Key) <= covered.Value).Select(covered => covered.Key))
                : training.Changes,
            History = training.History.Insert(0, result) switch
            {
                { Count: > TrainingState.HistoryLength } full => full.RemoveAt(TrainingState.HistoryLength),
                var fits => fits,
            },
        };
    }
}
