using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Webhooks;

namespace Atmosphere.Grains.Faces.Steps;

/// <summary>Hands a message to the grain that sends it: it has it on disk when the call returns.</summary>
internal sealed class TellWebhookStep(IGrainFactory grains)
{
    public async Task<EffectResult<FaceCommand>> PerformAsync(string faceId, TellWebhook effect)
    {
        await grains.GetGrain<IWebhookGrain>(faceId).Send(effect.Message);
        return EffectResult<FaceCommand>.Done;
    }
}
