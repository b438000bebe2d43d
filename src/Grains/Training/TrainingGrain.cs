using System.Collections.Immutable;
using Atmosphere.Grains.Auditing;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Training.Steps;

namespace Atmosphere.Grains.Training;

/// <summary>The shell around <see cref="TrainingDecider"/>.</summary>
internal sealed class TrainingGrain(
    [PersistentState(WellKnownNames.States.Training, WellKnownNames.Storage)] IPersistentState<TrainingState> store,
    OwingServices services,
    TrainingRules rules,
    StartTrainingStep start,
    WriteAuditStep audit)
    : OwingGrain<TrainingState, TrainingCommand, TrainingEvent, TrainingEffect>(store, services), ITrainingGrain
{
    public Task NoteChange(string personId, long change) =>
        HandleAsync(new NoteGalleryChange { At = Time.GetUtcNow(), PersonId = personId, Change = change });

    public Task EnsureScheduled() => ReceiveReminder(WellKnownNames.DueReminder, default);

    public async Task<TrainNowAnswer> TrainNow(string actor)
    {
        var answer = TrainingDecider.Judge(State);
        await HandleAsync(new TrainOnDemand { At = Time.GetUtcNow(), Actor = actor });
        return answer;
    }

    public Task<TrainingView> GetView() => Task.FromResult(new TrainingView
    {
        ChangedPeople = State.Changes.Count,
        Running = State.Running,
        LastSuccessAt = State.LastSuccessAt,
        NextScheduledAt = State.NextNightAt,
        History = State.History,
        Owed = ViewOwed(),
        Decided = State.Decided ?? 0,
        Succeeded = State.Succeeded ?? 0,
    });

    public Task EffectDone(EffectReport<TrainingCommand> report) => SettleAsync(report);

    protected override ImmutableArray<TrainingEvent> Decide(TrainingState state, TrainingCommand command) => TrainingDecider.Decide(state, command, rules);

    protected override TrainingState Evolve(TrainingState state, TrainingEvent happened) => TrainingDecider.Evolve(state, happened);

    protected override TrainingCommand Tick(DateTimeOffset now) => new TrainingTick { At = now };

    protected override Task<EffectResult<TrainingCommand>> PerformAsync(
        TrainingState snapshot, TrainingEffect effect, EffectAttempt attempt, CancellationToken cancellationToken) => effect switch
        {
            StartTraining => start.PerformAsync(snapshot, attempt, cancellationToken),
            AuditTraining demand => audit.PerformAsync<TrainingCommand>(demand.Entry with { Source = $"training/{Key}" }, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(effect), effect.GetType().Name, "No step for this effect."),
        };

    protected override Task ReportAsync(EffectReport<TrainingCommand> report) => GrainFactory.GetGrain<ITrainingGrain>(Key).EffectDone(report);
}
