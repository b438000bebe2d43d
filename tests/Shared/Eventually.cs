using System.Diagnostics;

namespace Atmosphere.Testing;

/// <summary>Waits for an observable condition instead of sleeping. The limit is generous: it is reached only when a test fails.</summary>
public static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static Task Holds(Func<bool> condition, string what) =>
        Holds(() => Task.FromResult(condition()), what);

    public static async Task Holds(Func<Task<bool>> condition, string what, TimeSpan? limit = null)
    {
        var watch = Stopwatch.StartNew();
        using var pulse = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!await condition())
        {
            if (watch.Elapsed > (limit ?? Limit)) throw new TimeoutException($"Did not come true within {limit ?? Limit}: {what}");
            await pulse.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
