using System.Globalization;
using Atmosphere.Embedded.Storage;
using Atmosphere.Silo.Crops;
using Atmosphere.Silo.Operating;

namespace Atmosphere.Silo.Backup;

/// <summary>Puts an archive in the place of a data folder, all or nothing: it is unpacked and checked beside it, and then one takes the other's name.</summary>
internal sealed class Restorer(DataLayout layout, Action<string> say, CancellationToken cancellationToken)
{
    /// <exception cref="RefusalException">The archive or the folder does not allow it. Nothing was changed.</exception>
    public void Restore(string path, bool replace)
    {
        layout.RequireOneFolder();
        using var archive = ArchiveReader.Open(path);
        var isThere = Directory.Exists(layout.Folder) && Directory.EnumerateFileSystemEntries(layout.Folder).Any();
        if (isThere && !replace)
            throw new RefusalException($"{layout.Folder} is not empty. Restore into another Data:Folder, for example data2; or add --force: then this archive takes its place, and what is there now is kept under another name beside it.");
        if (DataLayout.IsBelow(path, layout.Folder)) throw new RefusalException($"{path} is inside of the data folder. Move it elsewhere first.");

        // Held until the end: a process that runs on the folder ends this here, and none can start before the new one is in place.
        using var held = isThere ? TakeLock() : null;
        var parent = Path.GetDirectoryName(layout.Folder) ?? throw new RefusalException($"{layout.Folder} can't be a data folder.");
        Directory.CreateDirectory(parent);
        RequireRoom(archive.Bytes, parent);
        var fresh = $"{layout.Folder}.restoring-{Guid.NewGuid():N}";
        var aside = isThere ? FreeNameAside() : null;
        MakeFolder(fresh);
        try
        {
            say($"{archive.Manifest.Files.Length} files as they were at {archive.Manifest.MadeAt:u} …");
            archive.UnpackTo(fresh, layout.PlaceOf, new Progress(say), cancellationToken);
            StoreContents.Open(Path.Combine(fresh, layout.PlaceOf(DataLayout.DatabaseName))).Dispose(); // its own version
            cancellationToken.ThrowIfCancellationRequested();
            PutInPlace(fresh, aside);
        }
        catch
        {
            if (Directory.Exists(fresh)) Directory.Delete(fresh, recursive: true);
            throw;
        }

        say($"{layout.Folder} is as it was at {archive.Manifest.MadeAt:u}.{(aside is null ? "" : $" What was there is in {aside}: delete it when you are sure.")}");
        foreach (var sentence in archive.Manifest.LeftOut) say($"Not in the archive: {sentence}");
        if (layout.Gallery is not null && !archive.Manifest.Files.Any(file => file.Path.StartsWith(DataLayout.GalleryName + '/', StringComparison.Ordinal)))
            say("There is no gallery in the archive: people who were enrolled then are recognised again only after they have been enrolled anew.");
        say("Who asked to be forgotten since then is in it again: repeat that.");
    }

    private DataFolderLock? TakeLock() => Directory.Exists(Path.GetDirectoryName(layout.Database)) ? DataFolderLock.Take(layout.Database) : null;

    private void PutInPlace(string fresh, string? aside)
    {
        try
        {
            if (aside is not null)
            {
                FolderSwap.Replace(layout.Folder, fresh, aside);
                return;
            }

            if (Directory.Exists(layout.Folder)) Directory.Delete(layout.Folder); // empty, or somebody has begun to use it: then this fails
            Directory.Move(fresh, layout.Folder);
            FolderSync.Flush(Path.GetDirectoryName(layout.Folder)!);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusalException(
                $"The archive is good, but {layout.Folder} can't be replaced: {fault.Message} If it is a mounted volume, or a process has just started on it, restore into a folder of another name.", fault);
        }
    }

    private string FreeNameAside()
    {
        var name = $"{layout.Folder}.before-restore-{TimeProvider.System.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}";
        return Directory.Exists(name) ? throw new RefusalException($"{name} is there already. Try again in a second.") : name;
    }

    private static void RequireRoom(long bytes, string parent)
    {
        var free = new DriveInfo(parent).AvailableFreeSpace;
        if (bytes > free) throw new RefusalException($"The archive needs {bytes / 1e6:0} MB unpacked, and {parent} has room for {free / 1e6:0} MB.");
    }

    private static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
