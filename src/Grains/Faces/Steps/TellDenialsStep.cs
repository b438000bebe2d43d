using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Strangers;

namespace Atmosphere.Grains.Faces.Steps;

/// <summary>Tells those who compare unknown faces whom this one was taken for and does not show, as that stands now.</summary>
internal sealed class TellDenialsStep(IGrainFactory grains, PromptRules rules)
{
    public async Task<EffectResult<FaceCommand>> PerformAsync(string faceId, FaceState face)
    {
        if (face.Sighting is not { } sighting) return EffectResult<FaceCommand>.Done;
        await grains.GetGrain<IStrangersGrain>(rules.Channel).Deny(new()
        {
            Face = new() { FaceId = faceId, DetectedFaceId = sighting.DetectedFaceId, PhotoId = face.Source!.PhotoId, Quality = sighting.Quality },
            PersonIds = face.Excluded,
            SeenAt = face.DetectedAt,
        });
        return EffectResult<FaceCommand>.Done;
    }
}
