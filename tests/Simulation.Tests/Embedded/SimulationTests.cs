namespace Atmosphere.Simulation.Tests;

public sealed class SimulationTests
{
    /// <summary>A few seconds on two cores. Longer: see docs/testing.md.</summary>
    private const int FreshSeeds = 24;

    [Fact]
    public void Fresh_seeds_keep_every_promise()
    {
        var first = (ulong)Random.Shared.NextInt64(long.MaxValue);
        var failures = new System.Collections.Concurrent.ConcurrentBag<string>();
        Parallel.For(0, FreshSeeds, i =>
        {
            var outcome = Simulator.Run(first + (ulong)i, new Scale());
            if (outcome.Breach is not null) failures.Add(Report.Of(outcome));
        });
        failures.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(FailedSeeds))]
    public void A_seed_that_once_failed_keeps_every_promise(string arguments)
    {
        var command = CommandLine.Read(arguments.Split(' '), out var flaw).ShouldNotBeNull(flaw);
        var outcome = Simulator.Run(command.First, command.Scale);
        outcome.Breach.ShouldBeNull(Report.Of(outcome));
    }

    [Fact]
    public void The_same_seed_gives_the_same_history()
    {
        const ulong seed = 3;
        var (first, second) = (Simulator.Run(seed, new Scale(), traces: true), Simulator.Run(seed, new Scale(), traces: true));
        second.Hash.ShouldBe(first.Hash);
        second.Trace.ShouldBe(first.Trace);
        Simulator.Run(seed, new Scale()).Hash.ShouldBe(first.Hash, "a trace changes nothing");
    }

    [Fact]
    public void Another_seed_gives_another_history() => Simulator.Run(4, new Scale()).Hash.ShouldNotBe(Simulator.Run(3, new Scale()).Hash);

    public static TheoryData<string> FailedSeeds() =>
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "failed-seeds.txt"))
            .Where(line => line.StartsWith("--", StringComparison.Ordinal))
            .Select(line => line.Split('#')[0].Trim()),
    ];
}
