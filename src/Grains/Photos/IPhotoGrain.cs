using System.Collections.Immutable;
using Atmosphere.Grains.Owing;

namespace Atmosphere.Grains.Photos;

/// <summary>One uploaded picture. Key: photo id, the SHA-256 of camera id and bytes in hexadecimal.</summary>
[Alias("Atmosphere.IPhotoGrain")]
public interface IPhotoGrain : IGrainWithStringKey
{
    /// <summary>Takes a photo whose bytes are stored. Repeated, it changes nothing.</summary>
    [Alias("Accept")]
    Task Accept(string cameraId);

    /// <summary>Deletes the prepared photo; its faces have pictures of their own. Repeated, it changes nothing.</summary>
    /// <param name="before">Only if it was accepted before this time.</param>
    /// <returns>Whether it goes now.</returns>
    [Alias("DropPicture")]
    Task<bool> DropPicture(DateTimeOffset before);

    /// <summary>Takes a reference photo of a person, whose bytes are stored. Repeated, it changes nothing.</summary>
    /// <param name="personId">Whom it shows.</param>
    /// <param name="actor">The operator: one of <see cref="Ports.Actors"/>, and no Slack user.</param>
    [Alias("AcceptReference")]
    Task AcceptReference(string personId, string actor);

    [ReadOnly, Alias("GetView")]
    Task<PhotoView> GetView();

    /// <summary>The grain's own pump reports here.</summary>
    [Alias("EffectDone")]
    Task EffectDone(EffectReport<PhotoCommand> report);
}

/// <summary>Where a photo is.</summary>
public enum PhotoStatus
{
    /// <summary>Nothing was uploaded under this id.</summary>
    Unknown = 0,

    /// <summary>Stored; not cut yet.</summary>
    Waiting = 1,

    /// <summary>Cut: see the face ids.</summary>
    Faces = 2,

    /// <summary>The recogniser finds no face.</summary>
    NoFace = 3,

    /// <summary>It can't be read as a picture, or is not fit to be a reference photo.</summary>
    Unusable = 4,
}

/// <summary>A photo, for the API and the pages.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.PhotoView")]
public sealed record PhotoView
{
    [Id(0)] public string PhotoId { get; init; } = "";

    [Id(1)] public PhotoStatus Status { get; init; }

    [Id(2)] public string CameraId { get; init; } = "";

    [Id(3)] public DateTimeOffset? AcceptedAt { get; init; }

    [Id(4)] public ImmutableArray<string> FaceIds { get; init; } = [];

    /// <summary>Why, when unusable.</summary>
    [Id(5)] public string Reason { get; init; } = "";

    [Id(6)] public ImmutableArray<OwedView> Owed { get; init; } = [];

    /// <summary>When the prepared photo was deleted, or null.</summary>
    [Id(7)] public DateTimeOffset? PictureGoneAt { get; init; }

    /// <summary>The person of whom an operator gave this as a reference photo; null for other photos, and once it is refused or its face forgotten.</summary>
    [Id(8)] public string? ReferenceOf { get; init; }

    /// <summary>How many faces a refused reference photo shows; null otherwise.</summary>
    [Id(9)] public int? FacesFound { get; init; }
}
