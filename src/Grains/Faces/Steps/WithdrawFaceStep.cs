using Atmosphere.Grains.Owing;
using Atmosphere.Grains.People;

namespace Atmosphere.Grains.Faces.Steps;

/// <summary>Takes an undone face out of the person's gallery: the person has it on disk when the call returns.</summary>
internal sealed class WithdrawFaceStep(IGrainFactory grains)
{
    public async Task<EffectResult<FaceCommand>> PerformAsync(string faceId, WithdrawFace effect)
    {
        await grains.GetGrain<IPersonGrain>(effect.PersonId).Withdraw(faceId, effect.Round);
        return EffectResult<FaceCommand>.Done;
    }
}
