using Atmosphere.Grains.Channels;
using Atmosphere.Grains.Owing;

namespace Atmosphere.Grains.Faces.Steps;

/// <summary>Gives the channel its place back.</summary>
internal sealed class ReleaseSlotStep(IGrainFactory grains, PromptRules rules)
{
    public async Task<EffectResult<FaceCommand>> PerformAsync(string faceId, FaceState face)
    {
        // A new round began meanwhile: the place is in use again.
        if (face.Status == FaceStatus.Asking) return EffectResult<FaceCommand>.Done;
        await grains.GetGrain<IChannelGrain>(rules.Channel).Release(faceId);
        return EffectResult<FaceCommand>.Done;
    }
}
