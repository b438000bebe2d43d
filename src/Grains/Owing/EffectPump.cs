using System.Collections.Immutable;
using Atmosphere.Grains.Ports;
using Microsoft.Extensions.Logging;

namespace Atmosphere.Grains.Owing;

/// <summary>
/// Performs what a grain owes, one effect at a time in the order in which it was owed, on copies of the state.
/// It runs in an interleaving grain timer, so calls go on while the outside world is slow; it touches no state
/// and reports by an ordinary call. What it remembers (failures, waits) is memory only: after a new activation every effect found
/// in the ledger has an unknown outcome and is looked for before it is repeated.
/// </summary>
internal sealed partial class EffectPump<TEffect, TCommand>(
    Func<OwedLedger<TEffect>> ledger,
    Func<TEffect, EffectAttempt, CancellationToken, Task<EffectResult<TCommand>>> perform,
    Func<EffectReport<TCommand>, Task> report,
    OwingServices services,
    ILogger logger)
    where TEffect : class, IOwedEffect
    where TCommand : class
{
    private readonly Dictionary<string, SlotMemory> _memory = new(StringComparer.Ordinal);
    private readonly HashSet<string> _hadTheirTurn = new(StringComparer.Ordinal);

    /// <summary>When a slot with a pace was performed last. There are a few of them per grain, and they are always the same.</summary>
    private readonly Dictionary<string, DateTimeOffset> _lastPerformed = new(StringComparer.Ordinal);
    private IGrainTimer? _timer;
    private bool _running;
    private bool _stopped;

    /// <summary>Marks everything that is owed already as "may have happened". Called once, at activation.</summary>
    public void FoundAtActivation()
    {
        foreach (var slot in ledger().Slots.Keys) _memory[slot] = new SlotMemory { LookFirst = true };
    }

    /// <summary>Starts the pump unless it runs. Called after every write that owes.</summary>
    public void Kick(Grain grain)
    {
        if (_running || _stopped || ledger().IsEmpty) return;
        _timer ??= grain.RegisterGrainTimer(
            RunAsync,
            new GrainTimerCreationOptions { DueTime = Timeout.InfiniteTimeSpan, Period = Timeout.InfiniteTimeSpan, Interleave = true, KeepAlive = true });
        _timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Gives up what is under way: the activation is ending. It waits for the pump to end, and a report of the pump would go to the
    /// next activation, which waits for this one to end: without this, until calls time out.
    /// </summary>
    public void Stop()
    {
        _stopped = true;
        _timer?.Dispose();
    }

    public ImmutableArray<OwedView> View() =>
    [
        .. ledger().Slots.Values.OrderBy(owed => owed.Number).Select(owed =>
        {
            _memory.TryGetValue(owed.Effect.Slot, out var memory);
            return new OwedView
            {
                Slot = owed.Effect.Slot,
                Effect = owed.Effect.GetType().Name,
                Since = owed.Since,
                Failures = memory?.Failures ?? 0,
                Waiting = memory?.Reason ?? "",
                NotBefore = memory?.NotBefore,
            };
        }),
    ];

    /// <summary>One tick: performs what is due, until there is something to report.</summary>
    /// <remarks>
    /// The report is waited for after the tick, not in it. An activation that ends for a reason of the engine's, such as a lost part of
    /// the grain directory, waits for its ticks and takes no calls meanwhile: a tick that waited for its own report would keep the grain
    /// from everybody until calls time out. After the tick the report goes to the next activation, which strikes the effect off.
    /// </remarks>
    private async Task RunAsync(CancellationToken timerDisposed)
    {
        // Orleans' timer may tick twice at a time when it is changed just as it fires. Whoever runs looks again at the end.
        if (_running) return;
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timerDisposed, services.Stopping);
        var cancellationToken = linked.Token;
        _running = true;
        services.Load.Begin();
        (Owed<TEffect> Owed, EffectReport<TCommand> Report)? finding = null;
        try
        {
            while (finding is null && !cancellationToken.IsCancellationRequested && NextDue() is { } owed)
                finding = await TryOneAsync(owed, cancellationToken) is { } toReport ? (owed, toReport) : null;
        }
        finally
        {
            services.Load.End();
            _running = finding is not null;
        }

        if (finding is { } found) _ = TellAsync(found.Owed, found.Report, timerDisposed);
        else GoOn(cancellationToken);
    }

    /// <summary>Reports, and goes on when that is answered.</summary>
    private async Task TellAsync(Owed<TEffect> owed, EffectReport<TCommand> toReport, CancellationToken timerDisposed)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timerDisposed, services.Stopping);
        try
        {
            await report(toReport).WaitAsync(linked.Token);
            if (toReport.Settles)
            {
                var now = services.Time.GetUtcNow();
                OwingLoad.Performed(owed.Effect.GetType().Name, now - owed.Since);
                _memory.Remove(owed.Effect.Slot);
                if (owed.Effect.Pace > TimeSpan.Zero) _lastPerformed[owed.Effect.Slot] = now;
            }
            else
            {
                MemoryOf(owed).Advanced();
            }
        }
        catch (OperationCanceledException) when (linked.IsCancellationRequested)
        {
            MemoryOf(owed).LookFirst = true;
        }
        catch (Exception fault)
        {
            OnFault(owed, fault);
        }

        _running = false;
        GoOn(linked.Token);
    }

    /// <summary>Sets the next tick. No await between the last look at the ledger and here: a kick can't be missed.</summary>
    private void GoOn(CancellationToken cancellationToken)
    {
        if (!cancellationToken.IsCancellationRequested && NextWait() is { } wait) _timer!.Change(wait, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// What was owed first, of the slots that have not had their turn; when all have, they begin anew. A slot that calls fill again
    /// and again, such as the prompt under a storm of votes, holds up no other.
    /// </summary>
    private Owed<TEffect>? NextDue()
    {
        ForgetGone();
        var now = services.Time.GetUtcNow();
        var due = ledger().Slots.Values.Where(owed => NotBefore(owed, now) <= now).OrderBy(owed => owed.Number).ToList();
        if (due.Find(owed => !_hadTheirTurn.Contains(owed.Effect.Slot)) is { } next) return next;
        _hadTheirTurn.Clear();
        return due.FirstOrDefault();
    }

    private TimeSpan? NextWait()
    {
        ForgetGone();
        var slots = ledger().Slots;
        if (slots.IsEmpty) return null;
        var now = services.Time.GetUtcNow();
        var wait = slots.Values.Min(owed => NotBefore(owed, now)) - now;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    /// <summary>After every effect, not only at the end of a run: a slot that is dropped and owed anew must not inherit the old one's wait.</summary>
    private void ForgetGone()
    {
        var slots = ledger().Slots;
        foreach (var gone in _memory.Keys.Where(slot => !slots.ContainsKey(slot)).ToList()) _memory.Remove(gone);
    }

    private DateTimeOffset NotBefore(Owed<TEffect> owed, DateTimeOffset now)
    {
        var postponed = _memory.TryGetValue(owed.Effect.Slot, out var memory) ? memory.NotBefore : DateTimeOffset.MinValue;

        // A clock that was set back must not stretch the pace.
        if (!_lastPerformed.TryGetValue(owed.Effect.Slot, out var last) || last > now) return postponed;
        var paced = last + owed.Effect.Pace;
        return paced > postponed ? paced : postponed;
    }

    private SlotMemory MemoryOf(Owed<TEffect> owed) =>
        _memory.TryGetValue(owed.Effect.Slot, out var known) ? known : _memory[owed.Effect.Slot] = new SlotMemory();

    /// <returns>What the grain has to be told, or null when there is nothing to tell.</returns>
    private async Task<EffectReport<TCommand>?> TryOneAsync(Owed<TEffect> owed, CancellationToken cancellationToken)
    {
        var slot = owed.Effect.Slot;
        var effect = owed.Effect.GetType().Name;
        _hadTheirTurn.Add(slot);
        var memory = MemoryOf(owed);
        try
        {
            var attempt = new EffectAttempt
            {
                Number = memory.Failures + 1,
                LookFirst = memory.LookFirst,
                Since = owed.Since,
                Now = services.Time.GetUtcNow(),
            };
            // Waited for no longer than the activation lives, as if the process had died: the next one looks what became of it.
            var result = await perform(owed.Effect, attempt, cancellationToken).WaitAsync(cancellationToken);
            OwingLoad.Attempted(effect, result.GetType().Name);
            switch (result)
            {
                case EffectResult<TCommand>.Performed performed:
                    return new() { Slot = slot, Number = owed.Number, Settles = true, Command = performed.Command };
                case EffectResult<TCommand>.Advanced advanced:
                    return new() { Slot = slot, Number = owed.Number, Settles = false, Command = advanced.Command };
                case EffectResult<TCommand>.Wait wait:
                    // From when the step looked at the clock: how long it then took is no part of the wait that it asked for.
                    memory.Postpone(attempt.Now + services.Backoff.Spread(wait.For), wait.Reason);
                    break;
                case EffectResult<TCommand>.Failed failed:
                    var after = memory.Fail(services.Backoff, failed.Kind, failed.RetryAfter, failed.Reason, services.Time.GetUtcNow());
                    LogWillRetry(logger, effect, memory.Failures, failed.Kind, failed.Reason, after);
                    break;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            memory.LookFirst = true;
        }
        catch (Exception fault)
        {
            OnFault(owed, fault);
        }

        return null;
    }

    private void OnFault(Owed<TEffect> owed, Exception fault)
    {
        var (effect, memory) = (owed.Effect.GetType().Name, MemoryOf(owed));
        var after = memory.Fail(services.Backoff, OutcomeKind.Unavailable, null, fault.GetType().Name, services.Time.GetUtcNow());
        OwingLoad.Attempted(effect, "Faulted");
        LogFaulted(logger, fault, effect, memory.Failures, after);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Effect} will be tried again in {After} (failure {Failures}, {Kind}): {Reason}")]
    private static partial void LogWillRetry(ILogger logger, string effect, int failures, OutcomeKind kind, string reason, TimeSpan after);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Effect} faulted and will be tried again in {After} (failure {Failures})")]
    private static partial void LogFaulted(ILogger logger, Exception fault, string effect, int failures, TimeSpan after);

    /// <summary>What this activation knows about a slot. It belongs to the slot, not to one effect in it: a replacement of an effect
    /// whose outcome is unknown has to look, too, and a throttled slot stays throttled.</summary>
    private sealed class SlotMemory
    {
        public int Failures { get; private set; }

        public DateTimeOffset NotBefore { get; private set; }

        public bool LookFirst { get; set; }

        public string Reason { get; private set; } = "";

        /// <summary>A step of the way is done. What an earlier try may have done is as unknown as before: that step need not have looked.</summary>
        public void Advanced()
        {
            Failures = 0;
            Reason = "";
            NotBefore = DateTimeOffset.MinValue;
        }

        public void Postpone(DateTimeOffset until, string reason)
        {
            NotBefore = until;
            Reason = reason;
        }

        public TimeSpan Fail(Backoff backoff, OutcomeKind kind, TimeSpan? wish, string reason, DateTimeOffset now)
        {
            Failures++;

            // A definite "too many" or "busy" did not happen; everything else may have.
            LookFirst |= kind is not (OutcomeKind.Throttled or OutcomeKind.Busy or OutcomeKind.Misconfigured);
            var after = backoff.Next(kind, Failures, wish);
            Postpone(now + after, reason);
            return after;
        }
    }
}
