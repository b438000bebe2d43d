using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Strangers;
using Atmosphere.Grains.Streams;

namespace Atmosphere.Grains.Faces.Steps;

/// <summary>Clears away what there was of a face whose person asked to be forgotten.</summary>
internal sealed class ForgettingSteps(IGrainFactory grains, ISlack slack, ICropStore crops, StreamPublisher streams, StreamRules rules, PromptRules prompts)
{
    public async Task<EffectResult<FaceCommand>> DeletePicturesAsync(string faceId, FaceState face, CancellationToken cancellationToken)
    {
        if (face.Status != FaceStatus.Forgotten) return EffectResult<FaceCommand>.Done;
        await crops.DeleteAsync(CropKeys.Crop(faceId), cancellationToken);
        await crops.DeleteAsync(CropKeys.ZoomIn(faceId), cancellationToken);
        return EffectResult<FaceCommand>.Done;
    }

    /// <summary>One after the other; those that are gone are struck off together.</summary>
    public async Task<EffectResult<FaceCommand>> DeleteSlackFilesAsync(FaceState face, EffectAttempt attempt, CancellationToken cancellationToken)
    {
        if (face.SlackFiles.IsEmpty) return EffectResult<FaceCommand>.Done;
        foreach (var fileId in face.SlackFiles)
        {
            var deleted = await slack.DeletePictureAsync(fileId, cancellationToken);
            if (deleted.IsDone) continue;
            return deleted.Kind == OutcomeKind.Refused
                ? new EffectResult<FaceCommand>.Failed(OutcomeKind.Misconfigured, $"{deleted.Code}: {deleted.Reason}", null)
                : EffectResult<FaceCommand>.Retry(deleted);
        }

        return new EffectResult<FaceCommand>.Performed(new NoteSlackFilesDeleted { At = attempt.Now, FileIds = face.SlackFiles });
    }

    /// <summary>A publish is no acknowledgement, so it repeats until the photo has answered: see <see cref="IFaceGrain.PhotoForgot"/>.</summary>
    public async Task<EffectResult<FaceCommand>> TellPhotoAsync(string faceId, FaceState face)
    {
        if (face.Status != FaceStatus.Forgotten) return EffectResult<FaceCommand>.Done;
        var photoId = face.Source!.PhotoId;
        await streams.PublishAsync(WellKnownNames.Streams.FaceForgotten, photoId, new FaceIsForgotten { FaceId = faceId, PhotoId = photoId });
        return new EffectResult<FaceCommand>.Wait(rules.RepublishAfter, "waits for the photo");
    }

    public async Task<EffectResult<FaceCommand>> ForgetStrangerAsync(string faceId)
    {
        await grains.GetGrain<IStrangersGrain>(prompts.Channel).Forget(faceId);
        return EffectResult<FaceCommand>.Done;
    }
}
