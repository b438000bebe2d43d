namespace Atmosphere.Grains.Recognition;

/// <summary>Holds the bucket in memory: after a restart it begins empty, which costs at most a second.</summary>
internal sealed class RecogniserBudgetGrain(RecogniserBudgetRules rules, TimeProvider time) : Grain, IRecogniserBudgetGrain
{
    private RecogniserBudget _budget = new() { At = time.GetUtcNow() };

    public Task<BudgetLease> Take(BudgetRequest request)
    {
        (_budget, var lease) = _budget.Take(request, rules.CallsPerSecond, time.GetUtcNow());
        return Task.FromResult(lease);
    }
}

/// <param name="CallsPerSecond">Of the recogniser, for the whole cluster.</param>
/// <param name="Endpoint">The key of the one budget grain.</param>
internal sealed record RecogniserBudgetRules(double CallsPerSecond, string Endpoint);
