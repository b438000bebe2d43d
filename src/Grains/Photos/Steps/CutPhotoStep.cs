using System.Collections.Immutable;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Recognition;
using Atmosphere.Grains.Streams;

namespace Atmosphere.Grains.Photos.Steps;

/// <summary>
/// The original's DetectFaces, CreateRectangles and CreateZoomIn in one: prepare the upload, detect, cut, store. Everything it stores
/// has a key that follows from the photo, so a repeat overwrites.
/// </summary>
internal sealed class CutPhotoStep(ICropper cropper, IRecogniser recogniser, ICropStore crops, RecogniserAccess access, CuttingPlaces places, ReferenceRules references)
{
    /// <summary>The cropper takes no more at once; Azure reports no more either.</summary>
    private const int MostFaces = 100;

    public async Task<EffectResult<PhotoCommand>> PerformAsync(string photoId, PhotoState photo, EffectAttempt attempt, CancellationToken cancellationToken)
    {
        if (photo.Status != PhotoStatus.Waiting) return EffectResult<PhotoCommand>.Done;
        using var place = await places.TakeAsync(cancellationToken);
        if (await crops.ReadAsync(CropKeys.Upload(photoId), cancellationToken) is not { } upload) return Unusable(attempt, "The upload is no longer stored.");

        if (await access.WaitForAsync<PhotoCommand>(BudgetUse.Identification, 1) is { } wait) return wait;

        var prepared = await cropper.PrepareAsync(upload, cancellationToken);
        if (prepared.Kind == OutcomeKind.Refused) return Unusable(attempt, $"{prepared.Code}: {prepared.Reason}");
        if (!prepared.IsDone) return EffectResult<PhotoCommand>.Retry(prepared);
        var jpeg = prepared.Value!.Jpeg;

        var detected = await recogniser.DetectAsync(jpeg, cancellationToken);
        if (detected.Kind == OutcomeKind.Refused) return Unusable(attempt, $"{detected.Code}: {detected.Reason}");
        if (!detected.IsDone) return EffectResult<PhotoCommand>.Retry(detected);

        // Before anything is cut: whoever else is on the photo is nobody's business.
        if (photo.ReferenceOf is not null && RefuseReference(detected.Value) is { } refusal) return Unusable(attempt, refusal, detected.Value.Length);

        var boxes = detected.Value.Take(MostFaces).Select(face => face.Box).ToImmutableArray();
        if (boxes.IsEmpty) return new EffectResult<PhotoCommand>.Performed(new NotePhotoCut { At = attempt.Now });

        var cut = await cropper.CutAsync(jpeg, boxes, cancellationToken);
        if (cut.Kind == OutcomeKind.Refused) return Unusable(attempt, $"{cut.Code}: {cut.Reason}");
        if (!cut.IsDone) return EffectResult<PhotoCommand>.Retry(cut);

        await crops.SaveAsync(CropKeys.Photo(photoId), jpeg, cancellationToken);
        var faces = ImmutableList.CreateBuilder<FaceArrived>();
        for (var index = 0; index < boxes.Length; index++)
        {
            var faceId = PhotoId.Face(photoId, index);
            await crops.SaveAsync(CropKeys.Crop(faceId), cut.Value[index].Crop, cancellationToken);
            await crops.SaveAsync(CropKeys.ZoomIn(faceId), cut.Value[index].ZoomIn, cancellationToken);
            faces.Add(new()
            {
                FaceId = faceId,
                PhotoId = photoId,
                CameraId = photo.CameraId,
                Rectangle = boxes[index],
                FaceInZoomIn = cut.Value[index].FaceInZoomIn,
                TakenAt = photo.AcceptedAt!.Value,
                ReferenceOf = photo.ReferenceOf,
                ReferenceBy = photo.ReferenceBy,
            });
        }

        return new EffectResult<PhotoCommand>.Performed(new NotePhotoCut { At = attempt.Now, Faces = faces.ToImmutable() });
    }

    /// <summary>What a gallery learns from a reference photo nobody looks at again, so it has to show one person well.</summary>
    private string? RefuseReference(ImmutableArray<DetectedFace> faces) => faces switch
    {
        [] => "The photo shows no face; a reference photo shows exactly one.",
        [_, _, ..] => $"The photo shows {faces.Length} faces; a reference photo shows exactly one.",
        [{ Quality: FaceQuality.Low }] => "The face is too blurred, too dark or too far turned away to learn from.",
        [var face] when Math.Min(face.Box.Width, face.Box.Height) < references.MinimumSide =>
            $"The face is too small to learn from: {face.Box.Width} × {face.Box.Height} pixels, and at least {references.MinimumSide} are needed.",
        _ => null,
    };

    private static EffectResult<PhotoCommand>.Performed Unusable(EffectAttempt attempt, string reason, int? facesFound = null) =>
        new(new NotePhotoUnusable { At = attempt.Now, Reason = reason, FacesFound = facesFound });
}

/// <param name="MinimumSide">Pixels of a face that is learnt from without anybody's looking.</param>
internal sealed record ReferenceRules(int MinimumSide);
