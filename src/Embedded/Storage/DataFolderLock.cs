using Atmosphere.Embedded.Hosting;

namespace Atmosphere.Embedded.Storage;

/// <summary>Keeps a second process off the database. The operating system lets go of it when the process ends, however it ends.</summary>
public sealed class DataFolderLock : IDisposable
{
    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    /// <exception cref="EngineStartException">Another process has the database open.</exception>
    public static DataFolderLock Take(string databasePath)
    {
        var path = databasePath + ".lock";
        try
        {
            // FileShare.None is an exclusive lock (flock, on Unix) that belongs to the open file.
            return new DataFolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException refused) when (File.Exists(path))
        {
            throw new EngineStartException(
                $"The database {databasePath} is in use by another process: two would corrupt each other's view of it. "
                + "Stop the other one, or give this one a folder of its own with Data:Folder, for example data2.",
                refused);
        }
    }

    public void Dispose() => _file.Dispose();
}
