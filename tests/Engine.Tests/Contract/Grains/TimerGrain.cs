namespace Atmosphere.Engine.Tests.Contract.Grains;

/// <summary>Notes what its timers do.</summary>
public interface ITimerGrain : IGrainWithStringKey
{
    Task<string> Echo(string text);

    Task<Guid> Incarnation();

    Task End();

    /// <summary>Its callback notes "name in", waits for the gate "key/name", notes "name out".</summary>
    Task Start(string name, TimeSpan period, bool interleave);

    /// <summary>Its callback notes "name" and throws.</summary>
    Task StartFailing(string name, TimeSpan period);

    /// <summary>Its callback notes "name", changes its own timer to at once and no more, and then waits for the gate "key/name".</summary>
    Task StartChanging(string name);

    /// <summary>Its callback notes "name" and disposes its own timer.</summary>
    Task StartDisposing(string name, TimeSpan period);

    /// <summary>Its callback calls its own grain and notes the answer.</summary>
    Task StartSelfCalling(bool interleave);

    /// <summary>Never runs by itself; <see cref="Change"/> has it note "name".</summary>
    Task StartSleeping(string name);

    Task Change(TimeSpan dueTime, TimeSpan period);

    /// <summary>Notes "name" again and again.</summary>
    Task StartTicking(string name, TimeSpan period, bool keepAlive);

    /// <summary>Its callback notes "name in" and waits for its own token, then notes "name told".</summary>
    Task StartWaitingForToken(string name);

    Task DisposeTimer();

    /// <summary>The kind of exception that a due time of minus two milliseconds gives.</summary>
    Task<string> StartWrong();
}

internal sealed class TimerGrain : Grain, ITimerGrain
{
    private readonly Guid _incarnation = Guid.NewGuid();
    private IGrainTimer? _timer;

    private string Key => this.GetPrimaryKeyString();

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Journal.Note(Key, $"deactivated: {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public Task<string> Echo(string text) => Task.FromResult(text);

    public Task<Guid> Incarnation() => Task.FromResult(_incarnation);

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task Start(string name, TimeSpan period, bool interleave)
    {
        this.RegisterGrainTimer(
            async _ =>
            {
                Journal.Note(Key, $"{name} in");
                await Gate.Passed($"{Key}/{name}");
                Journal.Note(Key, $"{name} out");
            },
            new GrainTimerCreationOptions { DueTime = TimeSpan.Zero, Period = period, Interleave = interleave });
        return Task.CompletedTask;
    }

    public Task StartFailing(string name, TimeSpan period)
    {
        this.RegisterGrainTimer(
            () =>
            {
                Journal.Note(Key, name);
                throw new InvalidOperationException("The callback fails on purpose.");
            },
            TimeSpan.Zero,
            period);
        return Task.CompletedTask;
    }

    public Task StartChanging(string name)
    {
        _timer = this.RegisterGrainTimer(
            async _ =>
            {
                Journal.Note(Key, name);
                if (Journal.Count(Key, name) > 1) return;
                _timer!.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
                await Gate.Passed($"{Key}/{name}");
            },
            new GrainTimerCreationOptions { DueTime = TimeSpan.Zero, Period = TimeSpan.FromHours(1), Interleave = true });
        return Task.CompletedTask;
    }

    public Task StartDisposing(string name, TimeSpan period)
    {
        _timer = this.RegisterGrainTimer(
            token =>
            {
                Journal.Note(Key, name);
                _timer!.Dispose();
                Journal.Note(Key, token.IsCancellationRequested ? "token cancelled" : "token alive");
                return Task.CompletedTask;
            },
            TimeSpan.Zero,
            period);
        return Task.CompletedTask;
    }

    public Task StartSelfCalling(bool interleave)
    {
        this.RegisterGrainTimer(
            async _ => Journal.Note(Key, await this.AsReference<ITimerGrain>().Echo("answered")),
            new GrainTimerCreationOptions { DueTime = TimeSpan.Zero, Period = Timeout.InfiniteTimeSpan, Interleave = interleave });
        return Task.CompletedTask;
    }

    public Task StartSleeping(string name)
    {
        _timer = this.RegisterGrainTimer(
            static state =>
            {
                Journal.Note(state.Key, state.Name);
                return Task.CompletedTask;
            },
            (Key, Name: name),
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    public Task Change(TimeSpan dueTime, TimeSpan period)
    {
        _timer!.Change(dueTime, period);
        return Task.CompletedTask;
    }

    public Task StartTicking(string name, TimeSpan period, bool keepAlive)
    {
        this.RegisterGrainTimer(
            () =>
            {
                Journal.Note(Key, name);
                return Task.CompletedTask;
            },
            new GrainTimerCreationOptions { DueTime = period, Period = period, KeepAlive = keepAlive });
        return Task.CompletedTask;
    }

    public Task StartWaitingForToken(string name)
    {
        _timer = this.RegisterGrainTimer(
            async token =>
            {
                Journal.Note(Key, $"{name} in");
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                Journal.Note(Key, $"{name} told");
            },
            new GrainTimerCreationOptions { DueTime = TimeSpan.Zero, Period = Timeout.InfiniteTimeSpan, Interleave = true });
        return Task.CompletedTask;
    }

    public Task DisposeTimer()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public Task<string> StartWrong()
    {
        try
        {
            this.RegisterGrainTimer(() => Task.CompletedTask, TimeSpan.FromMilliseconds(-2), TimeSpan.FromSeconds(1));
            return Task.FromResult("nothing");
        }
        catch (ArgumentException wrong)
        {
            return Task.FromResult(wrong.GetType().Name);
        }
    }
}
