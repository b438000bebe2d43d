using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Atmosphere.Grains.Owing;

/// <summary>
/// The shell of every grain that owes effects: decide, arm the reminder, write, then act. The pump, the reminder and the
/// write-or-restore are here and nowhere else.
/// </summary>
internal abstract class OwingGrain<TState, TCommand, TEvent, TEffect> : Grain, IRemindable
    where TState : OwingState<TEffect>, new()
    where TCommand : class
    where TEvent : class
    where TEffect : class, IOwedEffect
{
    private readonly IPersistentState<TState> _store;
    private readonly EffectPump<TEffect, TCommand> _pump;

    /// <summary>The state as it is on disk: what the pump sees. During a write <see cref="State"/> is ahead of it.</summary>
    private TState _written = new();

    protected OwingGrain(IPersistentState<TState> store, OwingServices services)
    {
        _store = store;
        Time = services.Time;
        Logger = services.Loggers.CreateLogger(GetType());
        _pump = new EffectPump<TEffect, TCommand>(
            () => _written.Owed, (effect, attempt, token) => PerformAsync(_written, effect, attempt, token), ReportAsync, services, Logger);
    }

    protected TimeProvider Time { get; }

    protected ILogger Logger { get; }

    protected TState State => _store.State;

    protected string Key => this.GetPrimaryKeyString();

    /// <summary>The decider's <c>Decide</c>.</summary>
    protected abstract ImmutableArray<TEvent> Decide(TState state, TCommand command);

    /// <summary>The decider's <c>Evolve</c>.</summary>
    protected abstract TState Evolve(TState state, TEvent happened);

    /// <summary>The command that lets time pass.</summary>
    protected abstract TCommand Tick(DateTimeOffset now);

    /// <summary>Performs one owed effect on a snapshot of the state.</summary>
    protected abstract Task<EffectResult<TCommand>> PerformAsync(TState snapshot, TEffect effect, EffectAttempt attempt, CancellationToken cancellationToken);

    /// <summary>Calls this very grain's <c>EffectDone</c> through its reference, so that the report is a turn of its own.</summary>
    protected abstract Task ReportAsync(EffectReport<TCommand> report);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _written = _store.State;
        _pump.FoundAtActivation();
        _pump.Kick(this);
        return base.OnActivateAsync(cancellationToken);
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        await HandleAsync(Tick(Time.GetUtcNow()));
        if (!State.Owed.IsEmpty)
        {
            _pump.Kick(this);
            return;
        }

        var now = Time.GetUtcNow();
        if (DueReminder.AfterTick(State, now) is { } next)
        {
            await this.RegisterOrUpdateReminder(WellKnownNames.DueReminder, next - now, DueReminder.Period);
        }
        else if (await this.GetReminder(WellKnownNames.DueReminder) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }
    }

    /// <summary>Decides on a command and returns when its consequences are on disk.</summary>
    protected Task HandleAsync(TCommand command) => WriteAsync(Fold(State, command));

    /// <summary>Takes the pump's report: decides on the outcome and strikes the effect off.</summary>
    protected Task SettleAsync(EffectReport<TCommand> report)
    {
        var next = report.Command is { } command ? Fold(State, command) : State;
        return WriteAsync(report.Settles ? next with { Owed = next.Owed.Settle(report.Slot, report.Number) } : next);
    }

    protected ImmutableArray<OwedView> ViewOwed() => _pump.View();

    private TState Fold(TState state, TCommand command)
    {
        try
        {
            var next = Decide(state, command).Aggregate(state, Evolve);
            return ReferenceEquals(next, state) ? state : next with { Version = state.Version + 1 };
        }
        catch (Exception fault)
        {
            throw new DecisionFaultException(command.GetType().Name, fault);
        }
    }

    private async Task WriteAsync(TState next)
    {
        var before = State;
        if (ReferenceEquals(next, before) || next == before) return;
        if (next.IsErased)
        {
            await EraseAsync();
            return;
        }

        var now = Time.GetUtcNow();
        if (DueReminder.ToArm(before, next, now) is { } tick)
        {
            await this.RegisterOrUpdateReminder(WellKnownNames.DueReminder, tick - now, DueReminder.Period);
            next = next with { ReminderArmedFor = tick };
        }

        await _store.WriteOrRestoreAsync(next, End);
        _written = next;
        _pump.Kick(this);
    }

    /// <summary>
    /// The record first: a reminder that ticks for a grain without one removes itself. Then the activation ends, since some stores
    /// would take the next write of it for a late one.
    /// </summary>
    private async Task EraseAsync()
    {
        await _store.ClearOrRestoreAsync(End);
        _written = State;
        if (await this.GetReminder(WellKnownNames.DueReminder) is { } reminder) await this.UnregisterReminder(reminder);
        End();
    }

    private void End()
    {
        _pump.Stop();
        DeactivateOnIdle();
    }
}

/// <summary>What the shell of an owing grain needs.</summary>
/// <param name="Time">The clock.</param>
/// <param name="Backoff">When to try again.</param>
/// <param name="Loggers">One logger per grain class.</param>
/// <param name="Load">Counts what is being performed.</param>
/// <param name="Stopping">
/// Cancelled when the host begins to stop: effects under way are given up then, so that a slow Slack does not hold up the stop.
/// They stay owed, and the next activation looks what became of them.
/// </param>
internal sealed record OwingServices(TimeProvider Time, Backoff Backoff, ILoggerFactory Loggers, OwingLoad Load, CancellationToken Stopping);
