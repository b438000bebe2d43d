using System.Diagnostics;

namespace Atmosphere.Load;

/// <summary>Waits for a condition, with a limit.</summary>
internal static class Until
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <exception cref="TimeoutException">It did not come true in time.</exception>
    public static async Task HoldsAsync(Func<Task<bool>> condition, string what, TimeSpan limit, CancellationToken cancellationToken = default)
    {
        var watch = Stopwatch.StartNew();
        using var pause = new PeriodicTimer(Pause);
        while (!await condition())
        {
            if (watch.Elapsed > limit) throw new TimeoutException($"Did not come true within {limit}: {what}");
            await pause.WaitForNextTickAsync(cancellationToken);
        }
    }
}
