namespace Atmosphere.Recognition.Hosting;

/// <summary>Lets one process at a time install into a folder. The operating system releases it when its holder dies.</summary>
internal static class InstallLock
{
    private static readonly TimeSpan Pulse = TimeSpan.FromMilliseconds(250);

    /// <param name="path">The lock file; created when it is missing, and left there.</param>
    /// <param name="onWaiting">Called once if somebody else holds it.</param>
    /// <param name="time">For the pauses between tries.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="IOException">The file can't be written, for a reason other than that it is held.</exception>
    /// <exception cref="UnauthorizedAccessException">The file can't be written.</exception>
    public static async Task<IDisposable> TakeAsync(string path, Action onWaiting, TimeProvider time, CancellationToken cancellationToken)
    {
        if (FileLock.TryTake(path) is { } free) return free;
        onWaiting();
        using var pulse = new PeriodicTimer(Pulse, time);
        while (await pulse.WaitForNextTickAsync(cancellationToken))
        {
            if (FileLock.TryTake(path) is { } held) return held;
        }

        throw new InvalidOperationException("The timer was disposed of while it was waited for.");
    }
}
