using System.Collections.Immutable;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Retention;

/// <summary>Every decision about when to delete, and how far that has come. Pure.</summary>
internal static class RetentionDecider
{
    /// <summary>Between two runs, and from the first start to the first run: time for a look at what it would delete.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromDays(1);

    public static ImmutableArray<RetentionEvent> Decide(RetentionState retention, RetentionCommand command, RetentionRules rules) => command switch
    {
        RetentionTick tick => Tick(retention, tick, rules),
        RetainOnDemand demand => Judge(retention, rules) == RetentionAnswer.Started ? [new SweepBegun(demand.Actor) { At = demand.At }] : [],
        NoteSwept swept => retention.Running is { } run && run.Stage == swept.Stage && run.Cursor == swept.From
            ? [new PageSwept(swept.To, swept.Deleted) { At = swept.At }, .. swept.IsLast ? [new StageEnded { At = swept.At }] : ImmutableArray<RetentionEvent>.Empty]
            : [],
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No decision for this command."),
    };

    /// <summary>What "run now" comes to.</summary>
    public static RetentionAnswer Judge(RetentionState retention, RetentionRules rules) =>
        retention.Running is not null ? RetentionAnswer.AlreadyRunning
        : rules.KeepsAll ? RetentionAnswer.NothingIsLimited
        : RetentionAnswer.Started;

    /// <summary>The state after an event, with the effects that it owes.</summary>
    public static RetentionState Evolve(RetentionState retention, RetentionEvent happened) => happened switch
    {
        RetentionScheduled scheduled => retention with { NextAt = scheduled.NextAt },
        SweepBegun begun => Begin(retention, begun),
        PageSwept swept => retention with { Running = Count(retention.Running!, swept) },
        StageEnded { At: var at } => retention.Running! switch
        {
            { Stage: RetentionStage.Audit } run => retention with { Running = null, Last = run with { EndedAt = at, Cursor = "" } },
            var run => retention with { Running = run with { Stage = run.Stage + 1, Cursor = "" } },
        },
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened.GetType().Name, "No evolution for this event."),
    };

    private static ImmutableArray<RetentionEvent> Tick(RetentionState retention, RetentionTick tick, RetentionRules rules)
    {
        if (rules.KeepsAll) return retention.NextAt is null ? [] : [new RetentionScheduled(null) { At = tick.At }];
        if (tick.At < retention.NextAt) return [];

        var next = new RetentionScheduled(tick.At + Period) { At = tick.At };
        return retention.NextAt is null || retention.Running is not null ? [next] : [next, new SweepBegun(Actors.Rule) { At = tick.At }];
    }

    private static RetentionState Begin(RetentionState retention, SweepBegun begun)
    {
        var next = retention with { Running = new() { BegunAt = begun.At, By = begun.By }, Owed = retention.Owed.Owe(new Sweep(), begun.At) };
        if (begun.By == Actors.Rule) return next;

        var entry = new AuditEntry { Source = IRetentionGrain.OnlyKey, Index = retention.Version + 1, At = begun.At, Action = "retention-demanded", Actor = begun.By };
        return next with { Owed = next.Owed.Owe(new AuditRetention { Entry = entry }, begun.At) };
    }

    private static RetentionRun Count(RetentionRun run, PageSwept swept) => run.Stage switch
    {
        RetentionStage.Photos => run with { Cursor = swept.Cursor, Photos = run.Photos + swept.Deleted },
        RetentionStage.Crops => run with { Cursor = swept.Cursor, Faces = run.Faces + swept.Deleted },
        RetentionStage.Audit => run with { Cursor = swept.Cursor, AuditEntries = run.AuditEntries + swept.Deleted },
        _ => throw new ArgumentOutOfRangeException(nameof(run), run.Stage, "No such stage."),
    };
}
