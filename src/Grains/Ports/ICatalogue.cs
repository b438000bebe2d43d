using System.Collections.Immutable;

namespace Atmosphere.Grains.Ports;

/// <summary>
/// The SQL read model: what the grains know, for reports and search. Every call is an upsert that carries the state's version;
/// an older version never wins, so repeats and late arrivals change nothing.
/// </summary>
public interface ICatalogue
{
    /// <summary>Writes the <c>faces</c> row, the face's <c>face_tags</c>, new <c>face_events</c> and what they put into the audit, in one transaction.</summary>
    Task StoreFaceAsync(FaceRecord face, CancellationToken cancellationToken);

    /// <summary>Writes the <c>people</c> row.</summary>
    Task StorePersonAsync(PersonRecord person, CancellationToken cancellationToken);

    /// <summary>Deletes the <c>people</c> row. No row is a success.</summary>
    Task ForgetPersonAsync(string personId, CancellationToken cancellationToken);

    /// <summary>Faces of which a row names a user: as its person, as a voter, as what a vote says, or in what happened. By face id.</summary>
    /// <param name="userId">Slack's.</param>
    /// <param name="count">How many at most, from 1.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<ImmutableArray<NamingFace>> FindNamingAsync(string userId, int count, CancellationToken cancellationToken);
}

/// <summary>How a face names a user.</summary>
public sealed record NamingFace
{
    public string FaceId { get; init; } = "";

    /// <summary>It is identified, agreed or tagged as this user.</summary>
    public bool IsTheirs { get; init; }

    /// <summary>Live votes that say that it is this user, or that it is not.</summary>
    public int VotesAbout { get; init; }

    /// <summary>Live votes that the user has cast on it: 0 or 1.</summary>
    public int VotesBy { get; init; }
}

/// <summary>A row of <c>faces</c> with what hangs on it.</summary>
public sealed record FaceRecord
{
    public string FaceId { get; init; } = "";

    /// <summary>Grows with every change of the face.</summary>
    public long Version { get; init; }

    public string PhotoId { get; init; } = "";

    public string CameraId { get; init; } = "";

    public string Status { get; init; } = "";

    public int Round { get; init; }

    /// <summary>Identified, agreed or tagged person, or null.</summary>
    public string? PersonId { get; init; }

    /// <summary>0 to 1, or null when the person comes from votes.</summary>
    public double? Confidence { get; init; }

    /// <summary>The rectangle's size in pixels.</summary>
    public int Width { get; init; }

    /// <summary>The rectangle's size in pixels.</summary>
    public int Height { get; init; }

    public DateTimeOffset DetectedAt { get; init; }

    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Crop and zoom-in were deleted.</summary>
    public bool PicturesGone { get; init; }

    /// <summary>The live votes of the present round: they replace the stored ones.</summary>
    public ImmutableArray<TagRecord> Tags { get; init; } = [];

    /// <summary>Events not yet stored, oldest first; known sequence numbers are skipped.</summary>
    public ImmutableArray<FaceEventRecord> Events { get; init; } = [];

    /// <summary>The decisions among these events, for the audit: written with them, those that are there already are skipped.</summary>
    public ImmutableArray<AuditEntry> Audit { get; init; } = [];

    /// <summary>Users of whom nothing may stay: stored events that name them are deleted.</summary>
    public ImmutableArray<string> Forgets { get; init; } = [];

    /// <summary>The person on it asked to be forgotten: every stored event of the face is deleted.</summary>
    public bool IsForgotten { get; init; }
}

/// <summary>A row of <c>face_tags</c>: one live vote.</summary>
public sealed record TagRecord
{
    public string VoterId { get; init; } = "";

    /// <summary>The person, or <c>not-a-face</c>, or <c>nobody-we-know</c>, or <c>not:</c> and the person whom it does not show.</summary>
    public string Choice { get; init; } = "";

    public bool Verified { get; init; }

    public DateTimeOffset CastAt { get; init; }
}

/// <summary>A row of <c>face_events</c>: what happened to a face, for "why is this face Dana?".</summary>
public sealed record FaceEventRecord
{
    /// <summary>1, 2, 3 … within the face.</summary>
    public long Sequence { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>The event's fixed type name, for example <c>vote-cast</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The event as JSON.</summary>
    public string Body { get; init; } = "";
}

/// <summary>A row of <c>people</c>.</summary>
public sealed record PersonRecord
{
    public string PersonId { get; init; } = "";

    /// <summary>Grows with every change of the person.</summary>
    public long Version { get; init; }

    public string DisplayName { get; init; } = "";

    public string RealName { get; init; } = "";

    public string? GalleryPersonId { get; init; }

    /// <summary>Faces in the gallery, 0 to 248.</summary>
    public int EnrolledFaces { get; init; }

    public bool IsBot { get; init; }

    public bool IsDeactivated { get; init; }

    public DateTimeOffset ChangedAt { get; init; }
}
