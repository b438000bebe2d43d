using Atmosphere.Engine.Tests.Contract.Grains;

namespace Atmosphere.Engine.Tests.Contract;

/// <summary>How activations begin and end.</summary>
public sealed class LifecycleTests(EngineFixture engine)
{
    [Fact]
    public async Task An_activation_that_fails_gives_its_caller_the_exception_and_the_next_call_tries_again()
    {
        var key = Key.New("fragile") + ":2";
        var grain = engine.Client.GetGrain<IFragileGrain>(key);
        (await Should.ThrowAsync<InvalidOperationException>(() => grain.Ask())).Message.ShouldBe("It is too early.");
        (await Should.ThrowAsync<InvalidOperationException>(() => grain.Ask())).Message.ShouldBe("It is too early.");
        (await grain.Ask()).ShouldBe("answer");
        Journal.Count(key, "activating").ShouldBe(3);
    }

    [Fact]
    public async Task DeactivateOnIdle_lets_the_running_call_finish_and_the_next_one_finds_a_fresh_activation()
    {
        var key = Key.New("ending");
        var grain = engine.Client.GetGrain<ITurnGrain>(key);
        var before = await grain.Incarnation();
        var ending = grain.EndAndHold("ending");
        await Journal.Has(key, "ending in");
        Gate.Open($"{key}/ending");
        await ending;
        (await grain.Incarnation()).ShouldNotBe(before);
        Journal.Of(key).ShouldBe(["ending in", "ending out", "deactivated: ApplicationRequested"]);
    }

    [Fact]
    public async Task Calls_that_wait_when_the_activation_ends_run_in_the_next_one()
    {
        var key = Key.New("queue");
        var grain = engine.Client.GetGrain<ITurnGrain>(key);
        var before = await grain.Incarnation();
        var ending = grain.EndAndHold("ending");
        await Journal.Has(key, "ending in");
        var waiting = Enumerable.Range(0, 5).Select(i => grain.Hold($"{i}")).ToArray();
        var incarnation = grain.Incarnation();
        for (var i = 0; i < 5; i++) Gate.Open($"{key}/{i}");
        Gate.Open($"{key}/ending");
        await Task.WhenAll([ending, .. waiting]);
        (await incarnation).ShouldNotBe(before);
        Journal.Of(key).Take(3).ShouldBe(["ending in", "ending out", "deactivated: ApplicationRequested"]);
        Journal.Of(key).Skip(3).ShouldBe(Enumerable.Range(0, 5).SelectMany(i => new[] { $"{i} in", $"{i} out" }), ignoreOrder: true);
    }

    [Fact]
    public async Task Calls_that_each_end_their_activation_get_one_each_or_are_rejected()
    {
        var key = Key.New("many-ends");
        var grain = engine.Client.GetGrain<ITurnGrain>(key);
        var holding = grain.Hold("holding");
        await Journal.Has(key, "holding in");
        var waiting = Enumerable.Range(0, 6).Select(_ => grain.EndAndTell()).ToArray();
        Gate.Open($"{key}/holding");
        await holding;
        var told = new List<Guid>();
        foreach (var call in waiting)
        {
            try
            {
                told.Add(await call);
            }
            catch (OrleansMessageRejectionException)
            {
                // A cluster forwards a call twice, and may give it up after that. It was not run.
            }
        }

        told.Count.ShouldBeGreaterThanOrEqualTo(3);
        told.Distinct().Count().ShouldBe(told.Count);
    }
}
