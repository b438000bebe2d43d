using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.People;

/// <summary>The state of one person. Key of the grain: Slack user id.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.PersonState")]
public sealed record PersonState : OwingState<PersonEffect>
{
    /// <summary>The recogniser's id of this person, once created.</summary>
    [Id(0)] public string? GalleryPersonId { get; init; }

    /// <summary>Every face that was ever sent here, by face id.</summary>
    [Id(1)]
    public ImmutableSortedDictionary<string, Enrolment> Faces { get; init; } =
        ImmutableSortedDictionary.Create<string, Enrolment>(StringComparer.Ordinal);

    [Id(2)] public Profile? Profile { get; init; }

    /// <summary>Grows with every change of the gallery: tells the training what is new.</summary>
    [Id(3)] public long GalleryChanges { get; init; }

    [Id(4)] public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Set from the wish to be forgotten on, until everything is removed and this record with it.</summary>
    [Id(5)] public Removal? Removal { get; init; }

    [JsonIgnore]
    public override bool IsErased => Removal is { IsFinished: true };

    /// <summary>Faces in the gallery or on their way into it: what the limit counts.</summary>
    [JsonIgnore]
    public int PlacesTaken => Faces.Values.Count(face => face.Status is EnrolmentStatus.Wanted or EnrolmentStatus.Enrolled or EnrolmentStatus.Leaving);

    [JsonIgnore]
    public int EnrolledFaces => Faces.Values.Count(face => face.Status is EnrolmentStatus.Enrolled);
}

/// <summary>Where a face is on its way into, or out of, the gallery.</summary>
public enum EnrolmentStatus
{
    /// <summary>Owed to the gallery.</summary>
    Wanted = 0,

    Enrolled = 1,

    /// <summary>The gallery definitely refused it.</summary>
    Refused = 2,

    /// <summary>The person's gallery was full.</summary>
    Full = 3,

    /// <summary>Undone: owed to be taken out, if it is in.</summary>
    Leaving = 4,

    /// <summary>Undone and out. A tombstone: a late repeat of the agreement changes nothing.</summary>
    Withdrawn = 5,
}

/// <summary>One face of a person.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.Enrolment")]
public sealed record Enrolment
{
    /// <summary>The face's round that this is about.</summary>
    [Id(0)] public int Round { get; init; }

    [Id(1)] public EnrolmentStatus Status { get; init; }

    /// <summary>Where the face is on its zoom-in.</summary>
    [Id(2)] public PixelBox FaceInZoomIn { get; init; } = new();

    /// <summary>The recogniser's id of the face, once added.</summary>
    [Id(3)] public string? PersistedFaceId { get; init; }

    /// <summary>The recogniser's code, when refused.</summary>
    [Id(4)] public string Code { get; init; } = "";
}

/// <summary>What Slack says of a user, and when it said so.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.Profile")]
public sealed record Profile
{
    /// <summary>May be empty.</summary>
    [Id(0)] public string DisplayName { get; init; } = "";

    /// <summary>May be empty.</summary>
    [Id(1)] public string RealName { get; init; } = "";

    [Id(2)] public bool IsBot { get; init; }

    [Id(3)] public bool IsDeactivated { get; init; }

    [Id(4)] public DateTimeOffset FetchedAt { get; init; }

    /// <summary>Display name, else real name; empty when Slack gave neither (the mention is shown then).</summary>
    [JsonIgnore]
    public string Name => DisplayName.Length > 0 ? DisplayName : RealName;
}
