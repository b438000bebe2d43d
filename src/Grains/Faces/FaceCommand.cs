using System.Collections.Immutable;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Streams;

namespace Atmosphere.Grains.Faces;

/// <summary>What a face can be told. Time arrives in the command.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.FaceCommand")]
public abstract record FaceCommand
{
    [Id(0)] public DateTimeOffset At { get; init; }
}

/// <summary>The face was cut out and stored.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.AcceptFace")]
public sealed record AcceptFace : FaceCommand
{
    [Id(0)] public required FaceArrived Face { get; init; }
}

/// <summary>The recogniser knows the person.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.NoteIdentified")]
public sealed record NoteIdentified : FaceCommand
{
    [Id(0)] public string PersonId { get; init; } = "";

    /// <summary>0 to 1.</summary>
    [Id(1)] public double Confidence { get; init; }

    /// <summary>For comparing other faces with this one, should people say that it is somebody else.</summary>
    [Id(2)] public Sighting? Sighting { get; init; }
}

/// <summary>The recogniser does not know the person.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.NoteNotIdentified")]
public sealed record NoteNotIdentified : FaceCommand
{
    /// <summary>Whom it takes the face for without being sure, or null.</summary>
    [Id(0)] public Suggestion? Suggestion { get; init; }

    [Id(1)] public Sighting? Sighting { get; init; }
}

/// <summary>It is known whether a reference photo can be learnt from, and whether its person can be tagged.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.NoteReferenceChecked")]
public sealed record NoteReferenceChecked : FaceCommand
{
    /// <summary>Null when it can; else a sentence for the operator.</summary>
    [Id(0)] public string? Refusal { get; init; }

    /// <summary>The gallery has a near duplicate.</summary>
    [Id(1)] public bool AddsNothing { get; init; }
}

/// <summary>The face is like no other that is unknown: it is asked about in its own right.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.NoteAlone")]
public sealed record NoteAlone : FaceCommand;

/// <summary>Another face of the same person is asked about already.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.NoteFollows")]
public sealed record NoteFollows : FaceCommand
{
    [Id(0)] public string LeadFaceId { get; init; } = "";

    [Id(1)] public bool AddsNothing { get; init; }
}

/// <summary>Another face wants to be asked about under this one's prompt.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.AcceptFollower")]
public sealed record AcceptFollower : FaceCommand
{
    [Id(0)] public string FaceId { get; init; } = "";
}

/// <summary>Slack has a follower's picture, or there is none to upload.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.NoteFollowerPicture")]
public sealed record NoteFollowerPicture : FaceCommand
{
    [Id(0)] public string FaceId { get; init; } = "";

    [Id(1)] public string FileId { get; init; } = "";
}

/// <summary>The lead has told how its voting stands.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.TakeSheet")]
public sealed record TakeSheet : FaceCommand
{
    [Id(0)] public required LeadSheet Sheet { get; init; }
}

/// <summary>The recogniser finds no face on the picture, or refuses it for good.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.NoteUnusable")]
public sealed record NoteUnusable : FaceCommand
{
    [Id(0)] public string Reason { get; init; } = "";
}

/// <summary>Slack has the pictures.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.NotePicturesUploaded")]
public sealed record NotePicturesUploaded : FaceCommand
{
    [Id(0)] public required PromptPictures Pictures { get; init; }
}

/// <summary>The prompt is in the channel and shows this round.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.NotePromptShown")]
public sealed record NotePromptShown : FaceCommand
{
    [Id(0)] public required MessageRef Message { get; init; }

    [Id(1)] public int Round { get; init; }
}

/// <summary>A press on the face's prompt. It counts for the round whose prompt was pressed.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.FacePress")]
public abstract record FacePress : FaceCommand
{
    [Id(0)] public int Round { get; init; }

    /// <summary>Who pressed: a Slack user id; for what operators may do, one of <see cref="Actors"/>.</summary>
    [Id(1)] public string UserId { get; init; } = "";

    /// <summary>Slack's <c>action_ts</c>.</summary>
    [Id(2)] public string ActionTs { get; init; } = "";
}

