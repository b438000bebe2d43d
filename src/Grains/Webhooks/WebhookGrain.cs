using System.Collections.Immutable;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Webhooks.Steps;

namespace Atmosphere.Grains.Webhooks;

/// <summary>The shell around <see cref="WebhookDecider"/>.</summary>
internal sealed class WebhookGrain(
    [PersistentState(WellKnownNames.States.Webhook, WellKnownNames.Storage)] IPersistentState<WebhookState> store,
    OwingServices services,
    DeliverMessageStep deliver)
    : OwingGrain<WebhookState, WebhookCommand, WebhookEvent, WebhookEffect>(store, services), IWebhookGrain
{
    public Task Send(WebhookMessage message) => HandleAsync(new SendMessage { At = Time.GetUtcNow(), Message = message });

    public Task EffectDone(EffectReport<WebhookCommand> report) => SettleAsync(report);

    protected override ImmutableArray<WebhookEvent> Decide(WebhookState state, WebhookCommand command) => WebhookDecider.Decide(state, command);

    protected override WebhookState Evolve(WebhookState state, WebhookEvent happened) => WebhookDecider.Evolve(state, happened);

    protected override WebhookCommand Tick(DateTimeOffset now) => new WebhookTick { At = now };

    protected override Task<EffectResult<WebhookCommand>> PerformAsync(WebhookState snapshot, WebhookEffect effect, EffectAttempt attempt, CancellationToken cancellationToken) =>
        effect is DeliverMessage message
            ? deliver.PerformAsync(message, attempt, cancellationToken)
            : throw new ArgumentOutOfRangeException(nameof(effect), effect.GetType().Name, "No step for this effect.");

    protected override Task ReportAsync(EffectReport<WebhookCommand> report) => GrainFactory.GetGrain<IWebhookGrain>(Key).EffectDone(report);
}
