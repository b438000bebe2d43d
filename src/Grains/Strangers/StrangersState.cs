using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Atmosphere.Grains.Owing;

namespace Atmosphere.Grains.Strangers;

/// <summary>The state of <see cref="IStrangersGrain"/>.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.StrangersState")]
public sealed record StrangersState : OwingState<StrangersEffect>
{
    /// <summary>By face id.</summary>
    [Id(0)]
    public ImmutableSortedDictionary<string, Stranger> Faces { get; init; } =
        ImmutableSortedDictionary.Create<string, Stranger>(StringComparer.Ordinal);
}

/// <summary>An unknown face, and with whom it was put.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.Stranger")]
public sealed record Stranger
{
    [Id(0)] public required StrangerFace Face { get; init; }

    [Id(1)] public DateTimeOffset SeenAt { get; init; }

    /// <summary>The face that is asked about for this one; the face itself when it leads; null while that is not known yet.</summary>
    [Id(2)] public string? LeadFaceId { get; init; }

    /// <summary>How many faces it leads, itself included.</summary>
    [Id(3)] public int Size { get; init; }

    /// <summary>People said that the recogniser was wrong to put this face with others: what looks like it is not put with anybody.</summary>
    [Id(4)] public bool IsApart { get; init; }

    /// <summary>People whom it was taken for and does not show, as people say; null when nobody said so.</summary>
    [Id(5)] public ImmutableSortedSet<string>? NotPersonIds { get; init; }
}

/// <summary>What the grain can be told.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.StrangersCommand")]
public abstract record StrangersCommand
{
    [Id(0)] public DateTimeOffset At { get; init; }
}

[GenerateSerializer, Immutable, Alias("Atmosphere.NoteStranger")]
public sealed record NoteStranger : StrangersCommand
{
    [Id(0)] public required StrangerFace Face { get; init; }
}

/// <summary>The recogniser has compared the faces.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.NoteGrouped")]
public sealed record NoteGrouped : StrangersCommand
{
    /// <summary>The faces that waited for this answer.</summary>
    [Id(0)] public ImmutableArray<string> FaceIds { get; init; } = [];

    /// <summary>Our ids of the faces of one person each.</summary>
    [Id(1)] public ImmutableArray<ImmutableArray<string>> Groups { get; init; } = [];
}

/// <summary>The recogniser no longer knows the faces: they can't be compared with anything that comes.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.NoteUngroupable")]
public sealed record NoteUngroupable : StrangersCommand
{
    /// <summary>The faces that waited for the answer.</summary>
    [Id(0)] public ImmutableArray<string> FaceIds { get; init; } = [];

    /// <summary>Those with which they were to be compared.</summary>
    [Id(1)] public ImmutableArray<string> Others { get; init; } = [];
}

[GenerateSerializer, Immutable, Alias("Atmosphere.NoteApart")]
public sealed record NoteApart : StrangersCommand
{
    [Id(0)] public string FaceId { get; init; } = "";
}

[GenerateSerializer, Immutable, Alias("Atmosphere.NoteDenied")]
public sealed record NoteDenied : StrangersCommand
{
    [Id(0)] public required DeniedFace Denied { get; init; }
}

/// <summary>The face, or whom it was taken for, is to be forgotten.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.ForgetStranger")]
public sealed record ForgetStranger : StrangersCommand
{
    [Id(0)] public string FaceId { get; init; } = "";
}

[GenerateSerializer, Immutable, Alias("Atmosphere.StrangersTick")]
public sealed record StrangersTick : StrangersCommand;

/// <summary>What happened.</summary>
public abstract record StrangersEvent
{
    public DateTimeOffset At { get; init; }
}

public sealed record StrangerSeen(StrangerFace Face) : StrangersEvent;

public sealed record StrangerPlaced(string FaceId, string LeadFaceId) : StrangersEvent;

public sealed record StrangerForgotten(string FaceId) : StrangersEvent;

public sealed record StrangerSetApart(string FaceId) : StrangersEvent;

public sealed record StrangerDenied(DeniedFace Denied) : StrangersEvent;

/// <summary>What it can owe.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.StrangersEffect")]
[JsonDerivedType(typeof(GroupStrangers), "group-strangers")]
public abstract record StrangersEffect : IOwedEffect
{
    [JsonIgnore]
    public abstract string Slot { get; }
}

/// <summary>Ask the recogniser which faces show the same person.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.GroupStrangers")]
public sealed record GroupStrangers : StrangersEffect
{
    [JsonIgnore]
    public override string Slot => "group";
}
