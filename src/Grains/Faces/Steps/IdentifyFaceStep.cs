using Atmosphere.Grains.Forgetting;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Recognition;

namespace Atmosphere.Grains.Faces.Steps;

/// <summary>The original's IdentifyFace: detect on the zoom-in, then ask the gallery who it is.</summary>
internal sealed class IdentifyFaceStep(IRecogniser recogniser, ICropStore crops, RecogniserAccess access, IdentificationRules rules, Tombstones stones)
{
    /// <summary>Least overlap (intersection over union) of the detected box with the cut one: two detections of one face on differently scaled pictures, never a neighbour.</summary>
    public const double SameFace = 0.3;

    /// <summary>Detect, identify, look up the person's key.</summary>
    private const int Calls = 3;

    public async Task<EffectResult<FaceCommand>> PerformAsync(string faceId, FaceState face, EffectAttempt attempt, CancellationToken cancellationToken)
    {
        if (face.Status != FaceStatus.Detected) return EffectResult<FaceCommand>.Done;
        if (await crops.ReadAsync(CropKeys.ZoomIn(faceId), cancellationToken) is not { } zoomIn)
            return Unusable(attempt, "The picture is no longer stored.");
        if (await access.WaitForAsync<FaceCommand>(BudgetUse.Identification, Calls) is { } wait) return wait;

        var detected = await recogniser.DetectAsync(zoomIn, cancellationToken);
        if (detected.Kind == OutcomeKind.Refused) return Unusable(attempt, $"The recogniser can't read the picture ({detected.Code}).");
        if (!detected.IsDone) return EffectResult<FaceCommand>.Retry(detected);

        var box = face.Source!.FaceInZoomIn;
        var found = detected.Value.MaxBy(candidate => candidate.Box.Overlap(box));
        if (found is null || found.Box.Overlap(box) < SameFace) return Unusable(attempt, "The recogniser finds no face on the picture.");

        var identified = await recogniser.IdentifyAsync(found.DetectedFaceId, rules.AskAbove, cancellationToken);
        if (!identified.IsDone) return EffectResult<FaceCommand>.Retry(identified);
        var sighting = new Sighting { DetectedFaceId = found.DetectedFaceId, Quality = found.Quality };
        if (identified.Value is not { } candidate) return NotIdentified(attempt, sighting);

        var person = await recogniser.FindPersonKeyAsync(candidate.GalleryPersonId, cancellationToken);
        if (!person.IsDone) return EffectResult<FaceCommand>.Retry(person);
        if (person.Value is not { } personId || face.Excluded.Contains(personId)) return NotIdentified(attempt, sighting);
        if (await stones.IsForgottenAsync(personId))
        {
            // Until the model has forgotten her, too.
            return candidate.Confidence >= rules.Threshold ? new EffectResult<FaceCommand>.Performed(new NoteIsForgotten { At = attempt.Now }) : NotIdentified(attempt, sighting);
        }

        return candidate.Confidence >= rules.Threshold
            ? new EffectResult<FaceCommand>.Performed(new NoteIdentified { At = attempt.Now, PersonId = personId, Confidence = candidate.Confidence })
            : NotIdentified(attempt, sighting, new() { PersonId = personId, Confidence = candidate.Confidence });
    }

    private static EffectResult<FaceCommand>.Performed NotIdentified(EffectAttempt attempt, Sighting sighting, Suggestion? suggestion = null) =>
        new(new NoteNotIdentified { At = attempt.Now, Suggestion = suggestion, Sighting = sighting });

    private static EffectResult<FaceCommand>.Performed Unusable(EffectAttempt attempt, string reason) =>
        new(new NoteUnusable { At = attempt.Now, Reason = reason });
}

/// <param name="Threshold">Least confidence, 0 to 1.</param>
/// <param name="AskAbove">From here to the threshold people are asked "Is this X?".</param>
internal sealed record IdentificationRules(double Threshold, double AskAbove);
