using System.Collections.Immutable;

namespace Atmosphere.Engine.Tests.Contract.Grains;

/// <summary>Shows when turns begin and end.</summary>
public interface ITurnGrain : IGrainWithStringKey
{
    Task<string> Echo(string text);

    ValueTask<int> Add(int left, int right);

    ValueTask Touch();

    /// <summary>Notes "name in", waits for the gate "key/name", notes "name out".</summary>
    Task Hold(string name);

    [ReadOnly]
    Task HoldReadOnly(string name);

    [ResponseTimeout("00:00:01")]
    Task HoldBriefly(string name);

    /// <summary>Notes "pulse" every few milliseconds, between the awaits of whatever runs.</summary>
    Task StartPulse();

    /// <summary>Which activation this is.</summary>
    Task<Guid> Incarnation();

    /// <summary>Asks for the end of the activation, then does as <see cref="Hold"/>.</summary>
    Task EndAndHold(string name);

    /// <summary>Asks for the end of the activation and says which one it was.</summary>
    Task<Guid> EndAndTell();

    Task Fail(string message);

    /// <summary>Keeps the activation in memory for so long.</summary>
    Task Keep(TimeSpan time);

    /// <summary>What the scheduler and the synchronization context are before and after an await of something foreign.</summary>
    Task<ImmutableArray<string>> Surroundings(string gate);

    /// <summary>Calls another grain, which calls back.</summary>
    [ResponseTimeout("00:00:01")]
    Task<string> CallRound(string other);

    [ResponseTimeout("00:00:01")]
    Task<string> CallBack(string first);

    /// <summary>Notes "name in", waits for the token, notes "name cancelled" in a turn of its own.</summary>
    Task HoldUntilCancelled(string name, CancellationToken cancellationToken);

    /// <summary>Whether references to the same grain are equal, and what they say their key is.</summary>
    Task<string> Myself();
}

internal sealed class TurnGrain : Grain, ITurnGrain
{
    private readonly Guid _incarnation = Guid.NewGuid();

    private string Key => this.GetPrimaryKeyString();

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Journal.Note(Key, $"deactivated: {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public Task<string> Echo(string text) => Task.FromResult(text);

    public ValueTask<int> Add(int left, int right) => new(left + right);

    public async ValueTask Touch()
    {
        await Task.Yield();
        Journal.Note(Key, "touched");
    }

    public async Task Hold(string name)
    {
        Journal.Note(Key, $"{name} in");
        await Gate.Passed($"{Key}/{name}");
        Journal.Note(Key, $"{name} out");
    }

    public Task HoldReadOnly(string name) => Hold(name);

    public Task HoldBriefly(string name) => Hold(name);

    public Task StartPulse()
    {
        this.RegisterGrainTimer(
            () =>
            {
                Journal.Note(Key, "pulse");
                return Task.CompletedTask;
            },
            new GrainTimerCreationOptions { DueTime = TimeSpan.Zero, Period = TimeSpan.FromMilliseconds(10), Interleave = true });
        return Task.CompletedTask;
    }

    public Task<Guid> Incarnation() => Task.FromResult(_incarnation);

    public Task EndAndHold(string name)
    {
        DeactivateOnIdle();
        return Hold(name);
    }

    public Task<Guid> EndAndTell()
    {
        DeactivateOnIdle();
        return Incarnation();
    }

    public Task Keep(TimeSpan time)
    {
        DelayDeactivation(time);
        return Task.CompletedTask;
    }

    public async Task Fail(string message)
    {
        await Task.Yield();
        throw new InvalidOperationException(message);
    }

    public async Task<ImmutableArray<string>> Surroundings(string gate)
    {
        var scheduler = TaskScheduler.Current;
        var seen = new List<string> { scheduler == TaskScheduler.Default ? "no scheduler of its own" : "a scheduler of its own" };
        await Gate.Passed(gate);
        seen.Add(ReferenceEquals(scheduler, TaskScheduler.Current) ? "the same scheduler" : "another scheduler");
        seen.Add(SynchronizationContext.Current is null ? "no context" : "a context");
        await Task.Run(() => { }, CancellationToken.None);
        seen.Add(ReferenceEquals(scheduler, TaskScheduler.Current) ? "the same scheduler" : "another scheduler");
        return [.. seen];
    }

    public Task<string> CallRound(string other) => GrainFactory.GetGrain<ITurnGrain>(other).CallBack(Key);

    public Task<string> CallBack(string first) => GrainFactory.GetGrain<ITurnGrain>(first).Echo("round");

    public async Task HoldUntilCancelled(string name, CancellationToken cancellationToken)
    {
        var scheduler = TaskScheduler.Current;
        Journal.Note(Key, $"{name} in");
        await using var registration = cancellationToken.Register(
            () => Journal.Note(Key, ReferenceEquals(scheduler, TaskScheduler.Current) ? $"{name} told in a turn" : $"{name} told outside of a turn"));
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }
        finally
        {
            Journal.Note(Key, $"{name} cancelled");
        }
    }

    public Task<string> Myself()
    {
        var me = this.AsReference<ITurnGrain>();
        var again = GrainFactory.GetGrain<ITurnGrain>(Key);
        return Task.FromResult(me.Equals(again) && me.GetHashCode() == again.GetHashCode() ? again.GetPrimaryKeyString() : "unequal");
    }
}
