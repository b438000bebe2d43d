namespace Atmosphere.Recognition.Hosting;

/// <summary>A file as a lock between processes. The operating system releases it when its holder dies.</summary>
public static class FileLock
{
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;
    private const int WindowsSharingViolation = unchecked((int)0x80070020);

    /// <param name="path">The lock file; created, for its owner only, when it is missing.</param>
    /// <param name="behaviour"><see cref="FileOptions.DeleteOnClose"/> takes the file away with the lock.</param>
    /// <returns>The lock, or null while somebody else holds it.</returns>
    /// <exception cref="IOException">The file can't be written, for a reason other than that it is held.</exception>
    /// <exception cref="UnauthorizedAccessException">The file can't be written.</exception>
    public static IDisposable? TryTake(string path, FileOptions behaviour = FileOptions.None)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = behaviour };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            return new FileStream(path, options);
        }
        catch (IOException e) when (IsHeld(e))
        {
            return null;
        }
    }

    private static bool IsHeld(IOException e) => e.HResult switch
    {
        WindowsSharingViolation => OperatingSystem.IsWindows(),
        LinuxWouldBlock => OperatingSystem.IsLinux(),
        MacWouldBlock => OperatingSystem.IsMacOS(),
        _ => false,
    };
}
