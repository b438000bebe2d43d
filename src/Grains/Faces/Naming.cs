using System.Collections.Immutable;

namespace Atmosphere.Grains.Faces;

/// <summary>What is still to be cleared away elsewhere of somebody who asked to be forgotten.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.Clearing")]
public sealed record Clearing
{
    public static Clearing None { get; } = new();

    /// <summary>Users whom the catalogue may still name with this face.</summary>
    [Id(0)] public ImmutableSortedSet<string> Names { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Slack's ids of pictures of a forgotten face.</summary>
    [Id(1)] public ImmutableArray<string> SlackFiles { get; init; } = [];

    /// <summary>Null when there is nothing to clear.</summary>
    public static Clearing? Of(ImmutableSortedSet<string> names, ImmutableArray<string> slackFiles) =>
        names.IsEmpty && slackFiles.IsEmpty ? null : new() { Names = names, SlackFiles = slackFiles };
}

/// <summary>Whom a face names, and how it comes to name somebody no more. Pure.</summary>
internal static class Naming
{
    /// <summary>What a voter is told who has picked somebody who may not be tagged. It does not say why.</summary>
    public const string CanNotBeTagged = "Your vote does not count: the person you picked can't be tagged.";

    /// <summary>Every user that the state names, in what has happened, too.</summary>
    public static ImmutableSortedSet<string> Of(FaceState face) =>
    [
        .. face.Votes.SelectMany(vote => Of(vote.Key, vote.Value.Choice)),
        .. face.Excluded,
        .. Some(face.PersonId, face.NotPersonId, face.Suggestion?.PersonId, face.ReferenceOf),
        .. face.Asked?.Keys ?? [],
        .. face.Vetoed ?? [],
        .. face.Owed.Slots.Values.Select(owed => Of(owed.Effect)).OfType<string>(),
        .. face.Unrecorded.SelectMany(recorded => Of(recorded.Event)),
    ];

    /// <summary>The decision about somebody who asked to be forgotten. What the catalogue still has of her has to go also when the state names her no more.</summary>
    public static ImmutableArray<FaceEvent> Forget(FaceState face, ForgetPerson forget)
    {
        if (face.Status == FaceStatus.Unknown) return [];
        if (face.PersonId == forget.PersonId || face.ReferenceOf == forget.PersonId) return [new FaceForgotten { At = forget.At }];

        // A forgotten face may name others in decisions that the audit does not have yet; in the catalogue it names nobody.
        if (face.Status == FaceStatus.Forgotten && !Of(face).Contains(forget.PersonId)) return [];
        return face.Forgets.Contains(forget.PersonId) && !Of(face).Contains(forget.PersonId) ? [] : [new PersonRemoved { At = forget.At, PersonId = forget.PersonId }];
    }

    /// <summary>The state without her. Votes by others for her stay as tombstones that don't say whom they named, so that they can't be replayed.</summary>
    public static FaceState Without(FaceState face, string personId) => face with
    {
        Votes = face.Votes.Remove(personId).SetItems(face.Votes
            .Where(vote => vote.Key != personId && vote.Value.Choice.PersonId == personId)
            .Select(vote => KeyValuePair.Create(vote.Key, vote.Value with { Choice = VoteChoice.NobodyWeKnow, Standing = vote.Value.IsLive ? VoteStanding.Refused : vote.Value.Standing }))),
        Excluded = face.Excluded.Remove(personId),
        NotPersonId = face.NotPersonId == personId ? null : face.NotPersonId,
        Suggestion = face.Suggestion?.PersonId == personId ? null : face.Suggestion,
        Asked = face.Asked?.Remove(personId),
        Vetoed = face.Vetoed?.Remove(personId),
        Unrecorded = face.Unrecorded.RemoveAll(recorded => Of(recorded.Event).Contains(personId)),
        Clearing = Clearing.Of(face.Forgets.Add(personId), face.SlackFiles),
        Owed = face.Owed with { Slots = face.Owed.Slots.RemoveRange(face.Owed.Slots.Where(owed => Of(owed.Value.Effect) == personId).Select(owed => owed.Key)) },
    };

