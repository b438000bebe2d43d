namespace Atmosphere.Faults.Tests;

/// <summary>One cluster at a time: silos that starve take each other for dead.</summary>
[CollectionDefinition(nameof(ClusterOfProcesses))]
public sealed class ClusterOfProcesses;
