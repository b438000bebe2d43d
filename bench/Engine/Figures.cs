using System.Diagnostics;
using System.Threading.Channels;

namespace Atmosphere.Engine.Bench;

/// <summary>How fast and how big the engine is.</summary>
internal static class Figures
{
    private const int Callers = 64;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(5);

    public static async Task DurableWritesAsync(BenchEngine engine)
    {
        var grains = Grains(engine, "writes");
        await Load.ReportAsync($"writes ({BenchEngine.Keeps}), a grain each", Callers, Duration, i => grains[i].Increment());
    }

    public static async Task EventsAsync(BenchEngine engine)
    {
        var provider = engine.Client.GetStreamProvider(BenchEngine.Streams);
        var streams = Enumerable.Range(0, Callers).Select(i => provider.GetStream<int>(StreamId.Create(CounterGrain.Namespace, $"{i}"))).ToArray();
        var published = 0L;
        var watch = Stopwatch.StartNew();
        await Load.ReportAsync($"events published ({BenchEngine.Keeps})", Callers, Duration, async i =>
        {
            await streams[i].OnNextAsync(i);
            Interlocked.Increment(ref published);
        });
        using var pulse = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (CounterGrain.Received < published && await pulse.WaitForNextTickAsync())
        {
            // until the last one has arrived
        }

        Console.WriteLine($"events delivered: {published / watch.Elapsed.TotalSeconds:N0}/s until the last one");
    }

    public static async Task CallsAsync(BenchEngine engine)
    {
        var grains = Grains(engine, "calls");
        await Load.ReportAsync("calls without a write, 64 grains", Callers, Duration, i => grains[i].Echo("x"));
        await Load.ReportAsync("calls without a write, 1 grain", Callers, Duration, _ => grains[0].Echo("x"));

        var there = Enumerable.Range(0, Callers).Select(_ => Channel.CreateUnbounded<int>()).ToArray();
        var back = Enumerable.Range(0, Callers).Select(_ => Channel.CreateUnbounded<int>()).ToArray();
        for (var i = 0; i < Callers; i++) _ = EchoAsync(there[i].Reader, back[i].Writer);
        await Load.ReportAsync("floor: round trips over two bare channels", Callers, Duration, async i =>
        {
            await there[i].Writer.WriteAsync(i);
            await back[i].Reader.ReadAsync();
        });

        static async Task EchoAsync(ChannelReader<int> reader, ChannelWriter<int> writer)
        {
            await foreach (var each in reader.ReadAllAsync()) await writer.WriteAsync(each);
        }
    }

    public static async Task IdleActivationsAsync(BenchEngine engine)
    {
        const int count = 100_000;
        await ActivateAsync("warm", 1000);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await ActivateAsync("idle", count);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        Console.WriteLine($"bytes per idle activation (one empty state), all in all: {(after - before) / count:N0}");

        Task ActivateAsync(string prefix, int number) =>
            Parallel.ForEachAsync(Enumerable.Range(0, number), async (i, _) => await engine.Client.GetGrain<ICounterGrain>($"{prefix}{i}").Value());
    }

    private static ICounterGrain[] Grains(BenchEngine engine, string prefix) =>
        [.. Enumerable.Range(0, Callers).Select(i => engine.Client.GetGrain<ICounterGrain>($"{prefix}{i}"))];
}
