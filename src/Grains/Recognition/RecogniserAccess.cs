using Atmosphere.Grains.Owing;

namespace Atmosphere.Grains.Recognition;

/// <summary>Lets steps ask the cluster-wide budget before they call the recogniser.</summary>
internal sealed class RecogniserAccess(IGrainFactory grains, RecogniserBudgetRules rules)
{
    /// <returns>Null when the calls may be made now; else the step's answer: wait.</returns>
    public async Task<EffectResult<TCommand>?> WaitForAsync<TCommand>(BudgetUse use, int calls)
        where TCommand : class
    {
        var lease = await grains.GetGrain<IRecogniserBudgetGrain>(rules.Endpoint).Take(new() { Use = use, Calls = calls });
        return lease.Granted ? null : new EffectResult<TCommand>.Wait(lease.Wait, "waits for the recogniser's budget");
    }
}
