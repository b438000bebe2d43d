using System.Collections.Concurrent;
using System.Diagnostics;

namespace Atmosphere.Simulation;

/// <summary>Runs seeds and reports the first that breaks a promise.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        if (CommandLine.Read(args, out var flaw) is not { } command)
        {
            Console.Error.WriteLine(flaw);
            return 2;
        }

        return command.Traces ? Replay(command) : RunAll(command);
    }

    private static int Replay(CommandLine command)
    {
        var outcome = Simulator.Run(command.First, command.Scale, traces: true);
        foreach (var line in outcome.Trace) Console.WriteLine(line);
        Console.WriteLine(Report.Of(outcome));
        return outcome.Breach is null ? 0 : 1;
    }

    private static int RunAll(CommandLine command)
    {
        var totals = new Totals();
        var watch = Stopwatch.StartNew();
        var seeds = Enumerable.Range(0, command.Seeds).Select(i => command.First + (ulong)i);
        Outcome? failed = null;
        Parallel.ForEach(Partitioner.Create(seeds, EnumerablePartitionerOptions.NoBuffering), (seed, loop) =>
        {
            if (watch.Elapsed > command.AtMost)
            {
                loop.Stop();
                return;
            }

            var outcome = Simulator.Run(seed, command.Scale);
            totals.Add(outcome);
            if (outcome.Breach is null || Interlocked.CompareExchange(ref failed, outcome, null) is not null) return;
            loop.Stop();
        });

        Console.WriteLine(totals.Describe(watch.Elapsed));
        if (failed is null) return 0;
        Console.WriteLine();
        Console.WriteLine(Report.Of(failed));
        Console.WriteLine();
        Console.WriteLine("What happened, with the least of the same that still breaks it:");
        var smallest = Shrinker.Shrink(failed);
        foreach (var line in smallest.Trace) Console.WriteLine(line);
        Console.WriteLine(Report.Of(smallest));
        return 1;
    }
}
