using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Recognition;

namespace Atmosphere.Grains.Training.Steps;

/// <summary>The original's StartTraining. It starts the training, then comes back until the recogniser says how it ended.</summary>
internal sealed class StartTrainingStep(IRecogniser recogniser, RecogniserAccess access)
{
    /// <summary>Start or look; and if it has failed, whether there was anything to learn from. Asked for at once: one that is spent on looking again and again would leave none for that.</summary>
    private const int Calls = 2;

    /// <summary>Between two looks: small galleries train in seconds, a million persons take half an hour.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan SeldomLook = TimeSpan.FromSeconds(15);

    private const string NothingToLearn = "Nobody in the gallery has a face: there is nothing to learn.";

    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    public async Task<EffectResult<TrainingCommand>> PerformAsync(TrainingState training, EffectAttempt attempt, CancellationToken cancellationToken)
    {
        if (training.Running is not { } run) return EffectResult<TrainingCommand>.Done;
        if (await access.WaitForAsync<TrainingCommand>(BudgetUse.Enrolment, Calls) is { } wait) return wait;
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
            { Kind: OutcomeKind.Refused } => await FailedAsync($"{train.Code}: {train.Reason}", attempt, cancellationToken),
            _ => EffectResult<TrainingCommand>.Retry(train),
        };
    }

    private async Task<EffectResult<TrainingCommand>> WatchAsync(DateTimeOffset startedAt, EffectAttempt attempt, CancellationToken cancellationToken)
    {
        var status = await recogniser.GetTrainingAsync(cancellationToken);
        return status switch
        {
            { IsDone: true, Value.Phase: TrainingPhase.Succeeded } => Ended(attempt, TrainingPhase.Succeeded, status.Value!.Message),
            { IsDone: true, Value.Phase: TrainingPhase.Failed } => await FailedAsync(status.Value!.Message, attempt, cancellationToken),
            { IsDone: true } => new EffectResult<TrainingCommand>.Wait(attempt.Now - startedAt < Soon ? Look : SeldomLook, "waits for the recogniser to finish"),
            { Kind: OutcomeKind.Refused } => await FailedAsync($"{status.Code}: {status.Reason}", attempt, cancellationToken),
            _ => EffectResult<TrainingCommand>.Retry(status),
        };
    }

    /// <summary>
    /// A gallery in which nobody has a face can't be trained, however often it is tried. It knows nobody: the local service has just
    /// withdrawn its model, and whoever a model of Azure's takes a face for is looked up in the gallery.
    /// </summary>
    private async Task<EffectResult<TrainingCommand>> FailedAsync(string why, EffectAttempt attempt, CancellationToken cancellationToken)
    {
        var hasFaces = await recogniser.HasFacesAsync(cancellationToken);
        if (!hasFaces.IsDone && hasFaces.Kind != OutcomeKind.Refused) return EffectResult<TrainingCommand>.Retry(hasFaces);
        return hasFaces is { IsDone: true, Value: false } ? Ended(attempt, TrainingPhase.Succeeded, NothingToLearn) : Ended(attempt, TrainingPhase.Failed, why);
    }

    private static EffectResult<TrainingCommand>.Advanced Started(EffectAttempt attempt) => new(new NoteTrainingStarted { At = attempt.Now });

    private static EffectResult<TrainingCommand>.Performed Ended(EffectAttempt attempt, TrainingPhase phase, string message) =>
        new(new NoteTrainingEnded { At = attempt.Now, Phase = phase, Message = message });
}
