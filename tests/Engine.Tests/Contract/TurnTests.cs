using Atmosphere.Engine.Tests.Contract.Grains;

namespace Atmosphere.Engine.Tests.Contract;

/// <summary>One thing at a time in a grain, many grains at once.</summary>
public sealed class TurnTests(EngineFixture engine)
{
    [Fact]
    public async Task A_grain_does_one_thing_at_a_time()
    {
        var (grain, key) = await Pulsing("turns");
        var first = grain.Hold("first");
        await Journal.Has(key, "first in");
        var second = grain.Hold("second");
        await PulsesPass(key);
        Journal.Of(key).ShouldNotContain("second in");

        Gate.Open($"{key}/first");
        Gate.Open($"{key}/second");
        await Task.WhenAll(first, second);
        Without("pulse", key).ShouldBe(["first in", "first out", "second in", "second out"]);
    }

    [Fact]
    public async Task Waiting_calls_run_one_after_the_other()
    {
        var (grain, key) = await Pulsing("order");
        var calls = new List<Task> { grain.Hold("0") };
        await Journal.Has(key, "0 in");
        for (var i = 1; i < 20; i++) calls.Add(grain.Hold($"{i}"));
        for (var i = 0; i < 20; i++) Gate.Open($"{key}/{i}");
        await Task.WhenAll(calls);
        // In what order is nobody's promise in a cluster: two calls of one client may take different ways.
        var noted = Without("pulse", key).ToArray();
        noted.Length.ShouldBe(40);
        noted.Chunk(2).ShouldAllBe(pair => pair[0].Replace(" in", " out") == pair[1]);
    }

    [Fact]
    public async Task Grains_run_in_parallel()
    {
        var keys = Enumerable.Range(0, 20).Select(i => Key.New($"parallel{i}")).ToArray();
        var calls = keys.Select(k => engine.Client.GetGrain<ITurnGrain>(k).Hold("call")).ToArray();
        foreach (var key in keys) await Journal.Has(key, "call in");
        foreach (var key in keys) Gate.Open($"{key}/call");
        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task Read_only_calls_interleave_with_each_other()
    {
        var key = Key.New("readers");
        var grain = engine.Client.GetGrain<ITurnGrain>(key);
        var first = grain.HoldReadOnly("first");
        await Journal.Has(key, "first in");
        var second = grain.HoldReadOnly("second");
        await Journal.Has(key, "second in");
        Gate.Open($"{key}/first");
        Gate.Open($"{key}/second");
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task Read_only_calls_do_not_interleave_with_others()
    {
        var (grain, key) = await Pulsing("writer");
        var writer = grain.Hold("writer");
        await Journal.Has(key, "writer in");
        var reader = grain.HoldReadOnly("reader");
        await PulsesPass(key);
        Journal.Of(key).ShouldNotContain("reader in");
        Gate.Open($"{key}/writer");
        await Journal.Has(key, "reader in");

        var next = grain.Hold("next");
        await PulsesPass(key);
        Journal.Of(key).ShouldNotContain("next in");
        Gate.Open($"{key}/reader");
        Gate.Open($"{key}/next");
        await Task.WhenAll(writer, reader, next);
    }

    [Fact]
    public async Task After_an_await_the_scheduler_is_the_activations_and_there_is_no_context()
    {
        var key = Key.New("surroundings");
        var call = engine.Client.GetGrain<ITurnGrain>(key).Surroundings(key);
        Gate.Open(key);
        (await call).ShouldBe(["a scheduler of its own", "the same scheduler", "no context", "the same scheduler"]);
    }

    private static IEnumerable<string> Without(string entry, string key) => Journal.Of(key).Where(e => e != entry);

    /// <summary>Pulses run in the grain's own turns: when several have come, a call that may run has run.</summary>
    private static Task PulsesPass(string key) => Journal.Has(key, "pulse", Journal.Count(key, "pulse") + 5);

    private async Task<(ITurnGrain Grain, string Key)> Pulsing(string hint)
    {
        var key = Key.New(hint);
        var grain = engine.Client.GetGrain<ITurnGrain>(key);
        await grain.StartPulse();
        return (grain, key);
    }
}