[GenerateSerializer, Immutable, Alias("Atmosphere.CastVote")]
public sealed record CastVote : FacePress
{
    [Id(0)] public required VoteChoice Choice { get; init; }
}

[GenerateSerializer, Immutable, Alias("Atmosphere.TakeBackVote")]
public sealed record TakeBackVote : FacePress;

/// <summary>"Not X?"</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.DisputeIdentification")]
public sealed record DisputeIdentification : FacePress;

[GenerateSerializer, Immutable, Alias("Atmosphere.UndoTag")]
public sealed record UndoTag : FacePress;

/// <summary>Ask once more about a face that was disputed or that nobody answered for.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.ReopenFace")]
public sealed record ReopenFace : FacePress;

/// <summary>"Somebody else" on one of several pictures.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.SplitFollower")]
public sealed record SplitFollower : FacePress
{
    [Id(0)] public string FollowerId { get; init; } = "";
}

/// <summary>Slack has told who voter and person are.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.NoteVoteChecked")]
public sealed record NoteVoteChecked : FaceCommand
{
    [Id(0)] public string VoterId { get; init; } = "";

    /// <summary>Which vote was checked: a newer one has to be checked again.</summary>
    [Id(1)] public string ActionTs { get; init; } = "";

    [Id(2)] public int Round { get; init; }

    /// <summary>Null when the vote counts; else a sentence for the voter.</summary>
    [Id(3)] public string? Refusal { get; init; }
}

/// <summary>The person's gallery has answered for a round.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.NoteEnrolment")]
public sealed record NoteEnrolment : FaceCommand
{
    [Id(0)] public int Round { get; init; }

    [Id(1)] public string PersonId { get; init; } = "";

    /// <summary>False when the gallery is full.</summary>
    [Id(2)] public bool Enrolled { get; init; }
}

/// <summary>The gallery definitely refused the picture.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.NoteEnrolmentRefused")]
public sealed record NoteEnrolmentRefused : FaceCommand
{
    [Id(0)] public int Round { get; init; }

    [Id(1)] public string PersonId { get; init; } = "";

    [Id(2)] public string Code { get; init; } = "";
}

/// <summary>The catalogue has this face's events up to a number.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.NoteEventsStored")]
public sealed record NoteEventsStored : FaceCommand
{
    [Id(0)] public long UpTo { get; init; }

    /// <summary>Users whom it does not name with this face any more.</summary>
    [Id(1)] public ImmutableArray<string> Forgot { get; init; } = [];
}

/// <summary>Slack has the direct message.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.NotePersonAsked")]
public sealed record NotePersonAsked : FaceCommand
{
    [Id(0)] public string PersonId { get; init; } = "";

    [Id(1)] public int Round { get; init; }

    [Id(2)] public required MessageRef Message { get; init; }
}

/// <summary>The pictures of a closed face have been kept long enough.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.DropPictures")]
public sealed record DropPictures : FaceCommand
{
    /// <summary>Only if nothing has happened to the face from here on.</summary>
    [Id(0)] public DateTimeOffset Before { get; init; }
}

/// <summary>A user whom the face names, or the catalogue with it, asked to be forgotten.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.ForgetPerson")]
public sealed record ForgetPerson : FaceCommand
{
    [Id(0)] public string PersonId { get; init; } = "";
}

/// <summary>The recogniser still knows the person, who asked to be forgotten.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.NoteIsForgotten")]
public sealed record NoteIsForgotten : FaceCommand;

/// <summary>Slack has deleted pictures of a forgotten face.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.NoteSlackFilesDeleted")]
public sealed record NoteSlackFilesDeleted : FaceCommand
{
    [Id(0)] public ImmutableArray<string> FileIds { get; init; } = [];
}

/// <summary>The photo has let go of this face.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.NotePhotoForgot")]
public sealed record NotePhotoForgot : FaceCommand;

/// <summary>Time has passed.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.FaceTick")]
public sealed record FaceTick : FaceCommand;
