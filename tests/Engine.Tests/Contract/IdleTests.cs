using Atmosphere.Engine.Tests.Contract.Grains;

namespace Atmosphere.Engine.Tests.Contract;

/// <summary>What is collected for being idle. Runs alone, since it takes the idle activations of other tests, too.</summary>
[Collection(nameof(IdleTests))]
[CollectionDefinition(nameof(IdleTests), DisableParallelization = true)]
public sealed class IdleTests(EngineFixture engine)
{
    [Fact]
    public async Task Activations_that_are_not_used_are_collected_unless_they_asked_to_be_kept()
    {
        var (key, kept) = (Key.New("idle"), Key.New("kept"));
        var grain = engine.Client.GetGrain<ITurnGrain>(key);
        await engine.Client.GetGrain<ITurnGrain>(kept).Keep(TimeSpan.FromHours(1));
        var before = await grain.Incarnation();
        await Eventually.Holds(
            async () =>
            {
                await engine.CollectIdle(TimeSpan.FromMilliseconds(200));
                return Journal.Count(key, "deactivated: ActivationIdle") > 0;
            },
            "the idle activation is collected");
        Journal.Of(kept).ShouldBeEmpty();
        (await grain.Incarnation()).ShouldNotBe(before);
    }

    [Fact]
    public async Task Ticks_keep_an_activation_in_memory_only_if_they_are_meant_to()
    {
        var (keptKey, droppedKey) = (Key.New("kept"), Key.New("dropped"));
        var (kept, dropped) = (engine.Client.GetGrain<ITimerGrain>(keptKey), engine.Client.GetGrain<ITimerGrain>(droppedKey));
        var before = await kept.Incarnation();
        await kept.StartTicking("tick", TimeSpan.FromMilliseconds(10), keepAlive: true);
        await dropped.StartTicking("tick", TimeSpan.FromMilliseconds(10), keepAlive: false);
        await Eventually.Holds(
            async () =>
            {
                await engine.CollectIdle(TimeSpan.FromSeconds(2));
                return Journal.Count(droppedKey, "deactivated: ActivationIdle") > 0;
            },
            "the activation whose ticks do not count is collected");
        Journal.Count(keptKey, "deactivated: ActivationIdle").ShouldBe(0);
        (await kept.Incarnation()).ShouldBe(before);
    }
}
