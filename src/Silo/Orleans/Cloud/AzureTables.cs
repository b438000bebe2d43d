using Atmosphere.Silo.Hosting;
using Azure.Core;
using Azure.Data.Tables;

namespace Atmosphere.Silo;

/// <summary>Opens the tables of a storage account.</summary>
internal static class AzureTables
{
    /// <summary>Nothing is sent yet.</summary>
    /// <param name="endpoint">For managed identity; empty when there is a connection string.</param>
    /// <param name="connectionString">With the account's key.</param>
    /// <param name="setting">The name of the setting that the connection string comes from.</param>
    /// <exception cref="SettingException">The connection string can't be read.</exception>
    public static TableServiceClient Open(string endpoint, string connectionString, string setting)
    {
        if (endpoint.Length > 0) return new(new Uri(endpoint), AzureIdentity.Credential, ClientOptions());
        try
        {
            return new(connectionString, ClientOptions());
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException or InvalidOperationException)
        {
            // Not the fault's message: it may quote the key.
            throw new SettingException($"{setting} is not the connection string of a storage account. Example: {setting.Replace(":", "__", StringComparison.Ordinal)}=DefaultEndpointsProtocol=https;AccountName=…;AccountKey=… (environment variable)");
        }
    }

    /// <summary>A call to a grain waits for its state, and is given up after 30 seconds: so is what the state waits for.</summary>
    private static TableClientOptions ClientOptions() => new()
    {
        Retry = { Mode = RetryMode.Exponential, MaxRetries = 3, Delay = TimeSpan.FromMilliseconds(400), MaxDelay = TimeSpan.FromSeconds(4), NetworkTimeout = TimeSpan.FromSeconds(6) },
    };
}
