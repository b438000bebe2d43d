using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Recognition;

namespace Atmosphere.Grains.People.Steps;

/// <summary>Takes an undone face out of the gallery, also when it is not known whether it ever got in.</summary>
internal sealed class RemoveFaceStep(IRecogniser recogniser, RecogniserAccess access)
{
    public async Task<EffectResult<PersonCommand>> PerformAsync(PersonState person, RemoveFace effect, EffectAttempt attempt, CancellationToken cancellationToken)
    {
        if (person.Faces.GetValueOrDefault(effect.FaceId) is not { Status: EnrolmentStatus.Leaving } face) return EffectResult<PersonCommand>.Done;
        if (person.GalleryPersonId is not { } galleryPersonId) return Removed(effect, attempt);
        if (await access.WaitForAsync<PersonCommand>(BudgetUse.Enrolment, 1) is { } wait) return wait;

        var persistedFaceId = face.PersistedFaceId;
        if (persistedFaceId is null)
        {
            var found = await recogniser.FindFaceAsync(galleryPersonId, FaceKey.Of(effect.FaceId, face.Round), cancellationToken);
            if (found.Kind == OutcomeKind.Refused || found is { IsDone: true, Value: null }) return Removed(effect, attempt);
            if (!found.IsDone) return EffectResult<PersonCommand>.Retry(found);
            persistedFaceId = found.Value;
        }

        var deleted = await recogniser.DeleteFaceAsync(galleryPersonId, persistedFaceId!, cancellationToken);
        return deleted switch
        {
            { IsDone: true } => Removed(effect, attempt),
            { Kind: OutcomeKind.Refused } => new EffectResult<PersonCommand>.Failed(OutcomeKind.Misconfigured, $"{deleted.Code}: {deleted.Reason}", null),
            _ => EffectResult<PersonCommand>.Retry(deleted),
        };
    }

    private static EffectResult<PersonCommand>.Performed Removed(RemoveFace effect, EffectAttempt attempt) =>
        new(new NoteFaceRemoved { At = attempt.Now, FaceId = effect.FaceId });
}
