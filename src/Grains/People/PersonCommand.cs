using System.Collections.Immutable;
using Atmosphere.Grains.Forgetting;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Streams;

namespace Atmosphere.Grains.People;

/// <summary>What a person grain can be told. Time arrives in the command.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.PersonCommand")]
public abstract record PersonCommand
{
    [Id(0)] public DateTimeOffset At { get; init; }
}

/// <summary>People agreed on a face.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.AcceptTaggedFace")]
public sealed record AcceptTaggedFace : PersonCommand
{
    [Id(0)] public required FaceTagged Face { get; init; }
}

/// <summary>The agreement of a round was undone.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.WithdrawFromGallery")]
public sealed record WithdrawFromGallery : PersonCommand
{
    [Id(0)] public string FaceId { get; init; } = "";

    [Id(1)] public int Round { get; init; }
}

[GenerateSerializer, Immutable, Alias("Atmosphere.NoteGalleryPerson")]
public sealed record NoteGalleryPerson : PersonCommand
{
    [Id(0)] public string GalleryPersonId { get; init; } = "";
}

/// <summary>The gallery no longer has this person (removed behind our back): create it again.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.NoteGalleryPersonGone")]
public sealed record NoteGalleryPersonGone : PersonCommand
{
    [Id(0)] public string GalleryPersonId { get; init; } = "";
}

[GenerateSerializer, Immutable, Alias("Atmosphere.NoteFaceAdded")]
public sealed record NoteFaceAdded : PersonCommand
{
    [Id(0)] public string FaceId { get; init; } = "";

    [Id(1)] public int Round { get; init; }

    [Id(2)] public string PersistedFaceId { get; init; } = "";
}

[GenerateSerializer, Immutable, Alias("Atmosphere.NoteFaceRefused")]
public sealed record NoteFaceRefused : PersonCommand
{
    /// <summary>The recogniser's code for "this person has 248 faces".</summary>
    public const string QuotaExceeded = "QuotaExceeded";

    [Id(0)] public string FaceId { get; init; } = "";

    [Id(1)] public int Round { get; init; }

    [Id(2)] public string Code { get; init; } = "";
}

[GenerateSerializer, Immutable, Alias("Atmosphere.NoteFaceRemoved")]
public sealed record NoteFaceRemoved : PersonCommand
{
    [Id(0)] public string FaceId { get; init; } = "";
}

[GenerateSerializer, Immutable, Alias("Atmosphere.NoteProfile")]
public sealed record NoteProfile : PersonCommand
{
    [Id(0)] public required Profile Profile { get; init; }
}

/// <summary>She is to be forgotten.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.ForgetThisPerson")]
public sealed record ForgetThisPerson : PersonCommand
{
    [Id(0)] public ForgottenBy By { get; init; }

    /// <summary>One of <see cref="Actors"/>.</summary>
    [Id(1)] public string Actor { get; init; } = Actors.OperatorKey;
}

/// <summary>There is a tombstone for her, so nothing may be known here.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.NoteStoneStands")]
public sealed record NoteStoneStands : PersonCommand;

/// <summary>Her tombstone is on disk.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.NoteStonePlaced")]
public sealed record NoteStonePlaced : PersonCommand
{
    /// <summary>It was there from an earlier removal, which is finished.</summary>
    [Id(0)] public bool WasForgotten { get; init; }
}

/// <summary>The gallery does not have her.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.NoteGalleryForgotten")]
public sealed record NoteGalleryForgotten : PersonCommand;

/// <summary>Faces that the catalogue finds to name her; none when it finds none.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.NoteNamingFaces")]
public sealed record NoteNamingFaces : PersonCommand
{
    [Id(0)] public ImmutableArray<CountedFace> Faces { get; init; } = [];
}

/// <summary>How many trainings were decided on until she was out of the gallery.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.NoteTrainingsBefore")]
public sealed record NoteTrainingsBefore : PersonCommand
{
    [Id(0)] public long Decided { get; init; }
}

/// <summary>A later training has succeeded, or there never was one.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.NoteModelForgot")]
public sealed record NoteModelForgot : PersonCommand;

/// <summary>The last look found something that had been under way.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.NoteFoundAgain")]
public sealed record NoteFoundAgain : PersonCommand
{
    [Id(0)] public bool InGallery { get; init; }

    [Id(1)] public bool OnFaces { get; init; }
}

/// <summary>The last look found nothing, and her tombstone says so.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.NoteForgotten")]
public sealed record NoteForgotten : PersonCommand;

/// <summary>Time has passed.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.PersonTick")]
public sealed record PersonTick : PersonCommand;
