using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Atmosphere.Recognition.Hosting;

/// <summary>Decides whether the packages that are installed are those of <c>package-lock.json</c>.</summary>
internal static class InstallState
{
    /// <summary>
    /// Inside node_modules on purpose: <c>npm ci</c> begins by deleting that folder, so an install that was cut off has no marker.
    /// </summary>
    public const string MarkerFile = "node_modules/.atmosphere-installed";

    /// <summary>What npm itself notes down at the end of an install.</summary>
    public const string InstalledListFile = "node_modules/.package-lock.json";

    public const string LockFile = "package-lock.json";

    /// <summary>What the marker holds: it changes with the lock file.</summary>
    public static string Marker(byte[] lockFile) => Convert.ToHexStringLower(SHA256.HashData(lockFile));

    /// <param name="lockFile">package-lock.json.</param>
    /// <param name="marker">The marker's text, or null.</param>
    /// <param name="installedList">npm's own list, or null: it spares a second install to somebody who ran <c>npm ci</c> by hand.</param>
    public static bool IsCurrent(byte[] lockFile, string? marker, byte[]? installedList) =>
        marker is not null
            ? marker.Trim() == Marker(lockFile)
            : installedList is not null && Agree(lockFile, installedList);

    private static bool Agree(byte[] lockFile, byte[] installedList)
    {
        try
        {
            var wanted = Packages(lockFile);
            var installed = Packages(installedList);
            // "" is the project itself; optional packages are left out where they don't fit the platform; a linked folder's own entry is not listed.
            return wanted.All(package =>
                package.Key.Length == 0
                || !package.Key.StartsWith("node_modules/", StringComparison.Ordinal)
                || (installed.TryGetPropertyValue(package.Key, out var found)
                    ? Text(found, "version") == Text(package.Value, "version") && Text(found, "integrity") == Text(package.Value, "integrity")
                    : (bool?)package.Value?["optional"] == true));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static JsonObject Packages(byte[] file) =>
        JsonNode.Parse(file)?["packages"]?.AsObject() ?? throw new JsonException("There is no list of packages.");

    private static string? Text(JsonNode? package, string name) => (string?)package?[name];
}
