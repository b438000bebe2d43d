using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Streams;

namespace Atmosphere.Grains.Faces.Steps;

/// <summary>Tells the lead of this face. A publish is no acknowledgement, so it repeats until the lead has told how it stands.</summary>
internal sealed class FollowLeadStep(StreamPublisher streams, StreamRules rules)
{
    public async Task<EffectResult<FaceCommand>> PerformAsync(string faceId, FaceState face)
    {
        if (face is not { Status: FaceStatus.Following, LeadFaceId: { } lead }) return EffectResult<FaceCommand>.Done;
        await streams.PublishAsync(WellKnownNames.Streams.FaceFollows, lead, new FaceFollows { FaceId = faceId, LeadFaceId = lead });
        return new EffectResult<FaceCommand>.Wait(rules.RepublishAfter, "waits for the face that is asked about for both");
    }
}
