using System.Collections.Immutable;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Streams;

namespace Atmosphere.Grains.Faces;

/// <summary>Where a face is in its life (design, "The life of a face").</summary>
public enum FaceStatus
{
    /// <summary>Nothing has arrived under this id.</summary>
    Unknown = 0,

    /// <summary>Arrived; the recogniser has not answered yet.</summary>
    Detected = 1,

    /// <summary>The recogniser knows the person; anybody may say "Not X?".</summary>
    Identified = 2,

    /// <summary>People are asked.</summary>
    Asking = 3,

    /// <summary>Enough people agree; the gallery has not answered yet.</summary>
    Agreed = 4,

    /// <summary>Done: tagged by people, and enrolled unless the gallery is full.</summary>
    Tagged = 5,

    /// <summary>Too small, no face on it, or definitely refused by the gallery.</summary>
    Unusable = 6,

    /// <summary>Enough people said "not a face" or "nobody we know".</summary>
    Dismissed = 7,

    /// <summary>Many answers, none of them often enough.</summary>
    Disputed = 8,

    /// <summary>Nobody answered in time.</summary>
    Expired = 9,

    /// <summary>Asked about under the prompt of another face of the same person, and decided with it.</summary>
    Following = 10,

    /// <summary>Its person asked to be forgotten: pictures, votes and history are gone.</summary>
    Forgotten = 11,
}

/// <summary>The state of one face. Key of the grain: the face id.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.FaceState")]
public sealed record FaceState : OwingState<FaceEffect>
{
    [Id(0)] public FaceStatus Status { get; init; }

    /// <summary>Where the face comes from; null until it has arrived.</summary>
    [Id(1)] public FaceArrived? Source { get; init; }

    /// <summary>The period of voting, from 1. "Not X?" and undo start the next one.</summary>
    [Id(2)] public int Round { get; init; }

    /// <summary>The round's votes by voter, with the tombstones of those taken back or refused.</summary>
    [Id(3)]
    public ImmutableSortedDictionary<string, Vote> Votes { get; init; } =
        ImmutableSortedDictionary.Create<string, Vote>(StringComparer.Ordinal);

    /// <summary>The person identified, agreed or tagged.</summary>
    [Id(4)] public string? PersonId { get; init; }

    /// <summary>0 to 1 while <see cref="FaceStatus.Identified"/>; null when the person comes from votes.</summary>
    [Id(5)] public double? Confidence { get; init; }

    /// <summary>False when the person's gallery was full.</summary>
    [Id(6)] public bool Enrolled { get; init; }

    /// <summary>Persons of whom somebody said "that's not them". Only a new agreement brings one back.</summary>
    [Id(7)] public ImmutableSortedSet<string> Excluded { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>The last person excluded: named in the question of the new round.</summary>
    [Id(8)] public string? NotPersonId { get; init; }

    /// <summary>The one message of this face: posted once, then only updated.</summary>
    [Id(9)] public MessageRef? Prompt { get; init; }

    /// <summary>Slack's ids of the uploaded pictures.</summary>
    [Id(10)] public PromptPictures? Pictures { get; init; }

    /// <summary>When the present round was shown to the channel: expiry counts from here.</summary>
    [Id(11)] public DateTimeOffset? AskedAt { get; init; }

    /// <summary>When the present round expires.</summary>
    [Id(12)] public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Why the face is unusable or dismissed; a sentence.</summary>
    [Id(13)] public string Reason { get; init; } = "";

    [Id(14)] public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Events that the catalogue does not have yet, oldest first.</summary>
    [Id(15)] public ImmutableList<RecordedFaceEvent> Unrecorded { get; init; } = [];

    /// <summary>How many events this face has seen.</summary>
    [Id(16)] public long Events { get; init; }

    /// <summary>When the face was accepted, by our clock: nothing about it was posted before.</summary>
    [Id(17)] public DateTimeOffset DetectedAt { get; init; }

    /// <summary>Whom the recogniser takes the face for, though not surely: the question of the first round begins with "Is this X?". Null when nobody, and when people said no.</summary>
    [Id(18)] public Suggestion? Suggestion { get; init; }

    /// <summary>How the recogniser saw the face; null when unknown faces are not compared.</summary>
    [Id(19)] public Sighting? Sighting { get; init; }

    /// <summary>How this face belongs together with others of the same unknown person; null while it has nothing to do with any.</summary>
    [Id(20)] public Burst? Burst { get; init; }

    /// <summary>What the face was dismissed as.</summary>
    [Id(21)] public VoteKind? Dismissal { get; init; }

    /// <summary>When the pictures were deleted, or null while they are kept.</summary>
    [Id(25)] public DateTimeOffset? PicturesGoneAt { get; init; }

    /// <summary>Persons who were asked whether the face shows them, with the last round in which they were. Null while nobody was.</summary>
    [Id(26)] public ImmutableSortedDictionary<string, AskedPerson>? Asked { get; init; }

    /// <summary>Persons who said that it is not them: nobody else can name them. Null while nobody did.</summary>
    [Id(27)] public ImmutableSortedSet<string>? Vetoed { get; init; }

    /// <summary>Whether she was asked in the present round.</summary>
    public bool WasAsked(string personId) => Asked?.GetValueOrDefault(personId)?.Round == Round;

    public bool HasVetoed(string personId) => Vetoed?.Contains(personId) == true;

    /// <summary>What is still to be cleared away elsewhere of somebody who asked to be forgotten; null when there is nothing.</summary>
    [Id(22)] public Clearing? Clearing { get; init; }

    /// <summary>Users who asked to be forgotten and whom the catalogue may still name with this face.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public ImmutableSortedSet<string> Forgets => (Clearing ?? Clearing.None).Names;

    /// <summary>Slack's ids of pictures of a forgotten face that are still to be deleted there.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public ImmutableArray<string> SlackFiles => (Clearing ?? Clearing.None).SlackFiles;

    /// <summary>Of whom an operator gave this face's photo as a reference; null for every other face. Nobody in the channel is asked or told about it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? ReferenceOf => Source?.ReferenceOf;

    /// <summary>Never null, for reading.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public Burst Together => Burst ?? Burst.None;

    /// <summary>The face under whose prompt this one is asked about, or null.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? LeadFaceId => Burst?.LeadFaceId;

    /// <summary>Followers whose pictures the prompt shows beside its own.</summary>
    public const int ShownFollowers = 3;

    /// <summary>Whether the open question has shown this follower's picture, so that the voters could see it.</summary>
    public bool HasShown(string followerId) => Together.Followers.Take(ShownFollowers).Any(follower => follower.FaceId == followerId && follower.FileId is not null);

    [System.Text.Json.Serialization.JsonIgnore]
    public override DateTimeOffset? WakeAt => Status == FaceStatus.Asking ? ExpiresAt : null;
}

/// <summary>A face event with its place in the face's history.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.RecordedFaceEvent")]
public sealed record RecordedFaceEvent
{
    /// <summary>1, 2, 3 … within the face.</summary>
    [Id(0)] public long Sequence { get; init; }

