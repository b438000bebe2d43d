using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Strangers;

namespace Atmosphere.Grains.Faces.Steps;

/// <summary>Tells those who compare unknown faces that this one is somebody else.</summary>
internal sealed class LeaveOthersStep(IGrainFactory grains, PromptRules rules)
{
    public async Task<EffectResult<FaceCommand>> PerformAsync(string faceId)
    {
        await grains.GetGrain<IStrangersGrain>(rules.Channel).Leave(faceId);
        return EffectResult<FaceCommand>.Done;
    }
}
