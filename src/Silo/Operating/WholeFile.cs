using Atmosphere.Silo.Crops;

namespace Atmosphere.Silo.Operating;

/// <summary>A file that appears whole or not at all, readable by its owner only.</summary>
internal sealed class WholeFile : IDisposable
{
    private const string Mark = ".unfinished-";

    private readonly string _path;
    private readonly bool _overwrite;
    private readonly string _unfinished;

    private WholeFile(string path, bool overwrite)
    {
        (_path, _overwrite) = (path, overwrite);
        _unfinished = path + Mark + Guid.NewGuid().ToString("N");
        // Held exclusively: that is how a leftover of a process that died is told from one that is being written.
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 1 << 16 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Stream = new FileStream(_unfinished, options);
    }

    public FileStream Stream { get; }

    /// <summary>A folder beside the file for what has to be put together first. Made when it is asked for, gone when this is disposed of.</summary>
    public string Workshop
    {
        get
        {
            var folder = _unfinished + ".d";
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
            else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return folder;
        }
    }

    /// <exception cref="RefusalException">It is there already, or can't be made there.</exception>
    public static WholeFile Begin(string path, bool overwrite)
    {
        if (Directory.Exists(path)) throw new RefusalException($"{path} is a folder. Give the name of a file in it, for example {Path.Combine(path, "atmosphere.zip")}.");
        if (File.Exists(path) && !overwrite) throw new RefusalException($"{path} is there already. Give another name, or add --force to replace it.");
        var folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder)) throw new RefusalException($"There is no folder {folder}. Make it first, or give another one.");
        try
        {
            foreach (var leftover in Directory.EnumerateFileSystemEntries(folder, Path.GetFileName(path) + Mark + "*").Order(StringComparer.Ordinal).ToList()) Sweep(leftover);
            return new(path, overwrite);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusalException($"{path} can't be written: {fault.Message}", fault);
        }
    }

    /// <summary>Puts it in its place, through to the disk.</summary>
    /// <exception cref="RefusalException">Another one has come there meanwhile.</exception>
    public void Finish()
    {
        Stream.Flush(flushToDisk: true);
        Stream.Dispose();
        try
        {
            File.Move(_unfinished, _path, _overwrite);
        }
        catch (IOException taken) when (!_overwrite && File.Exists(_path))
        {
            throw new RefusalException($"{_path} has been made by somebody else meanwhile. Give another name, or add --force to replace it.", taken);
        }

        FolderSync.Flush(Path.GetDirectoryName(_path)!);
    }

    public void Dispose()
    {
        if (Directory.Exists(_unfinished + ".d")) Directory.Delete(_unfinished + ".d", recursive: true);
        Stream.Dispose();
        File.Delete(_unfinished);
    }

    /// <summary>Deletes what a process that died has left here: it has people's pictures in it.</summary>
    private static void Sweep(string leftover)
    {
        if (Directory.Exists(leftover))
        {
            // Its file is swept before it, unless somebody is writing that.
            if (!File.Exists(leftover[..^2])) Directory.Delete(leftover, recursive: true);
            return;
        }

        try
        {
            new FileStream(leftover, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
        }
        catch (IOException)
        {
            return; // somebody is writing it
        }

        File.Delete(leftover);
    }
}
