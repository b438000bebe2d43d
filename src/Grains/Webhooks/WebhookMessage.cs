namespace Atmosphere.Grains.Webhooks;

/// <summary>What another system is told.</summary>
public enum WebhookKind
{
    /// <summary>The recogniser knows who it is. Nobody has looked at it yet.</summary>
    PersonIdentified = 0,

    /// <summary>People, or an operator, said who it is.</summary>
    FaceTagged = 1,

    /// <summary>The name that was told of a face does not hold any more.</summary>
    FaceUntagged = 2,
}

/// <summary>Why a name does not hold any more.</summary>
public enum UntagReason
{
    /// <summary>Somebody took the tag back, or an operator the reference photo.</summary>
    Undone = 0,

    /// <summary>Somebody said that the recogniser is wrong.</summary>
    NotThem = 1,

    /// <summary>The person asked to be forgotten. The message does not say who.</summary>
    Forgotten = 2,
}

/// <summary>One thing that happened, as it was when it happened. No names: they are Slack's, by the person's id.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.WebhookMessage")]
public sealed record WebhookMessage
{
    /// <summary>The same in every repeat: made of the face and the number of its event.</summary>
    [Id(0)] public string Id { get; init; } = "";

    [Id(1)] public WebhookKind Kind { get; init; }

    /// <summary>When it happened.</summary>
    [Id(2)] public DateTimeOffset At { get; init; }

    [Id(3)] public string FaceId { get; init; } = "";

    [Id(4)] public string PhotoId { get; init; } = "";

    [Id(5)] public string CameraId { get; init; } = "";

    [Id(6)] public DateTimeOffset TakenAt { get; init; }

    /// <summary>Empty when the person asked to be forgotten.</summary>
    [Id(7)] public string PersonId { get; init; } = "";

    /// <summary>Of voting, from 1: a later one takes the place of an earlier one.</summary>
    [Id(8)] public int Round { get; init; }

    /// <summary>0 to 1, when identified.</summary>
    [Id(9)] public double? Confidence { get; init; }

    /// <summary>When tagged: whether the gallery has the face.</summary>
    [Id(10)] public bool Enrolled { get; init; }

    /// <summary>When tagged: an operator said so, with a reference photo.</summary>
    [Id(11)] public bool ByOperator { get; init; }

    /// <summary>When untagged: why.</summary>
    [Id(12)] public UntagReason? Reason { get; init; }
}
