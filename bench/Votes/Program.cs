using System.Globalization;
using Atmosphere.Load;

// dotnet run -c Release --project bench/Votes [-- --seconds 20 --callers 64]
// The same signed votes over HTTP, each durable when it is answered, on every engine that can be built here, one after the other.
var seconds = Number("--seconds", 20);
var callers = Number("--callers", 64);
var warmUp = TimeSpan.FromSeconds(5);
Console.WriteLine($"{callers} callers, {seconds} s each after {warmUp.TotalSeconds} s of warming up, {Environment.ProcessorCount} cores for servers, stand-ins and callers together");

Timings? first = null;
await foreach (var target in Targets.AllAsync())
{
    await using (target)
    {
        await using var votes = await VoteCallers.StartAsync(target, callers);
        var figure = await Timings.ClosedLoopAsync(callers, warmUp, TimeSpan.FromSeconds(seconds), votes.VoteAsync);
        first ??= figure;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{target.Name}: {figure.PerSecond:0} votes/s, p50 {figure.Median.TotalMilliseconds:0.0} ms, p99 {figure.Percentile99.TotalMilliseconds:0.0} ms, {figure.PerSecond / first.PerSecond:0.00} of the first"));
    }
}

int Number(string name, int usual) =>
    Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : usual;
