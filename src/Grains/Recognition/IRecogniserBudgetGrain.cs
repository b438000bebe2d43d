namespace Atmosphere.Grains.Recognition;

/// <summary>Shares the recogniser's rate among the whole cluster. Key: the recogniser's endpoint.</summary>
[Alias("Atmosphere.IRecogniserBudgetGrain")]
public interface IRecogniserBudgetGrain : IGrainWithStringKey
{
    /// <summary>Asks for a number of calls to be made now.</summary>
    [Alias("Take")]
    Task<BudgetLease> Take(BudgetRequest request);
}

/// <summary>What the calls are for: enrolment goes before identification, which can wait.</summary>
public enum BudgetUse
{
    Identification = 0,
    Enrolment = 1,
}

[GenerateSerializer, Immutable, Alias("Atmosphere.BudgetRequest")]
public sealed record BudgetRequest
{
    [Id(0)] public BudgetUse Use { get; init; }

    /// <summary>1 or more, and no more than a second's worth.</summary>
    [Id(1)] public int Calls { get; init; } = 1;
}

/// <summary>All the calls asked for, or none and a time after which to ask again.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.BudgetLease")]
public sealed record BudgetLease
{
    [Id(0)] public bool Granted { get; init; }

    [Id(1)] public TimeSpan Wait { get; init; }
}
