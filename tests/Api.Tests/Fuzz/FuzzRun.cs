namespace Atmosphere.Api.Tests.Fuzz;

/// <summary>How many inputs, and from which seeds: few in an ordinary run, a million by command (docs/testing.md).</summary>
internal static class FuzzRun
{
    private const string CountVariable = "ATMOSPHERE_FUZZ_INPUTS";
    private const string SeedVariable = "ATMOSPHERE_SEED";

    /// <summary>The same in every run, so that what was found once stays found.</summary>
    private const int FixedSeed = 20_261_122;

    public static int CountOr(int usual) => int.TryParse(Environment.GetEnvironmentVariable(CountVariable), out var count) && count > 0 ? count : usual;

    /// <summary>Half of the inputs come from a seed that never changes, half from a new one; or all from the one of the environment.</summary>
    public static IReadOnlyList<int> Seeds { get; } =
        int.TryParse(Environment.GetEnvironmentVariable(SeedVariable), out var seed) ? [seed] : [FixedSeed, Random.Shared.Next()];

    /// <summary>Each input has a source of its own: one can be made again without those before it.</summary>
    public static Random Source(int seed, int number) => new(unchecked((seed * 397) ^ (number * 486_187_739)));

    /// <summary>For the message of a failure.</summary>
    public static string Name(int seed, int number) => $"input {number} of seed {seed} ({SeedVariable}={seed} repeats it)";
}
