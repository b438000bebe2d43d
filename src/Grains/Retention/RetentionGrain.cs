using System.Collections.Immutable;
using Atmosphere.Grains.Auditing;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Retention.Steps;

namespace Atmosphere.Grains.Retention;

/// <summary>The shell around <see cref="RetentionDecider"/>.</summary>
internal sealed class RetentionGrain(
    [PersistentState(WellKnownNames.States.Retention, WellKnownNames.Storage)] IPersistentState<RetentionState> store,
    OwingServices services,
    RetentionRules rules,
    SweepStep sweep,
    WriteAuditStep audit)
    : OwingGrain<RetentionState, RetentionCommand, RetentionEvent, RetentionEffect>(store, services), IRetentionGrain
{
    public Task EnsureScheduled() => ReceiveReminder(WellKnownNames.DueReminder, default);

    public async Task<RetentionAnswer> RunNow(string actor)
    {
        var answer = RetentionDecider.Judge(State, rules);
        await HandleAsync(new RetainOnDemand { At = Time.GetUtcNow(), Actor = actor });
        return answer;
    }

    public Task<RetentionView> GetView() => Task.FromResult(new RetentionView { NextAt = State.NextAt, Running = State.Running, Last = State.Last, Owed = ViewOwed() });

    public Task EffectDone(EffectReport<RetentionCommand> report) => SettleAsync(report);

    protected override ImmutableArray<RetentionEvent> Decide(RetentionState state, RetentionCommand command) => RetentionDecider.Decide(state, command, rules);

    protected override RetentionState Evolve(RetentionState state, RetentionEvent happened) => RetentionDecider.Evolve(state, happened);

    protected override RetentionCommand Tick(DateTimeOffset now) => new RetentionTick { At = now };

    protected override Task<EffectResult<RetentionCommand>> PerformAsync(
        RetentionState snapshot, RetentionEffect effect, EffectAttempt attempt, CancellationToken cancellationToken) => effect switch
        {
            Sweep => sweep.PerformAsync(snapshot, attempt, cancellationToken),
            AuditRetention demand => audit.PerformAsync<RetentionCommand>(demand.Entry, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(effect), effect.GetType().Name, "No step for this effect."),
        };

    protected override Task ReportAsync(EffectReport<RetentionCommand> report) => GrainFactory.GetGrain<IRetentionGrain>(Key).EffectDone(report);
}
