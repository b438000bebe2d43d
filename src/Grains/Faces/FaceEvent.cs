using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Streams;

namespace Atmosphere.Grains.Faces;

/// <summary>What happened to a face. Stored in its state until the catalogue has it, so the names are for ever.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.FaceEvent")]
[JsonDerivedType(typeof(FaceDetected), "face-detected")]
[JsonDerivedType(typeof(FaceIdentified), "face-identified")]
[JsonDerivedType(typeof(AskingStarted), "asking-started")]
[JsonDerivedType(typeof(FaceFoundUnusable), "face-found-unusable")]
[JsonDerivedType(typeof(PicturesUploaded), "pictures-uploaded")]
[JsonDerivedType(typeof(PromptShown), "prompt-shown")]
[JsonDerivedType(typeof(VoteCast), "vote-cast")]
[JsonDerivedType(typeof(VoteTakenBack), "vote-taken-back")]
[JsonDerivedType(typeof(VoteVerified), "vote-verified")]
[JsonDerivedType(typeof(VoteRefused), "vote-refused")]
[JsonDerivedType(typeof(AgreementReached), "agreement-reached")]
[JsonDerivedType(typeof(FaceDismissed), "face-dismissed")]
[JsonDerivedType(typeof(FaceDisputed), "face-disputed")]
[JsonDerivedType(typeof(FaceExpired), "face-expired")]
[JsonDerivedType(typeof(FaceWasTagged), "face-was-tagged")]
[JsonDerivedType(typeof(EnrolmentRefused), "enrolment-refused")]
[JsonDerivedType(typeof(IdentificationDisputed), "identification-disputed")]
[JsonDerivedType(typeof(TagUndone), "tag-undone")]
[JsonDerivedType(typeof(SuggestionRejected), "suggestion-rejected")]
[JsonDerivedType(typeof(FaceReopened), "face-reopened")]
[JsonDerivedType(typeof(AskedAlone), "asked-alone")]
[JsonDerivedType(typeof(FollowingStarted), "following-started")]
[JsonDerivedType(typeof(SheetTaken), "sheet-taken")]
[JsonDerivedType(typeof(FollowedBack), "followed-back")]
[JsonDerivedType(typeof(LeftLead), "left-lead")]
[JsonDerivedType(typeof(FollowerJoined), "follower-joined")]
[JsonDerivedType(typeof(FollowerPictured), "follower-pictured")]
[JsonDerivedType(typeof(FollowerTurnedAway), "follower-turned-away")]
[JsonDerivedType(typeof(PersonAsked), "person-asked")]
[JsonDerivedType(typeof(PersonQuestionPosted), "person-question-posted")]
[JsonDerivedType(typeof(PersonVetoed), "person-vetoed")]
[JsonDerivedType(typeof(PicturesDropped), "pictures-dropped")]
[JsonDerivedType(typeof(ReferenceConfirmed), "reference-confirmed")]
[JsonDerivedType(typeof(ReferenceTakenBack), "reference-taken-back")]
[JsonDerivedType(typeof(EventsStored), "events-stored")]
[JsonDerivedType(typeof(PersonRemoved), "person-removed")]
[JsonDerivedType(typeof(FaceForgotten), "face-forgotten")]
[JsonDerivedType(typeof(SlackFilesDeleted), "slack-files-deleted")]
[JsonDerivedType(typeof(PhotoForgot), "photo-forgot")]
public abstract record FaceEvent
{
    [Id(0)] public DateTimeOffset At { get; init; }
}

[GenerateSerializer, Immutable, Alias("Atmosphere.FaceDetected")]
public sealed record FaceDetected : FaceEvent
{
    [Id(0)] public required FaceArrived Source { get; init; }
}

[GenerateSerializer, Immutable, Alias("Atmosphere.FaceIdentified")]
public sealed record FaceIdentified : FaceEvent
{
    [Id(0)] public string PersonId { get; init; } = "";

    [Id(1)] public double Confidence { get; init; }

    /// <summary>Null when unknown faces are not compared.</summary>
    [Id(2)] public Sighting? Sighting { get; init; }
}

/// <summary>The recogniser does not know the face: people are asked.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.AskingStarted")]
public sealed record AskingStarted : FaceEvent
{
    /// <summary>Whom it takes the face for without being sure, or null.</summary>
    [Id(0)] public Suggestion? Suggestion { get; init; }

    /// <summary>Null when unknown faces are not compared: then people are asked at once.</summary>
    [Id(1)] public Sighting? Sighting { get; init; }
}

