namespace Atmosphere.Silo.Hosting;

/// <summary>Files that only the owner of the process may read.</summary>
public static class SecretFile
{
    /// <summary>
    /// Makes the file, all or nothing, unless it is there: of several processes that start on one folder at once, one makes it and all the
    /// others read what that one made.
    /// </summary>
    /// <returns>True when this call made it.</returns>
    public static bool TryCreate(string path, ReadOnlySpan<byte> bytes)
    {
        if (File.Exists(path)) return false;
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

            File.Move(temporary, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
