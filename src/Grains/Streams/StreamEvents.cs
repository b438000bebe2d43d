using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Streams;

/// <summary>An event on one of the streams between grains.</summary>
public interface IStreamEvent
{
    /// <summary>What is wrong with the event as it came in under this stream key, or null when it can be handled.</summary>
    string? Flaw(string key);
}

/// <summary>Stream <c>images-in-db</c>, key = face id: a face was cut out, and its pictures are in the crop store under that id.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.FaceArrived")]
public sealed record FaceArrived : IStreamEvent
{
    /// <summary>A GUID in text form, ours.</summary>
    [Id(0)] public string FaceId { get; init; } = "";

    [Id(1)] public string PhotoId { get; init; } = "";

    [Id(2)] public string CameraId { get; init; } = "";

    /// <summary>The face's rectangle on its photo; its size decides whether people are asked.</summary>
    [Id(3)] public PixelBox Rectangle { get; init; } = new();

    /// <summary>Where the face is on the zoom-in.</summary>
    [Id(4)] public PixelBox FaceInZoomIn { get; init; } = new();

    [Id(5)] public DateTimeOffset TakenAt { get; init; }

    /// <summary>The person of whom an operator gave the photo as a reference, or null. No message from outside can say so.</summary>
    [Id(6)] public string? ReferenceOf { get; init; }

    /// <summary>The operator who did: one of <see cref="Actors"/>; null where that was not noted.</summary>
    [Id(7)] public string? ReferenceBy { get; init; }

    public string? Flaw(string key) =>
        !FaceIds.IsValid(FaceId) ? "faceId is not a GUID in lower case"
        : FaceId != key ? "faceId differs from the stream's key"
        : PhotoId is null || CameraId is null ? "photoId or cameraId is null"
        : Rectangle is not { Width: > 0, Height: > 0 } ? "rectangle is empty"
        : FaceInZoomIn is not { Width: > 0, Height: > 0 } ? "faceInZoomIn is empty"
        : null;
}

/// <summary>Stream <c>face-tagged</c>, key = person id: enough people agreed that this face is this person.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.FaceTagged")]
public sealed record FaceTagged : IStreamEvent
{
    [Id(0)] public string FaceId { get; init; } = "";

    /// <summary>The face's round of voting: a later round withdraws an earlier one.</summary>
    [Id(1)] public int Round { get; init; }

    [Id(2)] public string PersonId { get; init; } = "";

    /// <summary>Where the face is on the zoom-in.</summary>
    [Id(3)] public PixelBox FaceInZoomIn { get; init; } = new();

    public string? Flaw(string key) =>
        !FaceIds.IsValid(FaceId) ? "faceId is not a GUID in lower case"
        : string.IsNullOrEmpty(PersonId) || PersonId != key ? "personId differs from the stream's key"
        : Round < 1 ? "round is below 1"
        : FaceInZoomIn is not { Width: > 0, Height: > 0 } ? "faceInZoomIn is empty"
        : null;
}

/// <summary>Stream <c>face-training-sent</c>, key = face id: the gallery has answered.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.FaceTrainingSent")]
public sealed record FaceTrainingSent : IStreamEvent
{
    [Id(0)] public string FaceId { get; init; } = "";

    [Id(1)] public int Round { get; init; }

    [Id(2)] public string PersonId { get; init; } = "";

    /// <summary>False when the person's gallery is full: tagged all the same, but not enrolled.</summary>
    [Id(3)] public bool Enrolled { get; init; }

    public string? Flaw(string key) => FaceId != key ? "faceId differs from the stream's key" : null;
}

/// <summary>Stream <c>face-follows</c>, key = the lead's face id: this face shows the same person, and wants no prompt of its own.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.FaceFollows")]
public sealed record FaceFollows : IStreamEvent
{
    [Id(0)] public string FaceId { get; init; } = "";

    [Id(1)] public string LeadFaceId { get; init; } = "";

    public string? Flaw(string key) =>
        !FaceIds.IsValid(FaceId) || FaceId == key ? "faceId is not the GUID of another face"
        : LeadFaceId != key ? "leadFaceId differs from the stream's key"
        : null;
}

/// <summary>Stream <c>person-forgotten</c>, key = face id: somebody asked to be forgotten whom this face names, or the catalogue with it.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.PersonForgotten")]
public sealed record PersonForgotten : IStreamEvent
{
    [Id(0)] public string FaceId { get; init; } = "";

    [Id(1)] public string PersonId { get; init; } = "";

    public string? Flaw(string key) =>
        FaceId != key ? "faceId differs from the stream's key"
        : string.IsNullOrEmpty(PersonId) ? "personId is empty"
        : null;
}

/// <summary>Stream <c>face-forgotten</c>, key = photo id: the person on this face asked to be forgotten.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.FaceIsForgotten")]
public sealed record FaceIsForgotten : IStreamEvent
{
    [Id(0)] public string FaceId { get; init; } = "";

    [Id(1)] public string PhotoId { get; init; } = "";

    public string? Flaw(string key) =>
        PhotoId != key ? "photoId differs from the stream's key"
        : !FaceIds.IsValid(FaceId) ? "faceId is not a GUID in lower case"
        : null;
}

/// <summary>Stream <c>face-cleanup</c>, key = face id: the gallery definitely refused the picture.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.FaceCleanup")]
public sealed record FaceCleanup : IStreamEvent
{
    [Id(0)] public string FaceId { get; init; } = "";

    [Id(1)] public int Round { get; init; }

    [Id(2)] public string PersonId { get; init; } = "";

    /// <summary>The recogniser's code, for example <c>InvalidImage</c>.</summary>
    [Id(3)] public string Code { get; init; } = "";

    public string? Flaw(string key) => FaceId != key ? "faceId differs from the stream's key" : null;
}
