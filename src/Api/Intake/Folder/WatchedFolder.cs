using System.Security.Cryptography;
using System.Text;
using Atmosphere.Api.Access;
using Atmosphere.Silo.Hosting;

namespace Atmosphere.Api.Intake.Folder;

/// <summary>
/// The folder whose files are taken as photos. Setting <c>Intake:Folder</c>; <c>Intake:FolderCamera</c> is the camera of its photos.
/// A file is moved to <c>accepted</c> when the photo is on disk, or to <c>refused</c> with a text beside it that says why.
/// </summary>
internal sealed class WatchedFolder
{
    private const string Setting = "Intake:Folder";
    private const string CameraSetting = "Intake:FolderCamera";

    /// <summary>Files of one look: the others come at the next.</summary>
    private const int MostAtOnce = 10_000;

    /// <summary>Bytes of a name that leave room for what is added to it; file systems take 255.</summary>
    private const int LongestName = 230;

    /// <summary>How browsers and copying programs call what they have not finished.</summary>
    private static readonly string[] Unfinished = [".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart", ".download"];

    private static readonly EnumerationOptions OwnFiles = new() { AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Directory, IgnoreInaccessible = false };

    private readonly string _accepted;
    private readonly string _refused;

    private WatchedFolder(string path, string camera) =>
        (Path, Camera, _accepted, _refused) = (path, camera, System.IO.Path.Combine(path, "accepted"), System.IO.Path.Combine(path, "refused"));

    /// <summary>Absolute.</summary>
    public string Path { get; }

    public string Camera { get; }

    /// <returns>Null when none is wanted.</returns>
    /// <exception cref="SettingException">It can't work.</exception>
    public static WatchedFolder? Open(IConfiguration configuration, IHostEnvironment environment, DataFolder data)
    {
        if (configuration[Setting] is not { Length: > 0 } setting) return null;
        var camera = configuration[CameraSetting] ?? CameraName.Folder;
        if (CameraName.ShapeFlaw(camera) is { } flaw) throw new SettingException($"{CameraSetting}: {flaw}");
        if (string.IsNullOrWhiteSpace(setting)) throw Bad(setting, "is no folder");

        var path = System.IO.Path.GetFullPath(setting, environment.ContentRootPath);
        if (!Directory.Exists(path)) throw Bad(setting, "does not exist, or is no folder");
        var (real, kept) = (Real(path), Real(data.Path));
        if (IsWithin(real, kept) || IsWithin(kept, real)) throw Bad(setting, "lies in the data folder, or holds it");

        var folder = new WatchedFolder(path, camera);
        try
        {
            DataFolder.ProbeWriting(path);
            foreach (var below in new[] { folder._accepted, folder._refused })
            {
                if (new DirectoryInfo(below).LinkTarget is not null) throw Bad(setting, $"has a link in the place of its folder '{System.IO.Path.GetFileName(below)}'");
                Directory.CreateDirectory(below);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Bad(setting, $"can't be written ({fault.Message})", fault);
        }

        return folder;
    }

    /// <summary>The files that may be photos: no links, no hidden ones, none that its name calls unfinished.</summary>
    public IEnumerable<FileInfo> Files() => new DirectoryInfo(Path).EnumerateFiles("*", OwnFiles)
        .Where(file => !file.Name.StartsWith('.') && !Unfinished.Contains(file.Extension, StringComparer.OrdinalIgnoreCase))
        .Take(MostAtOnce);

    public void MoveToAccepted(string name) => File.Move(System.IO.Path.Combine(Path, name), FreePath(_accepted, name));

    /// <summary>The text comes first: after a crash between the two the file is looked at again, and its text written over.</summary>
    public void MoveToRefused(string name, string reason)
    {
        var place = FreePath(_refused, name);
        File.WriteAllText(place + ".txt", reason + Environment.NewLine);
        File.Move(System.IO.Path.Combine(Path, name), place);
    }

    private static string FreePath(string folder, string name)
    {
        var (stem, extension) = (System.IO.Path.GetFileNameWithoutExtension(name), System.IO.Path.GetExtension(name));
        if (Encoding.UTF8.GetByteCount(name) > LongestName) (stem, extension) = (Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name))), "");
        for (var number = 1; ; number++)
        {
            var path = System.IO.Path.Combine(folder, number == 1 ? stem + extension : $"{stem}~{number}{extension}");
            if (!File.Exists(path)) return path;
        }
    }

    private static string Real(string path) => Directory.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;

    private static bool IsWithin(string path, string folder) =>
        (System.IO.Path.TrimEndingDirectorySeparator(path) + System.IO.Path.DirectorySeparatorChar)
            .StartsWith(System.IO.Path.TrimEndingDirectorySeparator(folder) + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static SettingException Bad(string setting, string why, Exception? inner = null) =>
        new($"{Setting} is '{setting}', which {why}; give a folder of its own that is there and can be written, for example /srv/photos.", inner);
}
