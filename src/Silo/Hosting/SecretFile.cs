using Atmosphere.Recognition.Hosting;
using Atmosphere.Silo.Crops;

namespace Atmosphere.Silo.Hosting;

/// <summary>Files that only the owner of the process may read.</summary>
public static class SecretFile
{
    /// <summary>Making a file takes milliseconds; who holds the lock for longer than this is stuck.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Makes the file, all or nothing, unless it is there: of several processes that start on one folder at once, one makes it and all the
    /// others read what that one made.
    /// </summary>
    /// <returns>True when this call made it.</returns>
    /// <exception cref="IOException">The folder can't be written, or another process has held the file's lock for half a minute.</exception>
    public static bool TryCreate(string path, ReadOnlySpan<byte> bytes)
    {
        if (File.Exists(path)) return false;
        using var turn = TakeTurn(path + ".lock");
        if (File.Exists(path)) return false;
        Write(path, bytes);
        return true;
    }

    /// <summary>Puts other bytes into the file, all or nothing: whoever reads it meanwhile reads the old ones or the new ones, and so does whoever starts after a power cut.</summary>
    /// <exception cref="IOException">The disk is full, or broken, or can only be read; the file is as it was.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> bytes)
    {
        Write(path, bytes);
        FolderSync.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>
    /// A move that must not overwrite is no substitute for this lock: on Unix the runtime looks whether the target exists, and then renames.
    /// The lock file goes when its holder has made the file, so whoever takes it after that finds the file.
    /// </summary>
    private static IDisposable TakeTurn(string path)
    {
        IDisposable? taken = null;
        SpinWait.SpinUntil(() => (taken = FileLock.TryTake(path, FileOptions.DeleteOnClose)) is not null, Patience);
        return taken ?? throw new IOException($"Another process has held {path} for {Patience.TotalSeconds:0} seconds; stop it and start again.");
    }

    private static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using (var file = new FileStream(temporary, options))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
