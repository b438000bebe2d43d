using Azure.Core;
using Azure.Identity;

namespace Atmosphere.Silo;

/// <summary>Who this process is to Azure: the managed identity that <c>AZURE_CLIENT_ID</c> names, or on a developer's machine whoever is signed in.</summary>
internal static class AzureIdentity
{
    private static readonly Lazy<TokenCredential> OfThisProcess = new(() => new DefaultAzureCredential());

    /// <summary>One for all clients, so that they share its tokens.</summary>
    public static TokenCredential Credential => OfThisProcess.Value;
}
