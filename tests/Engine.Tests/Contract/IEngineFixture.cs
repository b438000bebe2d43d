namespace Atmosphere.Engine.Tests.Contract;

/// <summary>An engine that runs the contract's grains. Each engine has its <c>EngineFixture</c>; the tests know only this.</summary>
public interface IEngineFixture
{
    /// <summary>The way in for code that is not a grain.</summary>
    IClusterClient Client { get; }

    /// <summary>Has the next write of that state of the grain fail.</summary>
    Task FailNextWrite(IAddressable grain, string stateName);

    /// <summary>Has the next read of that state of the grain fail.</summary>
    Task FailNextRead(IAddressable grain, string stateName);

    /// <summary>Ends the activations that have not been used for so long.</summary>
    Task CollectIdle(TimeSpan olderThan);
}

/// <summary>What the fixtures' stores fail with.</summary>
[GenerateSerializer]
public sealed class StoreFailureException : Exception
{
    public StoreFailureException() : base("The store fails on purpose.") { }

    public StoreFailureException(string message) : base(message) { }

    public StoreFailureException(string message, Exception innerException) : base(message, innerException) { }
}

/// <summary>The settings that both fixtures use, so that the tests can rely on them.</summary>
public static class ContractSettings
{
    public const string Storage = "contract";
    public const string Streams = "contract-streams";
    public static readonly TimeSpan MinimumReminderPeriod = TimeSpan.FromMilliseconds(500);

    /// <summary>Only with Orleans, whose providers differ in details that no grain may rely on: <c>ATMOSPHERE_STORAGE=PostgreSQL</c>.</summary>
    public static readonly bool IsInPostgreSql = Environment.GetEnvironmentVariable("ATMOSPHERE_STORAGE") == "PostgreSQL";

    public static readonly TimeSpan MaxEventDeliveryTime = TimeSpan.FromSeconds(3);
}
