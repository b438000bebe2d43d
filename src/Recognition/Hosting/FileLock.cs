namespace Atmosphere.Recognition.Hosting;

/// <summary>A file as a lock between processes. The operating system releases it when its holder dies.</summary>
public static class FileLock
{
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;
    private const int WindowsSharingViolation = unchecked((int)0x80070020);

    /// <param name="path">The lock file; created when it is missing.</param>
    /// <param name="options"><see cref="FileOptions.DeleteOnClose"/> takes the file away with the lock.</param>
    /// <returns>The lock, or null while somebody else holds it.</returns>
    /// <exception cref="IOException">The file can't be written, for a reason other than that it is held.</exception>
    /// <exception cref="UnauthorizedAccessException">The file can't be written.</exception>
    public static IDisposable? TryTake(string path, FileOptions options = FileOptions.None)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, options);
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