[GenerateSerializer, Immutable, Alias("Atmosphere.FaceFoundUnusable")]
public sealed record FaceFoundUnusable : FaceEvent
{
    [Id(0)] public string Reason { get; init; } = "";
}

[GenerateSerializer, Immutable, Alias("Atmosphere.PicturesUploaded")]
public sealed record PicturesUploaded : FaceEvent
{
    [Id(0)] public required PromptPictures Pictures { get; init; }
}

/// <summary>The prompt was posted, or shows a new round.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.PromptShown")]
public sealed record PromptShown : FaceEvent
{
    [Id(0)] public required MessageRef Message { get; init; }

    [Id(1)] public int Round { get; init; }

    /// <summary>Set when this round asks people.</summary>
    [Id(2)] public DateTimeOffset? ExpiresAt { get; init; }
}

[GenerateSerializer, Immutable, Alias("Atmosphere.VoteCast")]
public sealed record VoteCast : FaceEvent
{
    [Id(0)] public string VoterId { get; init; } = "";

    [Id(1)] public required VoteChoice Choice { get; init; }

    [Id(2)] public string ActionTs { get; init; } = "";
}

[GenerateSerializer, Immutable, Alias("Atmosphere.VoteTakenBack")]
public sealed record VoteTakenBack : FaceEvent
{
    [Id(0)] public string VoterId { get; init; } = "";

    [Id(1)] public string ActionTs { get; init; } = "";
}

[GenerateSerializer, Immutable, Alias("Atmosphere.VoteVerified")]
public sealed record VoteVerified : FaceEvent
{
    [Id(0)] public string VoterId { get; init; } = "";
}

[GenerateSerializer, Immutable, Alias("Atmosphere.VoteRefused")]
public sealed record VoteRefused : FaceEvent
{
    [Id(0)] public string VoterId { get; init; } = "";

    [Id(1)] public string Reason { get; init; } = "";
}

[GenerateSerializer, Immutable, Alias("Atmosphere.AgreementReached")]
public sealed record AgreementReached : FaceEvent
{
    [Id(0)] public string PersonId { get; init; } = "";

    [Id(1)] public int Round { get; init; }
}

[GenerateSerializer, Immutable, Alias("Atmosphere.FaceDismissed")]
public sealed record FaceDismissed : FaceEvent
{
    [Id(0)] public VoteKind Why { get; init; }
}

[GenerateSerializer, Immutable, Alias("Atmosphere.FaceDisputed")]
public sealed record FaceDisputed : FaceEvent;

[GenerateSerializer, Immutable, Alias("Atmosphere.FaceExpired")]
public sealed record FaceExpired : FaceEvent;

/// <summary>The gallery has the face, or is full: either way the tag stands.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.FaceWasTagged")]
public sealed record FaceWasTagged : FaceEvent
{
    [Id(0)] public string PersonId { get; init; } = "";

    [Id(1)] public bool Enrolled { get; init; }
}

[GenerateSerializer, Immutable, Alias("Atmosphere.EnrolmentRefused")]
public sealed record EnrolmentRefused : FaceEvent
{
    [Id(0)] public string PersonId { get; init; } = "";

    [Id(1)] public string Code { get; init; } = "";
}

[GenerateSerializer, Immutable, Alias("Atmosphere.IdentificationDisputed")]
public sealed record IdentificationDisputed : FaceEvent
{
    [Id(0)] public string PersonId { get; init; } = "";

    [Id(1)] public string ByUserId { get; init; } = "";
}

[GenerateSerializer, Immutable, Alias("Atmosphere.TagUndone")]
public sealed record TagUndone : FaceEvent
{
    [Id(0)] public string PersonId { get; init; } = "";

    [Id(1)] public string ByUserId { get; init; } = "";

    /// <summary>Whether the face was in the gallery, and leaves it; null where that was not noted.</summary>
    [Id(2)] public bool? WasEnrolled { get; init; }
}

/// <summary>Enough people said that the face does not show the person suggested: everybody gets the picker now.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.SuggestionRejected")]
public sealed record SuggestionRejected : FaceEvent
{
    [Id(0)] public string PersonId { get; init; } = "";
}

/// <summary>A disputed or expired question is asked once more.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.FaceReopened")]
public sealed record FaceReopened : FaceEvent
{
    /// <summary>One of <see cref="Actors"/>.</summary>
    [Id(0)] public string ByUserId { get; init; } = "";
}

/// <summary>No other unknown face shows this person, as far as the recogniser can tell.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.AskedAlone")]
public sealed record AskedAlone : FaceEvent;

