using System.Collections.Immutable;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Streams;

namespace Atmosphere.Grains.Faces;

/// <summary>One face and its whole life. Key: face id. Every call returns when its consequences are on disk.</summary>
[Alias("Atmosphere.IFaceGrain")]
public interface IFaceGrain : IGrainWithStringKey
{
    /// <summary>Takes the face in. Repeated, it changes nothing.</summary>
    [Alias("Accept")]
    Task Accept(FaceArrived face);

    /// <summary>A vote, a vote taken back, "Not X?" or an undo.</summary>
    [Alias("Press")]
    Task<PressVerdict> Press(FacePress press);

    /// <summary>The face under whose prompt this one is asked about tells how its voting stands. Repeated, it changes nothing.</summary>
    /// <returns>False when this can't be taken now, because the gallery has not answered yet: tell it again later.</returns>
    [Alias("Follow")]
    Task<bool> Follow(LeadSheet sheet);

    /// <summary>Deletes the pictures of a face that was dismissed or has expired. Repeated, it changes nothing.</summary>
    /// <param name="before">Only if nothing has happened to the face from here on.</param>
    /// <returns>Whether they go now.</returns>
    [Alias("DropPictures")]
    Task<bool> DropPictures(DateTimeOffset before);

    /// <summary>The photo tells that it has let go of this face, which is forgotten. Repeated, it changes nothing.</summary>
    [Alias("PhotoForgot")]
    Task PhotoForgot();

    [ReadOnly, Alias("GetView")]
    Task<FaceView> GetView();

    /// <summary>The grain's own pump reports here.</summary>
    [Alias("EffectDone")]
    Task EffectDone(EffectReport<FaceCommand> report);
}

/// <summary>What became of a press.</summary>
public enum PressVerdict
{
    /// <summary>It is on disk and will have its consequences.</summary>
    Accepted = 0,

    /// <summary>A repeat, or older than what this voter said last: nothing changed.</summary>
    Repeated = 1,

    /// <summary>The round is over, or another one has begun.</summary>
    Closed = 2,

    /// <summary>There is no such face.</summary>
    UnknownFace = 3,

    /// <summary>This user has no vote here.</summary>
    NothingToTakeBack = 4,

    /// <summary>The face's pictures were deleted, so there is nothing to ask about.</summary>
    PicturesGone = 5,

    /// <summary>The person picked has said that it is somebody else.</summary>
    Vetoed = 6,
}

/// <summary>A face, for the admin API and the pages.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.FaceView")]
public sealed record FaceView
{
    [Id(0)] public string FaceId { get; init; } = "";

    [Id(1)] public FaceStatus Status { get; init; }

    [Id(2)] public FaceArrived? Source { get; init; }

    [Id(3)] public int Round { get; init; }

    [Id(4)] public string? PersonId { get; init; }

    [Id(5)] public double? Confidence { get; init; }

    [Id(6)] public bool Enrolled { get; init; }

    /// <summary>By voter.</summary>
    [Id(7)] public ImmutableSortedDictionary<string, Vote> Votes { get; init; } = ImmutableSortedDictionary<string, Vote>.Empty;

    [Id(8)] public ImmutableArray<string> Excluded { get; init; } = [];

    [Id(9)] public MessageRef? Prompt { get; init; }

    [Id(10)] public DateTimeOffset? ExpiresAt { get; init; }

    [Id(11)] public string Reason { get; init; } = "";

    [Id(12)] public DateTimeOffset ChangedAt { get; init; }

    [Id(13)] public ImmutableArray<OwedView> Owed { get; init; } = [];

    /// <summary>Whom the recogniser takes the face for without being sure, while that is asked.</summary>
    [Id(14)] public Suggestion? Suggestion { get; init; }

    /// <summary>The face under whose prompt this one is asked about, or null.</summary>
    [Id(15)] public string? LeadFaceId { get; init; }

    /// <summary>The faces that are asked about under this one's prompt.</summary>
    [Id(16)] public ImmutableArray<string> Followers { get; init; } = [];

    /// <summary>When its pictures were deleted, or null.</summary>
    [Id(17)] public DateTimeOffset? PicturesGoneAt { get; init; }
}
