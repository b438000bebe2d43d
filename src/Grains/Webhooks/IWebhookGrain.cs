using Atmosphere.Grains.Owing;

namespace Atmosphere.Grains.Webhooks;

/// <summary>
/// What the webhook's receiver is still to be told about one face. Key: face id. A grain of its own, so that a receiver that hangs holds
/// up nothing else that the face owes.
/// </summary>
[Alias("Atmosphere.IWebhookGrain")]
public interface IWebhookGrain : IGrainWithStringKey
{
    /// <summary>Takes a message over. Repeated, it changes nothing.</summary>
    [Alias("Send")]
    Task Send(WebhookMessage message);

    /// <summary>The grain's own pump reports here.</summary>
    [Alias("EffectDone")]
    Task EffectDone(EffectReport<WebhookCommand> report);
}
