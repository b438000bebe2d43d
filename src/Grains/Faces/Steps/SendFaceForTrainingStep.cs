using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Streams;

namespace Atmosphere.Grains.Faces.Steps;

/// <summary>The original's SendFaceForTraining: tells the person. A publish is no acknowledgement, so it repeats until the gallery has answered.</summary>
internal sealed class SendFaceForTrainingStep(StreamPublisher streams, StreamRules rules)
{
    public async Task<EffectResult<FaceCommand>> PerformAsync(string faceId, FaceState face)
    {
        if (face.Status != FaceStatus.Agreed) return EffectResult<FaceCommand>.Done;
        await streams.PublishAsync(WellKnownNames.Streams.FaceTagged, face.PersonId!, new FaceTagged
        {
            FaceId = faceId,
            Round = face.Round,
            PersonId = face.PersonId!,
            FaceInZoomIn = face.Source!.FaceInZoomIn,
        });
        return new EffectResult<FaceCommand>.Wait(rules.RepublishAfter, "waits for the gallery's answer");
    }
}
