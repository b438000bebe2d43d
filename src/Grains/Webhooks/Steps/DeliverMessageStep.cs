using Atmosphere.Grains.DeadLetters;
using Atmosphere.Grains.Forgetting;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Webhooks.Steps;

/// <summary>Sends a message; what is refused for good or too old becomes a dead letter. What names somebody who asked to be forgotten meanwhile is not sent any more.</summary>
/// <param name="webhook">Null when none is configured (any more): then there is nobody to tell.</param>
/// <param name="grains">For the dead letters.</param>
/// <param name="stones">Who is forgotten.</param>
/// <param name="rules">How long it is tried.</param>
internal sealed class DeliverMessageStep(IWebhook? webhook, IGrainFactory grains, Tombstones stones, WebhookRules rules)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    public async Task<EffectResult<WebhookCommand>> PerformAsync(DeliverMessage effect, EffectAttempt attempt, CancellationToken cancellationToken)
    {
        if (webhook is null) return EffectResult<WebhookCommand>.Done;
        var message = effect.Message;
        if (message.PersonId.Length > 0 && await stones.IsForgottenAsync(message.PersonId))
        {
            // That a name does not hold any more is told all the same, without the name.
            if (message.Kind != WebhookKind.FaceUntagged) return EffectResult<WebhookCommand>.Done;
            message = message with { PersonId = "" };
        }

        var told = await webhook.DeliverAsync(message, cancellationToken);
        if (told.IsDone) return EffectResult<WebhookCommand>.Done;

        var age = attempt.Now - attempt.Since;
        if (told.Kind != OutcomeKind.Refused && age < rules.GiveUpAfter)
            return new EffectResult<WebhookCommand>.Failed(told.Kind, $"{told.Code}: {told.Reason}", Longer(told.RetryAfter, PauseAt(age)));

        await BuryAsync(message, $"{told.Code}: {told.Reason}", attempt.Now);
        return EffectResult<WebhookCommand>.Done;
    }

    /// <summary>By age, which a restart does not forget: each pause half as long as all before it together, up to an hour.</summary>
    internal static TimeSpan PauseAt(TimeSpan age) => TimeSpan.FromTicks(Math.Clamp(age.Ticks / 2, ShortestPause.Ticks, LongestPause.Ticks));

    private static TimeSpan Longer(TimeSpan? wish, TimeSpan pause) => wish > pause ? wish.Value : pause;

    private Task BuryAsync(WebhookMessage message, string reason, DateTimeOffset now) =>
        grains.GetGrain<IDeadLetterGrain>(DeadLetterKey.For(WellKnownNames.WebhookLetters, message.FaceId)).Add(new()
        {
            Stream = WellKnownNames.WebhookLetters,
            Key = message.FaceId,
            Event = message.Id,
            Reason = reason,
            At = now,
        });
}

/// <param name="GiveUpAfter">How long a message is tried.</param>
internal sealed record WebhookRules(TimeSpan GiveUpAfter);
