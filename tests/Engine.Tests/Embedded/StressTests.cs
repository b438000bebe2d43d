namespace Atmosphere.Engine.Tests;

/// <summary>Many callers at once, while activations come and go.</summary>
public sealed class StressTests
{
    private const int Callers = 64;
    private const int CallsEach = 200;
    private const int Grains = 16;

    [Fact]
    public async Task Callers_get_their_turns_alike()
    {
        using var folder = new TestFolder();
        await using var engine = await TestEngine.StartAsync(folder.DatabasePath);
        var done = new int[Callers];
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            var grain = engine.Client.GetGrain<ICounterGrain>($"{caller}");
            while (done.Sum() < 100_000)
            {
                await grain.Value();
                done[caller]++;
            }
        })));
        done.Min().ShouldBeGreaterThan(done.Max() / 20);
    }

    [Fact]
    public async Task No_call_is_lost_or_run_twice_while_activations_come_and_go()
    {
        using var folder = new TestFolder();
        await using var engine = await TestEngine.StartAsync(folder.DatabasePath);
        using var ending = new CancellationTokenSource();
        var ender = Task.Run(async () =>
        {
            while (!ending.IsCancellationRequested) await engine.Engine.DeactivateAllAsync(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "The test asked."), CancellationToken.None);
        }, CancellationToken.None);
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < CallsEach; i++) await engine.Client.GetGrain<ICounterGrain>($"{(caller + i) % Grains}").Increment();
        })));
        await ending.CancelAsync();
        await ender;
        var counted = await Task.WhenAll(Enumerable.Range(0, Grains).Select(i => engine.Client.GetGrain<ICounterGrain>($"{i}").Value()));
        counted.Sum().ShouldBe(Callers * CallsEach);
    }
}
