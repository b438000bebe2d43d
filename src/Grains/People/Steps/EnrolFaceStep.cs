using Atmosphere.Grains.Forgetting;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Recognition;

namespace Atmosphere.Grains.People.Steps;

/// <summary>Adds an agreed face to the person in the gallery, once: our key travels with it.</summary>
internal sealed class EnrolFaceStep(IRecogniser recogniser, ICropStore crops, RecogniserAccess access, Tombstones stones)
{
    private static readonly TimeSpan PersonPatience = TimeSpan.FromSeconds(1);

    public async Task<EffectResult<PersonCommand>> PerformAsync(string personId, PersonState person, EnrolFace effect, EffectAttempt attempt, CancellationToken cancellationToken)
    {
        if (person.Faces.GetValueOrDefault(effect.FaceId) is not { Status: EnrolmentStatus.Wanted } face) return EffectResult<PersonCommand>.Done;
        if (person.GalleryPersonId is not { } galleryPersonId)
            return new EffectResult<PersonCommand>.Wait(PersonPatience, "waits for the person to be created in the gallery");
        if (await stones.IsForgottenAsync(personId)) return new EffectResult<PersonCommand>.Performed(new NoteStoneStands { At = attempt.Now });
        if (await crops.ReadAsync(CropKeys.ZoomIn(effect.FaceId), cancellationToken) is not { } zoomIn)
            return Refused(effect, face, "PictureGone", attempt);
        if (await access.WaitForAsync<PersonCommand>(BudgetUse.Enrolment, 1) is { } wait) return wait;

        var key = FaceKey.Of(effect.FaceId, face.Round);
        if (attempt.LookFirst)
        {
            var found = await recogniser.FindFaceAsync(galleryPersonId, key, cancellationToken);
            if (found.Kind == OutcomeKind.Refused) return PersonGone(galleryPersonId, attempt);
            if (!found.IsDone) return EffectResult<PersonCommand>.Retry(found);
            if (found.Value is { } known) return Added(effect, face, known, attempt);
        }

        var added = await recogniser.AddFaceAsync(galleryPersonId, zoomIn, face.FaceInZoomIn, key, cancellationToken);
        return added switch
        {
            { IsDone: true } => Added(effect, face, added.Value!, attempt),
            { Kind: OutcomeKind.Refused, Code: "PersonNotFound" } => PersonGone(galleryPersonId, attempt),
            { Kind: OutcomeKind.Refused } => Refused(effect, face, added.Code, attempt),
            _ => EffectResult<PersonCommand>.Retry(added),
        };
    }

    private static EffectResult<PersonCommand>.Performed Added(EnrolFace effect, Enrolment face, string persistedFaceId, EffectAttempt attempt) =>
        new(new NoteFaceAdded { At = attempt.Now, FaceId = effect.FaceId, Round = face.Round, PersistedFaceId = persistedFaceId });

    private static EffectResult<PersonCommand>.Performed Refused(EnrolFace effect, Enrolment face, string code, EffectAttempt attempt) =>
        new(new NoteFaceRefused { At = attempt.Now, FaceId = effect.FaceId, Round = face.Round, Code = code });

    private static EffectResult<PersonCommand>.Advanced PersonGone(string galleryPersonId, EffectAttempt attempt) =>
        new(new NoteGalleryPersonGone { At = attempt.Now, GalleryPersonId = galleryPersonId });
}

/// <summary>Our key of a face in the gallery, kept as its user data.</summary>
internal static class FaceKey
{
    public static string Of(string faceId, int round) => $"{faceId}/{round}";
}
