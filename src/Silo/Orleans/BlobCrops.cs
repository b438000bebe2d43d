using Atmosphere.Grains.Ports;
using Atmosphere.Silo.Crops;
using Atmosphere.Silo.Hosting;
using Azure.Core;
using Azure.Storage.Blobs;

namespace Atmosphere.Silo;

/// <summary>Opens the pictures of Azure Blob Storage.</summary>
internal static class BlobCrops
{
    /// <summary>Nothing is sent yet.</summary>
    /// <exception cref="SettingException">The connection string can't be read.</exception>
    public static ICropStore Open(CropOptions options)
    {
        var service = options.BlobEndpoint.Length > 0
            ? new BlobServiceClient(new Uri(options.BlobEndpoint), AzureIdentity.Credential, ClientOptions())
            : OfConnectionString(options.ConnectionString);
        return new BlobCropStore(service.GetBlobContainerClient(options.Container), TimeProvider.System);
    }

    private static BlobServiceClient OfConnectionString(string connectionString)
    {
        try
        {
            return new(connectionString, ClientOptions());
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException or InvalidOperationException)
        {
            // Not the fault's message: it may quote the key.
            throw new SettingException("Crops:ConnectionString is not the connection string of a storage account. Example: Crops__ConnectionString=DefaultEndpointsProtocol=https;AccountName=…;AccountKey=… (environment variable)");
        }
    }

    /// <summary>A silent network costs ten seconds an attempt; <see cref="BlobCropStore"/> bounds the whole.</summary>
    private static BlobClientOptions ClientOptions() => new()
    {
        Retry = { Mode = RetryMode.Exponential, MaxRetries = 3, Delay = TimeSpan.FromMilliseconds(400), MaxDelay = TimeSpan.FromSeconds(4), NetworkTimeout = TimeSpan.FromSeconds(10) },
    };
}
