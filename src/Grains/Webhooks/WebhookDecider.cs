using System.Collections.Immutable;

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
            Owed = webhook.Owed.Owe(new DeliverMessage { Message = taken.Message }, taken.At),
        },
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened.GetType().Name, "No evolution for this event."),
    };
}
