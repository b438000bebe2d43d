using System.Collections.Immutable;
using Atmosphere.Grains.Owing;

namespace Atmosphere.Grains.Webhooks;

/// <summary>Every decision about webhook messages. Pure.</summary>
internal static class WebhookDecider
{
    public static ImmutableArray<WebhookEvent> Decide(WebhookState webhook, WebhookCommand command) => command switch
    {
        SendMessage send => webhook.Known.Contains(send.Message.Id) ? [] : [new MessageTaken(send.Message) { At = send.At }],
        WebhookTick => [],
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No decision for this command."),
    };

    /// <summary>The state after an event, with the effects that it owes.</summary>
    public static WebhookState Evolve(WebhookState webhook, WebhookEvent happened) => happened switch
    {
        MessageTaken taken => webhook with
        {
            Known = webhook.Known.Add(taken.Message.Id),
            Owed = Outdated(webhook, taken.Message).Owe(new DeliverMessage { Message = taken.Message }, taken.At),
        },
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened.GetType().Name, "No evolution for this event."),
    };

    /// <summary>When the person of a face is forgotten, nothing that was still to be told of the face is: it may name her.</summary>
    private static OwedLedger<WebhookEffect> Outdated(WebhookState webhook, WebhookMessage message) =>
        message.Reason == UntagReason.Forgotten ? webhook.Owed with { Slots = webhook.Owed.Slots.Clear() } : webhook.Owed;
}
