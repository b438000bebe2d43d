using System.Collections.Concurrent;
using System.Collections.Immutable;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Webhooks;

namespace Atmosphere.Engine.Tests.Flows.Simulated;

/// <summary>A receiver that remembers what reached it, in order.</summary>
public sealed class SimulatedWebhook : IWebhook
{
    private readonly ConcurrentQueue<WebhookMessage> _received = new();

    public Faults Faults { get; } = new();

    /// <summary>Wants no more of anything.</summary>
    public bool IsGone { get; set; }

    public ImmutableArray<WebhookMessage> Received => [.. _received];

    public Task<Outcome<Nothing>> DeliverAsync(WebhookMessage message, CancellationToken cancellationToken) => Faults.AnswerAsync(
        nameof(DeliverAsync),
        () =>
        {
            if (IsGone) return Outcome<Nothing>.Refused("410", "It is gone.");
            _received.Enqueue(message);
            return Outcome<Nothing>.Done(Nothing.Value);
        },
        cancellationToken);
}
