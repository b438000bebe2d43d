using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Recognition;

namespace Atmosphere.Grains.Training.Steps;

/// <summary>The original's StartTraining. It starts the training, then comes back until the recogniser says how it ended.</summary>
internal sealed class StartTrainingStep(IRecogniser recogniser, RecogniserAccess access)
{
    /// <summary>Between two looks: small galleries train in seconds, a million persons take half an hour.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan SeldomLook = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    public async Task<EffectResult<TrainingCommand>> PerformAsync(TrainingState training, EffectAttempt attempt, CancellationToken cancellationToken)
    {
        if (training.Running is not { } run) return EffectResult<TrainingCommand>.Done;
        if (await access.WaitForAsync<TrainingCommand>(BudgetUse.Enrolment, 1) is { } wait) return wait;
        return run.StartedAt is { } startedAt
            ? await WatchAsync(startedAt, attempt, cancellationToken)
            : await StartAsync(run, attempt, cancellationToken);
    }

    private async Task<EffectResult<TrainingCommand>> StartAsync(TrainingRun run, EffectAttempt attempt, CancellationToken cancellationToken)
    {
        if (attempt.LookFirst)
        {
            // Nobody else starts trainings of this gallery: one that is younger than the decision is ours.
            var status = await recogniser.GetTrainingAsync(cancellationToken);
            if (status is { IsDone: false, Kind: not OutcomeKind.Refused }) return EffectResult<TrainingCommand>.Retry(status);
            if (status.Value?.CreatedAt >= run.DecidedAt) return Started(attempt);
        }

        // Busy: a training runs that may have begun before our last change. It ends, and then ours begins.
        var train = await recogniser.TrainAsync(cancellationToken);
        return train switch
        {
            { IsDone: true } => Started(attempt),
            { Kind: OutcomeKind.Refused } => Ended(attempt, TrainingPhase.Failed, $"{train.Code}: {train.Reason}"),
            _ => EffectResult<TrainingCommand>.Retry(train),
        };
    }

    private async Task<EffectResult<TrainingCommand>> WatchAsync(DateTimeOffset startedAt, EffectAttempt attempt, CancellationToken cancellationToken)
    {
        var status = await recogniser.GetTrainingAsync(cancellationToken);
        return status switch
        {
            { IsDone: true, Value.Phase: TrainingPhase.Succeeded or TrainingPhase.Failed } => Ended(attempt, status.Value!.Phase, status.Value.Message),
            { IsDone: true } => new EffectResult<TrainingCommand>.Wait(attempt.Now - startedAt < Soon ? Look : SeldomLook, "waits for the recogniser to finish"),
            { Kind: OutcomeKind.Refused } => Ended(attempt, TrainingPhase.Failed, $"{status.Code}: {status.Reason}"),
            _ => EffectResult<TrainingCommand>.Retry(status),
        };
    }

    private static EffectResult<TrainingCommand>.Advanced Started(EffectAttempt attempt) => new(new NoteTrainingStarted { At = attempt.Now });

    private static EffectResult<TrainingCommand>.Performed Ended(EffectAttempt attempt, TrainingPhase phase, string message) =>
        new(new NoteTrainingEnded { At = attempt.Now, Phase = phase, Message = message });
}
