using Atmosphere.Engine.Tests.Contract;

namespace Atmosphere.Engine.Tests;

/// <summary>Notes everything that happens to it, with the thread and the time.</summary>
public interface IThreadGrain : IGrainWithStringKey
{
    Task Write(string text);

    Task<string> Ask(string other, string text);

    Task AskTwice(string other, string one, string two);

    Task WriteAndEnd(string text);

    Task StartTimer(TimeSpan period);

    Task Remind(TimeSpan dueTime, TimeSpan period);

    Task Publish(string other, string text);

    Task Sleep(TimeSpan time);

    Task Hang();
}

[ImplicitStreamSubscription(Namespace)]
internal sealed class ThreadGrain([PersistentState("thread", "test")] IPersistentState<List<string>> written, TimeProvider clock)
    : Grain, IThreadGrain, IRemindable, IStreamSubscriptionObserver, IAsyncObserver<string>
{
    public const string Namespace = "test-threads";

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Note($"activated with {written.State.Count}");
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Note($"deactivated: {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public async Task Write(string text)
    {
        written.State.Add(text);
        await written.WriteStateAsync();
        Note($"wrote {text}");
    }

    public async Task<string> Ask(string other, string text)
    {
        await GrainFactory.GetGrain<IThreadGrain>(other).Write(text);
        Note($"asked {text}");
        return text;
    }

    public async Task AskTwice(string other, string one, string two)
    {
        var grain = GrainFactory.GetGrain<IThreadGrain>(other);
        await Task.WhenAll(grain.Write(one), grain.Write(two)).WaitAsync(TimeSpan.FromMinutes(1), clock);
        Note("asked both");
    }

    public Task WriteAndEnd(string text)
    {
        DeactivateOnIdle();
        return Write(text);
    }

    public Task StartTimer(TimeSpan period)
    {
        this.RegisterGrainTimer(
            async () =>
            {
                await Task.Yield();
                Note("timer");
            },
            period,
            period);
        return Task.CompletedTask;
    }

    public Task Remind(TimeSpan dueTime, TimeSpan period) => this.RegisterOrUpdateReminder("due", dueTime, period);

    public Task Publish(string other, string text) =>
        this.GetStreamProvider(ContractSettings.Streams).GetStream<string>(StreamId.Create(Namespace, other)).OnNextAsync(text);

    public async Task Sleep(TimeSpan time)
    {
        await Task.Delay(time, clock);
        Note("slept");
    }

    public Task Hang() => Task.Delay(Timeout.InfiniteTimeSpan, clock);

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        await Task.Yield();
        Note("tick");
    }

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.Create<string>().ResumeAsync(this);

    public async Task OnNextAsync(string item, StreamSequenceToken? token = null)
    {
        await Task.Yield();
        Journal.Note($"{this.GetPrimaryKeyString()}/tries", item);
        if (item.StartsWith("poison", StringComparison.Ordinal)) throw new InvalidOperationException("poison");
        if (item.StartsWith("twice", StringComparison.Ordinal) && Journal.Count($"{this.GetPrimaryKeyString()}/tries", item) == 1) throw new InvalidOperationException("not yet");
        Note($"event {item}");
    }

    public Task OnCompletedAsync() => Task.CompletedTask;

    public Task OnErrorAsync(Exception ex)
    {
        Note("error");
        return Task.CompletedTask;
    }

    private void Note(string what)
    {
        Journal.Note(this.GetPrimaryKeyString(), what);
        Journal.Note($"{this.GetPrimaryKeyString()}/threads", $"{Environment.CurrentManagedThreadId}");
        Journal.Note($"{this.GetPrimaryKeyString()}/times", $"{clock.GetUtcNow():HH:mm:ss.fff} {what}");
    }
}
