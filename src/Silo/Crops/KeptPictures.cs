using Atmosphere.Recognition.Hosting;

namespace Atmosphere.Silo.Crops;

/// <summary>
/// Pictures that a backup still needs. While it copies, deleting a picture means putting it aside here, so that what the states of the
/// backup's instant refer to is found however long the copying takes. The lock ends with the process that took it, however that ends, and
/// what was put aside goes with it: at the backup's end, or at the next deletion or start.
/// </summary>
internal sealed class KeptPictures
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int MostTries = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly string _root;
    private readonly string _lock;

    public KeptPictures(string root)
    {
        _root = Path.GetFullPath(root);
        Folder = Path.Combine(_root, ".kept");
        _lock = Path.Combine(_root, ".kept.lock");
    }

    /// <summary>Where they are, each at the place that it had below the store's folder.</summary>
    public string Folder { get; }

    /// <summary>For who copies: from now on deleted pictures are kept, until this is disposed of. Null while another backup is under way.</summary>
    public async Task<IDisposable?> TryHoldAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_root);
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (FileLock.TryTake(_lock) is { } held)
            {
                try
                {
                    Clear();
                    return new Held(this, held);
                }
                catch
                {
                    held.Dispose();
                    throw;
                }
            }

            // Somebody who deletes may be looking just now, which takes no time.
            if (TimeProvider.System.GetElapsedTime(began) > Patience) return null;
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>For who deletes.</summary>
    /// <returns>False: no backup is under way, delete it. True: it was put aside.</returns>
    public bool TryKeep(string path)
    {
        if (!IsHeld()) return false;
        var aside = Path.Combine(Folder, Path.GetRelativePath(_root, path));
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(Path.GetDirectoryName(aside)!);
            else Directory.CreateDirectory(Path.GetDirectoryName(aside)!, OwnerFile | UnixFileMode.UserExecute);
            File.Move(path, aside, overwrite: true);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            // The picture is gone already; or the folder is, since a backup has just begun or ended, and neither needs the picture.
            return !File.Exists(path);
        }

        IsHeld(); // it may have ended meanwhile: then nobody else clears up
        return true;
    }

    /// <summary>Deletes what a backup that died has left, unless one is under way.</summary>
    public void Sweep() => IsHeld();

    /// <summary>Whether a backup is under way. If not, nothing stays aside.</summary>
    private bool IsHeld()
    {
        if (!File.Exists(_lock)) return false;
        try
        {
            // Shared with others who look, and held while clearing up, so that no backup begins meanwhile.
            using var free = new FileStream(_lock, FileMode.Open, FileAccess.Read, FileShare.Read);
            Clear();
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private void Clear()
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                Directory.Delete(Folder, recursive: true);
                return;
            }
            catch (DirectoryNotFoundException) when (!Directory.Exists(Folder))
            {
                return; // there is nothing, as nearly always; or another one has just cleared up
            }
            catch (IOException) when (tries < MostTries)
            {
                // Another one clears up, too, or somebody who looked before the backup ended has just put a picture aside.
            }
        }
    }

    private sealed class Held(KeptPictures kept, IDisposable file) : IDisposable
    {
        public void Dispose()
        {
            file.Dispose();
            kept.Sweep();
        }
    }
}
