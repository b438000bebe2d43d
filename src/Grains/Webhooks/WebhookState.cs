using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Atmosphere.Grains.Owing;

namespace Atmosphere.Grains.Webhooks;

/// <summary>The state of one face's webhook messages. Key of the grain: the face id.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.WebhookState")]
public sealed record WebhookState : OwingState<WebhookEffect>
{
    /// <summary>The ids of all messages that were ever taken over.</summary>
    [Id(0)] public ImmutableSortedSet<string> Known { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);
}

/// <summary>What the grain can be told.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.WebhookCommand")]
public abstract record WebhookCommand
{
    [Id(0)] public DateTimeOffset At { get; init; }
}

[GenerateSerializer, Immutable, Alias("Atmosphere.SendMessage")]
public sealed record SendMessage : WebhookCommand
{
    [Id(0)] public required WebhookMessage Message { get; init; }
}

/// <summary>Time has passed.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.WebhookTick")]
public sealed record WebhookTick : WebhookCommand;

/// <summary>What happened.</summary>
public abstract record WebhookEvent
{
    public DateTimeOffset At { get; init; }
}

public sealed record MessageTaken(WebhookMessage Message) : WebhookEvent;

/// <summary>What it can owe.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.WebhookEffect")]
[JsonDerivedType(typeof(DeliverMessage), "deliver-message")]
public abstract record WebhookEffect : IOwedEffect
{
    [JsonIgnore]
    public abstract string Slot { get; }
}

/// <summary>Send a message until it is taken, refused or too old.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.DeliverMessage")]
public sealed record DeliverMessage : WebhookEffect
{
    [Id(0)] public required WebhookMessage Message { get; init; }

    [JsonIgnore]
    public override string Slot => Message.Id;
}
