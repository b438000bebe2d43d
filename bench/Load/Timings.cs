using System.Diagnostics;

namespace Atmosphere.Load;

/// <summary>How often a second something was done, and how long one took.</summary>
internal sealed record Timings(double PerSecond, TimeSpan Median, TimeSpan Percentile99)
{
    /// <summary>Callers that ask again as soon as they have their answer, after a time of warming up.</summary>
    /// <param name="callers">How many at a time.</param>
    /// <param name="warmUp">Not counted.</param>
    /// <param name="duration">Counted.</param>
    /// <param name="work">One piece of one caller's work, by the caller's number and the piece's.</param>
    public static async Task<Timings> ClosedLoopAsync(int callers, TimeSpan warmUp, TimeSpan duration, Func<int, int, Task> work)
    {
        await RunAsync(callers, warmUp, work);
        var watch = Stopwatch.StartNew();
        var (done, sample) = await RunAsync(callers, duration, work);
        return Of(done / watch.Elapsed.TotalSeconds, sample);
    }

    /// <summary>Work that comes at a fixed rate, whether the last was done or not; times count from when it was due.</summary>
    public static async Task<Timings> OpenLoopAsync(int perSecond, TimeSpan duration, Func<int, Task> work)
    {
        var count = (int)(perSecond * duration.TotalSeconds);
        var sample = new TimeSpan[count];
        var begun = new List<Task>(count);
        var watch = Stopwatch.StartNew();
        using var pulse = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        for (var next = 0; next < count;)
        {
            for (var due = (int)(watch.Elapsed.TotalSeconds * perSecond); next < Math.Min(due, count); next++) begun.Add(OneAsync(next));
            await pulse.WaitForNextTickAsync();
        }

        await Task.WhenAll(begun);
        return Of(count / watch.Elapsed.TotalSeconds, [.. sample]);

        async Task OneAsync(int i)
        {
            var due = TimeSpan.FromSeconds((double)i / perSecond);
            await work(i);
            sample[i] = watch.Elapsed - due;
        }
    }

    public static Timings Of(double perSecond, List<TimeSpan> sample)
    {
        sample.Sort();
        return new(perSecond, sample[sample.Count / 2], sample[(int)(sample.Count * 0.99)]);
    }

    private static async Task<(long Done, List<TimeSpan> Sample)> RunAsync(int callers, TimeSpan duration, Func<int, int, Task> work)
    {
        var watch = Stopwatch.StartNew();
        var results = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var sample = new List<TimeSpan>();
            var done = 0;
            for (; watch.Elapsed < duration; done++)
            {
                var begun = watch.Elapsed;
                await work(caller, done);

                // Every slow one, and a part of the others: a million samples would be a load of their own.
                var took = watch.Elapsed - begun;
                if (done % 16 == 0 || took > TimeSpan.FromMilliseconds(10)) sample.Add(took);
            }

            return (Done: (long)done, Sample: sample);
        })));
        return (results.Sum(result => result.Done), [.. results.SelectMany(result => result.Sample)]);
    }
}
