using Atmosphere.Grains.Webhooks;

namespace Atmosphere.Grains.Ports;

/// <summary>Another system that wants to be told: the one address of <c>Webhook:Url</c>.</summary>
public interface IWebhook
{
    /// <summary>
    /// Sends a message. It may have arrived although the answer is <see cref="OutcomeKind.Unavailable"/>; the receiver knows a repeat by
    /// the message's id. <see cref="OutcomeKind.Refused"/>: it wants no more of this message.
    /// </summary>
    Task<Outcome<Nothing>> DeliverAsync(WebhookMessage message, CancellationToken cancellationToken);
}
