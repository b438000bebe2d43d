using Atmosphere.Grains.Forgetting;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.People;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Recognition;

namespace Atmosphere.Grains.Faces.Steps;

/// <summary>
/// What voting would have settled about a reference photo: that its person is a person, and not a bot or gone. And what comparing unknown
/// faces would have: whether the gallery has a near duplicate.
/// </summary>
internal sealed class CheckReferenceStep(PersonDirectory people, IRecogniser recogniser, ICropStore crops, RecogniserAccess access, DuplicateRules rules, Tombstones stones)
{
    /// <summary>Detect, identify, look up the person's key.</summary>
    private const int Calls = 3;

    public async Task<EffectResult<FaceCommand>> PerformAsync(string faceId, FaceState face, EffectAttempt attempt, CancellationToken cancellationToken)
    {
        if (face is not { Status: FaceStatus.Detected, ReferenceOf: { } personId }) return EffectResult<FaceCommand>.Done;
        if (await stones.IsForgottenAsync(personId)) return Refused(attempt, "This person can't be tagged.");
        var user = await people.FindAsync(personId, cancellationToken);
        if (user.Kind == OutcomeKind.Refused) return Refused(attempt, "Slack does not know this person.");
        if (!user.IsDone) return EffectResult<FaceCommand>.Retry(user);
        if (user.Value!.IsBot) return Refused(attempt, "This is a bot, and only people can be tagged.");
        if (user.Value.IsDeactivated) return Refused(attempt, "This account is deactivated.");

        if (await crops.ReadAsync(CropKeys.ZoomIn(faceId), cancellationToken) is not { } zoomIn) return Refused(attempt, "The picture is no longer stored.");
        if (await access.WaitForAsync<FaceCommand>(BudgetUse.Identification, Calls) is { } wait) return wait;
        var detected = await recogniser.DetectAsync(zoomIn, cancellationToken);
        if (detected.Kind == OutcomeKind.Refused) return Refused(attempt, $"The recogniser can't read the picture ({detected.Code}).");
        if (!detected.IsDone) return EffectResult<FaceCommand>.Retry(detected);
        var box = face.Source!.FaceInZoomIn;
        var found = detected.Value.MaxBy(candidate => candidate.Box.Overlap(box));
        if (found is null || found.Box.Overlap(box) < IdentifyFaceStep.SameFace) return Refused(attempt, "The recogniser finds no face on the picture.");

        var identified = await recogniser.IdentifyAsync(found.DetectedFaceId, rules.DuplicateAbove, cancellationToken);
        if (!identified.IsDone) return EffectResult<FaceCommand>.Retry(identified);
        if (identified.Value is not { } candidate || candidate.Confidence < rules.DuplicateAbove) return Checked(attempt, addsNothing: false);
        var known = await recogniser.FindPersonKeyAsync(candidate.GalleryPersonId, cancellationToken);
        return known.IsDone ? Checked(attempt, addsNothing: known.Value == personId) : EffectResult<FaceCommand>.Retry(known);
    }

    private static EffectResult<FaceCommand>.Performed Checked(EffectAttempt attempt, bool addsNothing) =>
        new(new NoteReferenceChecked { At = attempt.Now, AddsNothing = addsNothing });

    private static EffectResult<FaceCommand>.Performed Refused(EffectAttempt attempt, string refusal) =>
        new(new NoteReferenceChecked { At = attempt.Now, Refusal = refusal });
}
