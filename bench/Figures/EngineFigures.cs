using System.Threading.Channels;
using Atmosphere.Engine.Bench;
using Atmosphere.Load;

namespace Atmosphere.Figures.Bench;

/// <summary>The engine alone, in this process.</summary>
internal static class EngineFigures
{
    private const int Callers = 64;

    public static async Task MeasureAsync(TimeSpan duration)
    {
        await using var engine = await BenchEngine.StartAsync();
        await CallsAsync(engine, duration);
        await WritesAsync(engine, duration);
        await IdleActivationsAsync(engine);
    }

    private static async Task CallsAsync(BenchEngine engine, TimeSpan duration)
    {
        var grains = Grains(engine, "calls");
        var calls = await Timings.ClosedLoopAsync(Callers, duration, duration, (caller, _) => grains[caller].Echo("x"));
        var there = Enumerable.Range(0, Callers).Select(_ => Channel.CreateUnbounded<int>()).ToArray();
        var back = Enumerable.Range(0, Callers).Select(_ => Channel.CreateUnbounded<int>()).ToArray();
        var echoes = Enumerable.Range(0, Callers).Select(i => EchoAsync(there[i].Reader, back[i].Writer)).ToArray();
        var floor = await Timings.ClosedLoopAsync(Callers, duration / 2, duration, async (caller, piece) =>
        {
            await there[caller].Writer.WriteAsync(piece);
            await back[caller].Reader.ReadAsync();
        });
        foreach (var channel in there) channel.Writer.Complete();
        await Task.WhenAll(echoes);
        Figure.Print($"calls without a write on {BenchEngine.Name}, beside round trips over two bare channels", calls.PerSecond, "calls/s", floor.PerSecond, BenchEngine.IsOurs ? "0.5" : "");

        static async Task EchoAsync(ChannelReader<int> reader, ChannelWriter<int> writer)
        {
            await foreach (var each in reader.ReadAllAsync()) await writer.WriteAsync(each);
        }
    }

    private static async Task WritesAsync(BenchEngine engine, TimeSpan duration)
    {
        var grains = Grains(engine, "writes");
        var writes = await Timings.ClosedLoopAsync(Callers, duration, duration, (caller, _) => grains[caller].Increment());
        await using var group = new GroupCommitFloor();
        var floor = await Timings.ClosedLoopAsync(Callers, duration / 2, duration, (_, _) => group.WriteOneAsync());
        Figure.Print($"writes on {BenchEngine.Name} ({BenchEngine.Keeps}), beside bare group-committed inserts", writes.PerSecond, "writes/s", floor.PerSecond, BenchEngine.IsOurs ? "0.6" : "");
    }

    private static async Task IdleActivationsAsync(BenchEngine engine)
    {
        const int count = 20_000;
        await ActivateAsync("warm", 1000);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await ActivateAsync("idle", count);
        Figure.Print($"idle activation with one empty state on {BenchEngine.Name}", (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)count, "bytes");

        Task ActivateAsync(string prefix, int number) =>
            Parallel.ForEachAsync(Enumerable.Range(0, number), async (i, _) => await engine.Client.GetGrain<ICounterGrain>($"{prefix}{i}").Value());
    }

    private static ICounterGrain[] Grains(BenchEngine engine, string prefix) =>
        [.. Enumerable.Range(0, Callers).Select(i => engine.Client.GetGrain<ICounterGrain>($"{prefix}{i}"))];
}
