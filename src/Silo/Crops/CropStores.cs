using Atmosphere.Grains.Ports;
using Atmosphere.Silo.Hosting;

namespace Atmosphere.Silo.Crops;

/// <summary>Registers the store of pictures that the configuration names.</summary>
internal static class CropStores
{
    /// <param name="services">The host's.</param>
    /// <param name="configuration">Section <c>Crops</c>.</param>
    /// <param name="dataFolder">Absolute path of the folder for everything that is kept on this machine.</param>
    /// <exception cref="SettingException">The section can't work, or this build lacks the store.</exception>
    public static void AddCropStore(this IServiceCollection services, IConfiguration configuration, string dataFolder)
    {
        var options = CropOptions.Read(configuration);
        if (options.Store == CropStoreKind.AzureBlob) services.AddSingleton(BlobCrops.Open(options));
        else services.AddSingleton<ICropStore>(sp => new FileCropStore(Path.Combine(dataFolder, options.Folder), sp.GetRequiredService<TimeProvider>()));
    }
}
