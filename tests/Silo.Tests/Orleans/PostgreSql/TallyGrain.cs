using Atmosphere.Grains;
using Orleans.Placement;

namespace Atmosphere.Silo.Tests.PostgreSql;

/// <summary>Keeps a number, and counts the ticks of a reminder.</summary>
[Alias("silo-tests.tally")]
public interface ITallyGrain : IGrainWithStringKey
{
    /// <returns>The silo that it was added on.</returns>
    [Alias("Add")]
    Task<SiloAddress> Add(int number);

    [Alias("Sum")]
    Task<int> Sum();

    /// <summary>Has a reminder tick as often as these tests allow.</summary>
    [Alias("Arm")]
    Task Arm();

    /// <summary>All ticks so far that were noted in the state.</summary>
    [Alias("Ticks")]
    Task<int> Ticks();
}

[RandomPlacement]
internal sealed class TallyGrain([PersistentState("tally", WellKnownNames.Storage)] IPersistentState<Tally> tally, ILocalSiloDetails silo) : Grain, ITallyGrain, IRemindable
{
    public async Task<SiloAddress> Add(int number)
    {
        tally.State = tally.State with { Sum = tally.State.Sum + number };
        await tally.WriteStateAsync();
        return silo.SiloAddress;
    }

    public Task<int> Sum() => Task.FromResult(tally.State.Sum);

    public Task Arm() => this.RegisterOrUpdateReminder("tick", TimeSpan.Zero, TestSilo.ReminderPeriod);

    public Task<int> Ticks() => Task.FromResult(tally.State.Ticks);

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        tally.State = tally.State with { Ticks = tally.State.Ticks + 1 };
        return tally.WriteStateAsync();
    }
}

internal sealed record Tally
{
    public int Sum { get; init; }

    public int Ticks { get; init; }
}
