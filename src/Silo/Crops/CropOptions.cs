using System.Text.RegularExpressions;
using Atmosphere.Silo.Hosting;

namespace Atmosphere.Silo.Crops;

/// <summary>Where pictures are kept.</summary>
public enum CropStoreKind
{
    /// <summary>A folder: of this machine, or one that all processes of a cluster share.</summary>
    Files = 0,

    /// <summary>A container of Azure Blob Storage.</summary>
    AzureBlob = 1,
}

/// <summary>Configuration section <c>Crops</c>.</summary>
public sealed partial class CropOptions
{
    public const string Section = "Crops";

    public CropStoreKind Store { get; set; } = CropStoreKind.Files;

    /// <summary>For <see cref="CropStoreKind.Files"/>: absolute, or below the data folder.</summary>
    public string Folder { get; set; } = "pictures";

    /// <summary>The blob service of the storage account, for managed identity.</summary>
    public string BlobEndpoint { get; set; } = "";

    /// <summary>A storage account with its key, instead of <see cref="BlobEndpoint"/>. A secret.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>Made when it is missing. Private: one that the public can read is refused.</summary>
    public string Container { get; set; } = "pictures";

    /// <exception cref="SettingException">Something in the section can't work.</exception>
    internal static CropOptions Read(IConfiguration configuration)
    {
        var options = configuration.GetSection(Section).Get<CropOptions>() ?? new();
        return options.Flaws().ToList() is { Count: > 0 } flaws ? throw new SettingException(flaws) : options;
    }

    /// <summary>One sentence per setting that can't work.</summary>
    internal IEnumerable<string> Flaws()
    {
        if (Store == CropStoreKind.Files)
        {
            if (string.IsNullOrWhiteSpace(Folder)) yield return "Crops:Folder is empty. Example: Crops:Folder=pictures";
            if (BlobEndpoint.Length > 0 || ConnectionString.Length > 0)
                yield return "Crops:BlobEndpoint and Crops:ConnectionString are for another store than Crops:Store names. Example: Crops:Store=AzureBlob";
            yield break;
        }

        const string Example = "https://myaccount.blob.core.windows.net";
        if ((BlobEndpoint.Length == 0) == (ConnectionString.Length == 0))
            yield return $"With Crops:Store=AzureBlob, give either Crops:BlobEndpoint (managed identity) or Crops:ConnectionString. Example: Crops:BlobEndpoint={Example}";
        if (BlobEndpoint.Length > 0 && SecureEndpoint.Flaw("Crops:BlobEndpoint", BlobEndpoint, Example) is { } flaw) yield return flaw;
        if (!ContainerName().IsMatch(Container))
            yield return "Crops:Container is not 3 to 63 lower-case letters, digits and single dashes. Example: Crops:Container=pictures";
    }

    // Azure, "Naming and referencing containers, blobs, and metadata".
    [GeneratedRegex(@"\A(?=.{3,63}\z)[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ContainerName();
}
