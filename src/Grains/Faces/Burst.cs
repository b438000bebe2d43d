using System.Collections.Immutable;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Faces;

/// <summary>How the recogniser saw a face.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.Sighting")]
public sealed record Sighting
{
    /// <summary>The recogniser's short-lived id.</summary>
    [Id(0)] public string DetectedFaceId { get; init; } = "";

    [Id(1)] public FaceQuality Quality { get; init; }
}

/// <summary>How a face belongs together with others of the same unknown person: it leads, with the prompt and the votes, or it follows.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.Burst")]
public sealed record Burst
{
    public static Burst None { get; } = new();

    /// <summary>It is known whether the face is asked about in its own right or follows another.</summary>
    [Id(0)] public bool IsPlaced { get; init; }

    /// <summary>The face under whose prompt this one is asked about, or null.</summary>
    [Id(1)] public string? LeadFaceId { get; init; }

    /// <summary>The lead's round, as last heard of.</summary>
    [Id(2)] public int LeadRound { get; init; }

    /// <summary>The version of the lead, as last heard of: an older word changes nothing.</summary>
    [Id(3)] public long LeadVersion { get; init; }

    /// <summary>As a follower it would add nothing to a gallery: its quality is low, or it is a near duplicate of one before it.</summary>
    [Id(4)] public bool AddsNothing { get; init; }

    /// <summary>The faces that are asked about under this one's prompt, oldest first. The first three are shown.</summary>
    [Id(5)] public ImmutableList<Follower> Followers { get; init; } = [];

    /// <summary>Faces that wanted to follow and were told not to: split off by a voter, or come to one that follows itself.</summary>
    [Id(6)] public ImmutableSortedSet<string> TurnedAway { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);
}

/// <summary>A face that is asked about under another one's prompt.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.Follower")]
public sealed record Follower
{
    [Id(0)] public string FaceId { get; init; } = "";

    /// <summary>Slack's id of its picture; null while it was not uploaded, empty when there is none to upload.</summary>
    [Id(1)] public string? FileId { get; init; }
}

/// <summary>What a face tells those that are asked about under its prompt: how its voting stands. The newest wins.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.LeadSheet")]
public sealed record LeadSheet
{
    [Id(0)] public string LeadFaceId { get; init; } = "";

    /// <summary>Grows with every change of the lead.</summary>
    [Id(1)] public long Version { get; init; }

    [Id(2)] public int Round { get; init; }

    [Id(3)] public FaceStatus Status { get; init; }

    [Id(4)] public string? PersonId { get; init; }

    /// <summary>Why, when <see cref="Status"/> is <see cref="FaceStatus.Dismissed"/>.</summary>
    [Id(5)] public VoteKind Dismissal { get; init; }

    /// <summary>The verified votes, by voter.</summary>
    [Id(6)]
    public ImmutableSortedDictionary<string, Vote> Votes { get; init; } = ImmutableSortedDictionary.Create<string, Vote>(StringComparer.Ordinal);

    /// <summary>The prompt shows the follower's picture, so the voters have seen it.</summary>
    [Id(7)] public bool IsShown { get; init; }

    /// <summary>It does not belong here (any more): it is to be asked about in its own right.</summary>
    [Id(8)] public bool Leave { get; init; }
}
