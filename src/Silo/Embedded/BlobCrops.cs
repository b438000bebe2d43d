using Atmosphere.Grains.Ports;
using Atmosphere.Silo.Crops;
using Atmosphere.Silo.Hosting;

namespace Atmosphere.Silo;

/// <summary>This build has no Azure in it: says so.</summary>
internal static class BlobCrops
{
    public static ICropStore Open(CropOptions options) => throw new SettingException(
        $"Crops:Store is {options.Store}, which this build leaves out. Build it with -p:Engine=Orleans, or keep pictures in a folder: Crops:Store=Files");
}
