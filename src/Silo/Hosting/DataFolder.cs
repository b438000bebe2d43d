namespace Atmosphere.Silo.Hosting;

/// <summary>The folder for everything that is kept on this machine. Setting <c>Data:Folder</c>, default <c>data</c> beside the application.</summary>
/// <param name="Path">Absolute.</param>
public sealed record DataFolder(string Path)
{
    /// <summary>Bytes of a trial write: what a vote needs, many times over, so that a disk that takes this takes the next vote.</summary>
    private const int ProbeSize = 256 * 1024;

    /// <summary>Where it is, or would be.</summary>
    /// <exception cref="SettingException">The setting is empty.</exception>
    public static DataFolder Find(IConfiguration configuration, IHostEnvironment environment)
    {
        var setting = configuration["Data:Folder"];
        if (string.IsNullOrWhiteSpace(setting)) throw new SettingException("Data:Folder is empty; give a folder that can be written, for example data or /var/lib/atmosphere.");
        return new(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(setting, environment.ContentRootPath)));
    }

    /// <summary>Makes it when it is not there.</summary>
    /// <exception cref="SettingException">The folder can't be made or written.</exception>
    public static DataFolder Create(IConfiguration configuration, IHostEnvironment environment)
    {
        var found = Find(configuration, environment);
        var path = found.Path;
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
            else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            ProbeWriting(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SettingException(
                $"Data:Folder is '{configuration["Data:Folder"]}', which can't be written ({fault.Message}); make room there, or give a folder that can be written, for example data or /var/lib/atmosphere.",
                fault);
        }

        return found;
    }

    /// <summary>Writes a file to a folder, through to the disk, and deletes it.</summary>
    /// <exception cref="IOException">The disk is full, or broken, or can only be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This process may not write there.</exception>
    public static void ProbeWriting(string folder)
    {
        var probe = System.IO.Path.Combine(folder, $".write-probe-{Guid.NewGuid():N}");
        try
        {
            using var file = new FileStream(probe, FileMode.CreateNew, FileAccess.Write);
            file.Write(new byte[ProbeSize]);
            file.Flush(flushToDisk: true);
        }
        finally
        {
            File.Delete(probe);
        }
    }

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);
}
