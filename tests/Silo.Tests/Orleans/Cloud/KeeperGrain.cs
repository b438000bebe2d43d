using Atmosphere.Grains;

namespace Atmosphere.Silo.Tests.Cloud;

/// <summary>Keeps a text and counts its reminder's ticks, and says where it is.</summary>
[Alias("Atmosphere.Tests.IKeeperGrain")]
public interface IKeeperGrain : IGrainWithStringKey
{
    [Alias("Keep")]
    Task Keep(string text);

    [Alias("Read")]
    Task<Kept> Read();

    [Alias("Remind")]
    Task Remind(TimeSpan dueTime);

    /// <summary>Forgets memory: the next call reads what is stored.</summary>
    [Alias("Leave")]
    Task Leave();
}

[GenerateSerializer, Immutable, Alias("Atmosphere.Tests.Kept")]
public sealed record Kept
{
    [Id(0)] public string Text { get; init; } = "";

    [Id(1)] public int Ticks { get; init; }

    /// <summary>The silo that answers.</summary>
    [Id(2)] public string Silo { get; init; } = "";
}

internal sealed class KeeperGrain(
    [PersistentState("keeper", WellKnownNames.Storage)] IPersistentState<Kept> store,
    ILocalSiloDetails silo) : Grain, IKeeperGrain, IRemindable
{
    public Task Keep(string text) => WriteAsync(store.State with { Text = text });

    public Task<Kept> Read() => Task.FromResult(store.State with { Silo = silo.Name });

    public Task Remind(TimeSpan dueTime) => this.RegisterOrUpdateReminder(WellKnownNames.DueReminder, dueTime, TimeSpan.FromMinutes(1));

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => WriteAsync(store.State with { Ticks = store.State.Ticks + 1 });

    private async Task WriteAsync(Kept next)
    {
        var before = store.State;
        store.State = next;
        try
        {
            await store.WriteStateAsync();
        }
        catch
        {
            store.State = before;
            throw;
        }
    }
}
