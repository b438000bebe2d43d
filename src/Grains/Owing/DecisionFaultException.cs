namespace Atmosphere.Grains.Owing;

/// <summary>A decider threw: a bug, or an input that no decider expects. Storage faults are never wrapped in this.</summary>
public sealed class DecisionFaultException(string command, Exception inner)
    : Exception($"{command} could not be decided: {inner.Message}", inner);