/// <summary>Another face of the same person is asked about: this one is decided with it.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.FollowingStarted")]
public sealed record FollowingStarted : FaceEvent
{
    [Id(0)] public string LeadFaceId { get; init; } = "";

    [Id(1)] public bool AddsNothing { get; init; }
}

/// <summary>The lead's voting, as it stands, became this face's.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.SheetTaken")]
public sealed record SheetTaken : FaceEvent
{
    [Id(0)] public required LeadSheet Sheet { get; init; }
}

/// <summary>The lead is asked about again, and so is this face with it.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.FollowedBack")]
public sealed record FollowedBack : FaceEvent
{
    /// <summary>The person whose tag was undone, or null.</summary>
    [Id(0)] public string? PersonId { get; init; }
}

/// <summary>This face is asked about in its own right from now on.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.LeftLead")]
public sealed record LeftLead : FaceEvent;

[GenerateSerializer, Immutable, Alias("Atmosphere.FollowerJoined")]
public sealed record FollowerJoined : FaceEvent
{
    [Id(0)] public string FaceId { get; init; } = "";
}

[GenerateSerializer, Immutable, Alias("Atmosphere.FollowerPictured")]
public sealed record FollowerPictured : FaceEvent
{
    [Id(0)] public string FaceId { get; init; } = "";

    [Id(1)] public string FileId { get; init; } = "";
}

/// <summary>A face does not belong under this one's prompt.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.FollowerTurnedAway")]
public sealed record FollowerTurnedAway : FaceEvent
{
    [Id(0)] public string FaceId { get; init; } = "";

    /// <summary>The voter who said so, or null.</summary>
    [Id(1)] public string? ByUserId { get; init; }
}

/// <summary>Somebody was named, and is asked.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.PersonAsked")]
public sealed record PersonAsked : FaceEvent
{
    [Id(0)] public string PersonId { get; init; } = "";
}

[GenerateSerializer, Immutable, Alias("Atmosphere.PersonQuestionPosted")]
public sealed record PersonQuestionPosted : FaceEvent
{
    [Id(0)] public string PersonId { get; init; } = "";

    [Id(1)] public required MessageRef Message { get; init; }
}

/// <summary>She says that it is not her: no vote for her counts any more.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.PersonVetoed")]
public sealed record PersonVetoed : FaceEvent
{
    [Id(0)] public string PersonId { get; init; } = "";
}

/// <summary>The pictures were kept long enough, and are deleted.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.PicturesDropped")]
public sealed record PicturesDropped : FaceEvent;

/// <summary>An operator says who this is, and the person can be tagged: an agreement in itself.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.ReferenceConfirmed")]
public sealed record ReferenceConfirmed : FaceEvent
{
    [Id(0)] public string PersonId { get; init; } = "";

    [Id(1)] public int Round { get; init; }

    /// <summary>The operator: one of <see cref="Actors"/>; null where that was not noted.</summary>
    [Id(2)] public string? By { get; init; }
}

/// <summary>A reference photo leaves the gallery, and nobody is asked who it is.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.ReferenceTakenBack")]
public sealed record ReferenceTakenBack : FaceEvent
{
    [Id(0)] public string PersonId { get; init; } = "";

    /// <summary>A Slack user id, or one of <see cref="Actors"/>.</summary>
    [Id(1)] public string ByUserId { get; init; } = "";
}

/// <summary>Book-keeping, not history: the catalogue has the events up to a number.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.EventsStored")]
public sealed record EventsStored : FaceEvent
{
    [Id(0)] public long UpTo { get; init; }

    /// <summary>Users whom it does not name with this face any more.</summary>
    [Id(1)] public ImmutableArray<string>? Forgot { get; init; }
}

/// <summary>Somebody asked to be forgotten whom this face named without being hers.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.PersonRemoved")]
public sealed record PersonRemoved : FaceEvent
{
    /// <summary>Known while the event is applied; what is kept of it names nobody.</summary>
    [Id(0)] public string PersonId { get; init; } = "";
}

/// <summary>The person on this face asked to be forgotten.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.FaceForgotten")]
public sealed record FaceForgotten : FaceEvent;

/// <summary>Book-keeping, not history: pictures are gone from Slack.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.SlackFilesDeleted")]
public sealed record SlackFilesDeleted : FaceEvent
{
    [Id(0)] public ImmutableArray<string> FileIds { get; init; } = [];
}

/// <summary>Book-keeping, not history: the photo has let go of the face.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.PhotoForgot")]
public sealed record PhotoForgot : FaceEvent;