    [Id(1)] public required FaceEvent Event { get; init; }
}

/// <summary>Somebody who was asked whether a face shows her.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.AskedPerson")]
public sealed record AskedPerson
{
    [Id(0)] public int Round { get; init; }

    /// <summary>The direct message; null while it is not known to be posted.</summary>
    [Id(1)] public MessageRef? Message { get; init; }
}

/// <summary>Slack's file ids of a face's pictures.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.PromptPictures")]
public sealed record PromptPictures
{
    [Id(0)] public string CropFileId { get; init; } = "";

    [Id(1)] public string ZoomInFileId { get; init; } = "";
}

/// <summary>Somebody whom the recogniser takes a face for, without being sure enough to say so.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.Suggestion")]
public sealed record Suggestion
{
    [Id(0)] public string PersonId { get; init; } = "";

    /// <summary>0 to 1: from <c>Recognition:AskAbove</c> to below <c>Recognition:Threshold</c>.</summary>
    [Id(1)] public double Confidence { get; init; }
}

/// <summary>What a voter says a face is.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.VoteChoice")]
public sealed record VoteChoice
{
    public static VoteChoice NotAFace { get; } = new() { Kind = VoteKind.NotAFace };

    public static VoteChoice NobodyWeKnow { get; } = new() { Kind = VoteKind.NobodyWeKnow };

    [Id(0)] public VoteKind Kind { get; init; }

    /// <summary>Set for <see cref="VoteKind.Person"/> and <see cref="VoteKind.NotThem"/>.</summary>
    [Id(1)] public string? PersonId { get; init; }

    public static VoteChoice Person(string personId) => new() { Kind = VoteKind.Person, PersonId = personId };

    public static VoteChoice NotThem(string personId) => new() { Kind = VoteKind.NotThem, PersonId = personId };
}

public enum VoteKind
{
    Person = 0,
    NotAFace = 1,
    NobodyWeKnow = 2,

    /// <summary>"No" to "Is this X?": says whom the face does not show, not whom it shows.</summary>
    NotThem = 3,
}

/// <summary>How far a vote counts.</summary>
public enum VoteStanding
{
    /// <summary>Nobody has looked yet whether voter and person are people of this workspace: it does not count yet.</summary>
    Unchecked = 0,

    /// <summary>It counts.</summary>
    Verified = 1,

    /// <summary>Taken back by the voter: a tombstone, so that a replay can't revive it.</summary>
    TakenBack = 2,

    /// <summary>Refused (a bot, a deactivated user): a tombstone, too.</summary>
    Refused = 3,
}

/// <summary>One voter's last word in a round.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.Vote")]
public sealed record Vote
{
    [Id(0)] public VoteChoice Choice { get; init; } = new();

    /// <summary>Slack's <c>action_ts</c> of the press: only a newer one changes anything.</summary>
    [Id(1)] public string ActionTs { get; init; } = "";

    [Id(2)] public DateTimeOffset CastAt { get; init; }

    [Id(3)] public VoteStanding Standing { get; init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsLive => Standing is VoteStanding.Unchecked or VoteStanding.Verified;
}
