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

/// <summary>Time has passed.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.PersonTick")]
public sealed record PersonTick : PersonCommand;
