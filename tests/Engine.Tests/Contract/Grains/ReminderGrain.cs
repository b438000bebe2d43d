using System.Collections.Immutable;

namespace Atmosphere.Engine.Tests.Contract.Grains;

/// <summary>Notes its ticks.</summary>
public interface IReminderGrain : IGrainWithStringKey
{
    Task Register(string name, TimeSpan dueTime, TimeSpan period);

    Task Unregister(string name);

    Task<ImmutableArray<string>> Names();

    Task<bool> Has(string name);

    Task<Guid> Incarnation();

    Task End();

    /// <summary>Has the next ticks fail.</summary>
    Task FailTicks(int times);

    /// <summary>Registers twice, then unregisters with what the first registration gave, and says what came of it.</summary>
    Task<string> UnregisterReplaced(string name);
}

internal sealed class ReminderGrain : Grain, IReminderGrain, IRemindable
{
    private readonly Guid _incarnation = Guid.NewGuid();
    private int _failures;

    private string Key => this.GetPrimaryKeyString();

    public Task Register(string name, TimeSpan dueTime, TimeSpan period) => this.RegisterOrUpdateReminder(name, dueTime, period);

    public async Task Unregister(string name)
    {
        if (await this.GetReminder(name) is { } reminder) await this.UnregisterReminder(reminder);
    }

    public async Task<ImmutableArray<string>> Names() => [.. (await this.GetReminders()).Select(r => r.ReminderName)];

    public async Task<bool> Has(string name) => await this.GetReminder(name) is not null;

    public Task<Guid> Incarnation() => Task.FromResult(_incarnation);

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task FailTicks(int times)
    {
        _failures = times;
        return Task.CompletedTask;
    }

    public async Task<string> UnregisterReplaced(string name)
    {
        var first = await this.RegisterOrUpdateReminder(name, TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        await this.RegisterOrUpdateReminder(name, TimeSpan.FromHours(2), TimeSpan.FromHours(1));
        try
        {
            await this.UnregisterReminder(first);
            return "removed";
        }
        catch (ReminderException)
        {
            return "refused";
        }
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        Journal.Note(Key, $"tick {reminderName}");
        Journal.Note($"{Key}/status", $"{status.Period} {(status.CurrentTickTime >= status.FirstTickTime.AddMilliseconds(-50) ? "in time" : "early")} {status.CurrentTickTime.Kind}");
        Journal.Note($"{Key}/incarnation", $"{_incarnation}");
        return _failures-- > 0 ? throw new InvalidOperationException("The tick fails on purpose.") : Task.CompletedTask;
    }
}
