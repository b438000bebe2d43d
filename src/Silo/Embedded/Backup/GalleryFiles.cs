using System.Security.Cryptography;

namespace Atmosphere.Silo.Backup;

/// <summary>The files of the local face service's gallery. Each is replaced as a whole, so that what is read is never half of one.</summary>
internal static class GalleryFiles
{
    /// <summary>How the face service names what it has not finished.</summary>
    private const string Unfinished = ".unfinished-";

    /// <summary>Paths below the folder with their SHA-256, in order; null when one went away while it was read.</summary>
    /// <param name="folder">The gallery.</param>
    /// <param name="copyTo">Where to copy them, or null to look only.</param>
    public static SortedDictionary<string, string>? Read(string folder, string? copyTo)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        try
        {
            if (!Directory.Exists(folder)) return files;
            foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            {
                var name = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
                if (name.Contains(Unfinished, StringComparison.Ordinal)) continue;
                var bytes = File.ReadAllBytes(path);
                files.Add(name, Convert.ToHexStringLower(SHA256.HashData(bytes)));
                if (copyTo is null) continue;
                var copy = Path.Combine(copyTo, name);
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.WriteAllBytes(copy, bytes);
            }

            return files;
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
