namespace Atmosphere.Recognition.Hosting;

/// <summary>Finds the face service's folder.</summary>
internal static class ServiceFolder
{
    public static bool IsOne(string folder) =>
        File.Exists(Path.Combine(folder, "package.json")) && File.Exists(Path.Combine(folder, "src", "main.js"));

    /// <summary>The configured folder; else the first one that exists, from the content root upwards (a clone), then beside the binaries (an installation).</summary>
    /// <param name="configured">May be empty.</param>
    /// <param name="contentRoot">The application's.</param>
    /// <param name="binaries">The folder of the application's assemblies.</param>
    /// <param name="isOne">Whether a folder is the service's.</param>
    public static string? Find(string configured, string contentRoot, string binaries, Func<string, bool> isOne) =>
        configured.Length > 0
            ? isOne(configured) ? Path.GetFullPath(configured) : null
            : Candidates(contentRoot, binaries).FirstOrDefault(isOne);

    private static IEnumerable<string> Candidates(string contentRoot, string binaries)
    {
        foreach (var start in (string[])[contentRoot, binaries])
        {
            yield return Path.Combine(start, "face-service");
            for (var folder = Path.GetFullPath(start); folder is not null; folder = Path.GetDirectoryName(folder))
                yield return Path.Combine(folder, "src", "face-service");
        }
    }
}
