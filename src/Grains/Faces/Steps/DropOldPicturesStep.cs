using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Faces.Steps;

/// <summary>Deletes the pictures of a face. What is gone already is a success.</summary>
internal sealed class DropOldPicturesStep(ICropStore crops)
{
    public async Task<EffectResult<FaceCommand>> PerformAsync(string faceId, CancellationToken cancellationToken)
    {
        await crops.DeleteAsync(CropKeys.Crop(faceId), cancellationToken);
        await crops.DeleteAsync(CropKeys.ZoomIn(faceId), cancellationToken);
        return EffectResult<FaceCommand>.Done;
    }
}
