using System.Collections.Immutable;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Strangers.Steps;

namespace Atmosphere.Grains.Strangers;

/// <summary>The shell around <see cref="StrangersDecider"/>.</summary>
internal sealed class StrangersGrain(
    [PersistentState(WellKnownNames.States.Strangers, WellKnownNames.Storage)] IPersistentState<StrangersState> store,
    OwingServices services,
    StrangersRules rules,
    GroupStrangersStep group)
    : OwingGrain<StrangersState, StrangersCommand, StrangersEvent, StrangersEffect>(store, services), IStrangersGrain
{
    /// <summary>How long the recogniser takes to compare faces, about.</summary>
    private static readonly TimeSpan Comparing = TimeSpan.FromSeconds(0.5);

    public async Task<StrangerAnswer> Join(StrangerFace face)
    {
        await HandleAsync(new NoteStranger { At = Time.GetUtcNow(), Face = face });
        return StrangersDecider.Answer(State, face.FaceId, rules.GatherFor + Comparing);
    }

    public Task Leave(string faceId) => HandleAsync(new NoteApart { At = Time.GetUtcNow(), FaceId = faceId });

    public Task Deny(DeniedFace denied) => HandleAsync(new NoteDenied { At = Time.GetUtcNow(), Denied = denied });

    public Task<ImmutableArray<string>> ListDenied(string personId) => Task.FromResult(StrangersDecider.Denied(State, personId, Time.GetUtcNow(), rules));

    public Task Forget(string faceId) => HandleAsync(new ForgetStranger { At = Time.GetUtcNow(), FaceId = faceId });

    public Task EffectDone(EffectReport<StrangersCommand> report) => SettleAsync(report);

    protected override ImmutableArray<StrangersEvent> Decide(StrangersState state, StrangersCommand command) => StrangersDecider.Decide(state, command, rules);

    protected override StrangersState Evolve(StrangersState state, StrangersEvent happened) => StrangersDecider.Evolve(state, happened);

    protected override StrangersCommand Tick(DateTimeOffset now) => new StrangersTick { At = now };

    protected override Task<EffectResult<StrangersCommand>> PerformAsync(StrangersState snapshot, StrangersEffect effect, EffectAttempt attempt, CancellationToken cancellationToken) =>
        effect is GroupStrangers
            ? group.PerformAsync(snapshot, attempt, cancellationToken)
            : throw new ArgumentOutOfRangeException(nameof(effect), effect.GetType().Name, "No step for this effect.");

    protected override Task ReportAsync(EffectReport<StrangersCommand> report) => GrainFactory.GetGrain<IStrangersGrain>(Key).EffectDone(report);
}