    /// <summary>Voters who named her and have not been told yet whether that counts.</summary>
    public static IEnumerable<string> ToBeTold(FaceState face, string personId) => face.Votes
        .Where(vote => vote.Key != personId && vote.Value is { Standing: VoteStanding.Unchecked, Choice.Kind: VoteKind.Person } && vote.Value.Choice.PersonId == personId)
        .Select(vote => vote.Key);

    /// <summary>Nothing but what it takes to finish: the message, the pictures, those that are decided with it, and for the audit what others have decided about others.</summary>
    public static FaceState Emptied(FaceState face) => new()
    {
        Status = FaceStatus.Forgotten,
        Source = face.Source! with { ReferenceOf = null, ReferenceBy = null },
        Round = face.Round,
        Prompt = face.Prompt,
        DetectedAt = face.DetectedAt,
        Events = face.Events,
        Unrecorded = face.Unrecorded.RemoveAll(recorded => !FaceAudit.IsDecision(recorded.Event) || Of(recorded.Event).Any(userId => userId == face.PersonId || userId == face.ReferenceOf)),
        Version = face.Version,
        ReminderArmedFor = face.ReminderArmedFor,
        Burst = face.Burst,
        Clearing = Clearing.Of(
            Clearing.None.Names, [.. face.SlackFiles.Union(FilesOf(face.Pictures)).Union(face.Together.Followers.Select(follower => follower.FileId ?? "")).Where(id => id.Length > 0)]),
        Owed = new() { LastNumber = face.Owed.LastNumber },
    };

    public static IEnumerable<string> FilesOf(PromptPictures? pictures) => Some(pictures?.CropFileId, pictures?.ZoomInFileId).Where(id => id.Length > 0);

    /// <summary>The users that an event names.</summary>
    public static ImmutableArray<string> Of(FaceEvent happened) => happened switch
    {
        FaceDetected detected => [.. Some(detected.Source.ReferenceOf)],
        ReferenceConfirmed confirmed => [confirmed.PersonId],
        ReferenceTakenBack taken => [taken.PersonId, taken.ByUserId],
        FaceIdentified identified => [identified.PersonId],
        AskingStarted asking => [.. Some(asking.Suggestion?.PersonId)],
        VoteCast cast => Of(cast.VoterId, cast.Choice),
        VoteTakenBack taken => [taken.VoterId],
        VoteVerified verified => [verified.VoterId],
        VoteRefused refused => [refused.VoterId],
        AgreementReached agreed => [agreed.PersonId],
        FaceWasTagged tagged => [tagged.PersonId],
        EnrolmentRefused refused => [refused.PersonId],
        IdentificationDisputed disputed => [disputed.PersonId, disputed.ByUserId],
        TagUndone undone => [undone.PersonId, undone.ByUserId],
        SuggestionRejected rejected => [rejected.PersonId],
        FaceReopened reopened => [reopened.ByUserId],
        SheetTaken { Sheet: var sheet } => [.. Some(sheet.PersonId), .. sheet.Votes.SelectMany(vote => Of(vote.Key, vote.Value.Choice))],
        FollowedBack back => [.. Some(back.PersonId)],
        PersonAsked asked => [asked.PersonId],
        PersonQuestionPosted posted => [posted.PersonId],
        PersonVetoed vetoed => [vetoed.PersonId],
        FollowerTurnedAway away => [.. Some(away.ByUserId)],
        _ => [],
    };

    private static ImmutableArray<string> Of(string voterId, VoteChoice choice) => [voterId, .. Some(choice.PersonId)];

    private static string? Of(FaceEffect effect) => effect switch
    {
        VerifyVote verify => verify.VoterId,
        TellVoter tell => tell.VoterId,
        WithdrawFace withdraw => withdraw.PersonId,
        AskPerson ask => ask.PersonId,
        TellWebhook { Message.PersonId: { Length: > 0 } personId } => personId,
        _ => null,
    };

    private static IEnumerable<string> Some(params IEnumerable<string?> ids) => ids.OfType<string>();
}
