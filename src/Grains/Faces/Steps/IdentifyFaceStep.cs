using Atmosphere.Grains.Forgetting;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Recognition;
using Atmosphere.Grains.Strangers;

namespace Atmosphere.Grains.Faces.Steps;

/// <summary>The original's IdentifyFace: detect on the zoom-in, then ask the gallery who it is.</summary>
internal sealed class IdentifyFaceStep(
    IGrainFactory grains, IRecogniser recogniser, ICropStore crops, RecogniserAccess access, IdentificationRules rules, PromptRules prompts, StrangersRules strangers, Tombstones stones)
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

        if (candidate.Confidence < rules.Threshold) return NotIdentified(attempt, sighting, new() { PersonId = personId, Confidence = candidate.Confidence });
        return await AskIfDeniedAsync(personId, candidate.Confidence, sighting, attempt, cancellationToken)
            ?? new EffectResult<FaceCommand>.Performed(new NoteIdentified { At = attempt.Now, PersonId = personId, Confidence = candidate.Confidence, Sighting = sighting });
    }

    /// <summary>
    /// Who looks like somebody in the gallery is announced as them with every picture. Once people have said of one of those that it is
    /// somebody else, what is at least as much like that one is asked about, together with it.
    /// </summary>
    /// <returns>Null when nothing speaks against the announcement.</returns>
    private async Task<EffectResult<FaceCommand>?> AskIfDeniedAsync(string personId, double confidence, Sighting sighting, EffectAttempt attempt, CancellationToken cancellationToken)
    {
        if (strangers.Within == TimeSpan.Zero) return null;
        var denied = await grains.GetGrain<IStrangersGrain>(prompts.Channel).ListDenied(personId);
        if (denied.IsEmpty) return null;
        if (await access.WaitForAsync<FaceCommand>(BudgetUse.Identification, denied.Length) is { } wait) return wait;
        foreach (var other in denied)
        {
            var likeness = await recogniser.CompareAsync(sighting.DetectedFaceId, other, cancellationToken);

            // The other one may be too old to be compared.
            if (likeness.Kind is OutcomeKind.Expired or OutcomeKind.Refused) continue;
            if (!likeness.IsDone) return EffectResult<FaceCommand>.Retry(likeness);
            if (likeness.Value >= confidence) return NotIdentified(attempt, sighting);
        }

        return null;
    }

    private static EffectResult<FaceCommand>.Performed NotIdentified(EffectAttempt attempt, Sighting sighting, Suggestion? suggestion = null) =>
        new(new NoteNotIdentified { At = attempt.Now, Suggestion = suggestion, Sighting = sighting });

    private static EffectResult<FaceCommand>.Performed Unusable(EffectAttempt attempt, string reason) =>
        new(new NoteUnusable { At = attempt.Now, Reason = reason });
}

/// <param name="Threshold">Least confidence, 0 to 1.</param>
/// <param name="AskAbove">From here to the threshold people are asked "Is this X?".</param>
internal sealed record IdentificationRules(double Threshold, double AskAbove);
