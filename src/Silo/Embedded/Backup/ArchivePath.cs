using System.Text.RegularExpressions;

namespace Atmosphere.Silo.Backup;

/// <summary>The paths that an archive may have: those that a backup writes, and no others. None of them leads out of the folder that it is unpacked into.</summary>
internal static partial class ArchivePath
{
    private const int Longest = 300;

    public static bool IsGood(string path)
    {
        if (path.Length > Longest || !Path().IsMatch(path)) return false;
        var names = path.Split('/');
        return names switch
        {
            [var file] => DataLayout.IsKept(file) && file is not (Manifest.FileName or DataLayout.PicturesName or DataLayout.GalleryName),
            [DataLayout.PicturesName, _, _, _] or [DataLayout.GalleryName, _, ..] => true,
            _ => false,
        };
    }

    // No name begins with a dot: neither "." and "..", nor what hides.
    [GeneratedRegex(@"\A[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Path();
}
