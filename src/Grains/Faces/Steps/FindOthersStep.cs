using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Recognition;
using Atmosphere.Grains.Strangers;

namespace Atmosphere.Grains.Faces.Steps;

/// <summary>Asks whether the same unknown person is asked about already, and if so, whether this picture would add anything to a gallery.</summary>
internal sealed class FindOthersStep(IGrainFactory grains, IRecogniser recogniser, RecogniserAccess access, PromptRules prompts, DuplicateRules rules)
{
    public async Task<EffectResult<FaceCommand>> PerformAsync(string faceId, FaceState face, EffectAttempt attempt, CancellationToken cancellationToken)
    {
        if (face.Together.IsPlaced || face.Status != FaceStatus.Asking) return EffectResult<FaceCommand>.Done;
        var answer = await grains.GetGrain<IStrangersGrain>(prompts.Channel).Join(new()
        {
            FaceId = faceId,
            DetectedFaceId = face.Sighting!.DetectedFaceId,
            PhotoId = face.Source!.PhotoId,
            Quality = face.Sighting.Quality,
            SuggestedPersonId = face.Suggestion?.PersonId,
        });
        if (answer.LeadFaceId is not { } lead) return new EffectResult<FaceCommand>.Wait(answer.Wait, "waits to be compared with other unknown faces");
        if (lead == faceId) return new EffectResult<FaceCommand>.Performed(new NoteAlone { At = attempt.Now });
        if (face.Sighting.Quality == FaceQuality.Low) return Follows(lead, addsNothing: true, attempt);

        if (await access.WaitForAsync<FaceCommand>(BudgetUse.Identification, Math.Max(1, answer.Alike.Length)) is { } wait) return wait;
        foreach (var other in answer.Alike)
        {
            var likeness = await recogniser.CompareAsync(face.Sighting.DetectedFaceId, other, cancellationToken);

            // Too old to be compared, so nobody knows what it would add.
            if (likeness.Kind is OutcomeKind.Expired or OutcomeKind.Refused) return Follows(lead, addsNothing: true, attempt);
            if (!likeness.IsDone) return EffectResult<FaceCommand>.Retry(likeness);
            if (likeness.Value >= rules.DuplicateAbove) return Follows(lead, addsNothing: true, attempt);
        }

        return Follows(lead, addsNothing: false, attempt);
    }

    private static EffectResult<FaceCommand>.Performed Follows(string lead, bool addsNothing, EffectAttempt attempt) =>
        new(new NoteFollows { At = attempt.Now, LeadFaceId = lead, AddsNothing = addsNothing });
}

/// <param name="DuplicateAbove">From this confidence on, two faces of one person are pictures of one moment.</param>
internal sealed record DuplicateRules(double DuplicateAbove);
