using System.Diagnostics;

namespace Atmosphere.Engine.Bench;

/// <summary>Callers that ask again as soon as they have their answer.</summary>
internal static class Load
{
    private const int WarmUpShare = 5;

    /// <summary>Prints one line: how many a second, and how long they took.</summary>
    /// <param name="work">One piece of work of one caller, by the caller's number.</param>
    public static async Task ReportAsync(string what, int callers, TimeSpan duration, Func<int, Task> work)
    {
        await RunAsync(callers, duration / WarmUpShare, work);
        var watch = Stopwatch.StartNew();
        var (done, milliseconds) = await RunAsync(callers, duration, work);
        milliseconds.Sort();
        Console.WriteLine(
            $"{what}: {done / watch.Elapsed.TotalSeconds:N0}/s, p50 {milliseconds[milliseconds.Count / 2]:N3} ms, "
            + $"p99 {milliseconds[(int)(milliseconds.Count * 0.99)]:N3} ms, longest {milliseconds[^1]:N0} ms");
    }

    private static async Task<(long Done, List<double> Milliseconds)> RunAsync(int callers, TimeSpan duration, Func<int, Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        var results = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var done = 0L;
            var sample = new List<double>();
            while (Stopwatch.GetElapsedTime(start) < duration)
            {
                var began = Stopwatch.GetTimestamp();
                await work(caller);
                var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;

                // Every slow one, and a part of the others: a million samples would be a load of their own.
                if (done++ % 16 == 0 || took > 10) sample.Add(took);
            }

            return (Done: done, Sample: sample);
        })));
        return (results.Sum(result => result.Done), [.. results.SelectMany(result => result.Sample)]);
    }
}
