using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Streams;

namespace Atmosphere.Grains.Photos;

/// <summary>The state of one photo. Key of the grain: the photo id.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.PhotoState")]
public sealed record PhotoState : OwingState<PhotoEffect>
{
    [Id(0)] public PhotoStatus Status { get; init; }

    [Id(1)] public string CameraId { get; init; } = "";

    [Id(2)] public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>The faces, largest first. On disk before any of them is started.</summary>
    [Id(3)] public ImmutableList<FaceArrived> Faces { get; init; } = [];

    [Id(4)] public string Reason { get; init; } = "";

    /// <summary>When the prepared photo was deleted, or null while it is kept.</summary>
    [Id(5)] public DateTimeOffset? PictureGoneAt { get; init; }

    /// <summary>The person of whom an operator gave this as a reference photo; null for other photos, and once it is refused or its face forgotten.</summary>
    [Id(6)] public string? ReferenceOf { get; init; }

    /// <summary>How many faces a refused reference photo shows; null otherwise.</summary>
    [Id(7)] public int? FacesFound { get; init; }

    /// <summary>The operator who gave it as a reference photo: one of <see cref="Actors"/>; null for other photos, and where that was not noted.</summary>
    [Id(8)] public string? ReferenceBy { get; init; }
}

/// <summary>What a photo can be told.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.PhotoCommand")]
public abstract record PhotoCommand
{
    [Id(0)] public DateTimeOffset At { get; init; }
}

[GenerateSerializer, Immutable, Alias("Atmosphere.AcceptPhoto")]
public sealed record AcceptPhoto : PhotoCommand
{
    [Id(0)] public string CameraId { get; init; } = "";

    /// <summary>The person of whom this is a reference photo, or null.</summary>
    [Id(1)] public string? ReferenceOf { get; init; }

    /// <summary>The operator who gives it as one.</summary>
    [Id(2)] public string? ReferenceBy { get; init; }
}

/// <summary>The faces are found, cut and stored; none means that there is no face.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.NotePhotoCut")]
public sealed record NotePhotoCut : PhotoCommand
{
    [Id(0)] public ImmutableList<FaceArrived> Faces { get; init; } = [];
}

[GenerateSerializer, Immutable, Alias("Atmosphere.NotePhotoUnusable")]
public sealed record NotePhotoUnusable : PhotoCommand
{
    [Id(0)] public string Reason { get; init; } = "";

    /// <summary>Faces on a reference photo that is not fit to be one.</summary>
    [Id(1)] public int? FacesFound { get; init; }
}

/// <summary>The prepared photo has been kept long enough.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.DropPicture")]
public sealed record DropPicture : PhotoCommand
{
    /// <summary>Only if it was accepted before this time.</summary>
    [Id(0)] public DateTimeOffset Before { get; init; }
}

/// <summary>The person on one of the faces asked to be forgotten.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.ForgetFaceOfPhoto")]
public sealed record ForgetFaceOfPhoto : PhotoCommand
{
    [Id(0)] public string FaceId { get; init; } = "";
}

[GenerateSerializer, Immutable, Alias("Atmosphere.PhotoTick")]
public sealed record PhotoTick : PhotoCommand;

/// <summary>What happened to a photo.</summary>
public abstract record PhotoEvent
{
    public DateTimeOffset At { get; init; }
}

public sealed record PhotoAccepted(string CameraId, string? ReferenceOf = null, string? ReferenceBy = null) : PhotoEvent;

public sealed record PhotoCut(ImmutableList<FaceArrived> Faces) : PhotoEvent;

public sealed record PhotoHasNoFace : PhotoEvent;

public sealed record PhotoFoundUnusable(string Reason, int? FacesFound = null) : PhotoEvent;

public sealed record PictureDropped : PhotoEvent;

/// <summary>The photo has one face less. Also when it did not know the face: the face waits for an answer.</summary>
public sealed record PhotoLostFace(string FaceId) : PhotoEvent;

/// <summary>What a photo can owe.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.PhotoEffect")]
[JsonDerivedType(typeof(CutPhoto), "cut-photo")]
[JsonDerivedType(typeof(StartFace), "start-face")]
[JsonDerivedType(typeof(DropUpload), "drop-upload")]
[JsonDerivedType(typeof(DeletePicture), "delete-picture")]
[JsonDerivedType(typeof(DropPhoto), "drop-photo")]
[JsonDerivedType(typeof(AnswerForgottenFace), "answer-forgotten-face")]
public abstract record PhotoEffect : IOwedEffect
{
    [JsonIgnore]
    public abstract string Slot { get; }
}

/// <summary>Prepare, detect, cut, store the crops.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.CutPhoto")]
public sealed record CutPhoto : PhotoEffect
{
    [JsonIgnore]
    public override string Slot => "cut";
}

/// <summary>Hand one face to its grain.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.StartFace")]
public sealed record StartFace : PhotoEffect
{
    [Id(0)] public string FaceId { get; init; } = "";

    [JsonIgnore]
    public override string Slot => $"start:{FaceId}";
}

/// <summary>Delete the upload: the prepared photo serves from here on, and a picture without a face is nobody's business.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.DropUpload")]
public sealed record DropUpload : PhotoEffect
{
    [JsonIgnore]
    public override string Slot => "drop-upload";
}

/// <summary>Delete the prepared photo.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.DeletePicture")]
public sealed record DeletePicture : PhotoEffect
{
    [JsonIgnore]
    public override string Slot => "delete-picture";
}

/// <summary>Delete the prepared photo: nobody is left on it.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.DropPhoto")]
public sealed record DropPhoto : PhotoEffect
{
    public const string PhotoSlot = "drop-photo";

    [JsonIgnore]
    public override string Slot => PhotoSlot;
}

/// <summary>Tell a forgotten face that the photo has let go of it.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.AnswerForgottenFace")]
public sealed record AnswerForgottenFace : PhotoEffect
{
    [Id(0)] public string FaceId { get; init; } = "";

    [JsonIgnore]
    public override string Slot => $"answer:{FaceId}";
}
