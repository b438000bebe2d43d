namespace Atmosphere.Faults.Tests;

/// <summary>How often a process is killed, and from which seed: few times in an ordinary run, more by command (docs/testing.md).</summary>
internal static class Rounds
{
    private const string CountVariable = "ATMOSPHERE_KILL_ROUNDS";
    private const string SeedVariable = "ATMOSPHERE_SEED";

    /// <summary>A grain that owes something is looked after by its reminder after two minutes, or later. What comes before that came without it.</summary>
    public static readonly TimeSpan BeforeReminders = TimeSpan.FromSeconds(90);

    public static int CountOr(int usual) => int.TryParse(Environment.GetEnvironmentVariable(CountVariable), out var count) && count > 0 ? count : usual;

    /// <summary>Whether more than an ordinary run is asked for.</summary>
    public static bool AreAskedFor => Environment.GetEnvironmentVariable(CountVariable) is { Length: > 0 };

    /// <summary>From the environment, to repeat a run; else a new one, which the test prints.</summary>
    public static int Seed { get; } = int.TryParse(Environment.GetEnvironmentVariable(SeedVariable), out var seed) ? seed : Random.Shared.Next();
}
