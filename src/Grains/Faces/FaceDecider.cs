using System.Collections.Immutable;

namespace Atmosphere.Grains.Faces;

/// <summary>The numbers that decisions about faces depend on.</summary>
/// <param name="Required">Verified votes that make an agreement.</param>
/// <param name="MaxVoters">Verified voters without agreement that make a dispute.</param>
/// <param name="MinimumSide">Pixels; smaller faces are not asked about.</param>
/// <param name="ExpireAfter">How long a question stays open.</param>
/// <param name="ComparesStrangers">Unknown faces of the same person are asked about together.</param>
/// <param name="AsksThePerson">Whoever a vote names is asked, too.</param>
/// <param name="TellsWebhook">Another system is told.</param>
internal sealed record FaceRules(
    int Required, int MaxVoters, int MinimumSide, TimeSpan ExpireAfter, bool ComparesStrangers = true, bool AsksThePerson = false, bool TellsWebhook = false);

/// <summary>Every decision about a face. Pure: the same state and command give the same events.</summary>
internal static class FaceDecider
{
    /// <summary>What follows from a command. A command that was followed before, or comes too late, has no events.</summary>
    public static ImmutableArray<FaceEvent> Decide(FaceState face, FaceCommand command, FaceRules rules) => command switch
    {
        AcceptFace accept => face.Status switch
        {
            FaceStatus.Unknown => [new FaceDetected { At = accept.At, Source = accept.Face }],

            // Whoever has sent it again has stored its pictures again.
            FaceStatus.Forgotten when !face.Owed.Slots.ContainsKey(DeletePictures.PicturesSlot) => [new FaceForgotten { At = accept.At }],
            _ => [],
        },

        NoteIdentified noted => face.Status == FaceStatus.Detected
            ? [new FaceIdentified { At = noted.At, PersonId = noted.PersonId, Confidence = noted.Confidence, Sighting = rules.ComparesStrangers ? noted.Sighting : null }]
            : [],
        NoteNotIdentified noted => face.Status == FaceStatus.Detected ? [AskOrGiveUp(face, noted, rules)] : [],
        NoteUnusable noted => face.Status == FaceStatus.Detected
            ? [new FaceFoundUnusable { At = noted.At, Reason = noted.Reason }]
            : [],

        NoteIsForgotten noted => face.Status == FaceStatus.Detected ? [new FaceForgotten { At = noted.At }] : [],
        ForgetPerson forget => Naming.Forget(face, forget),
        NoteSlackFilesDeleted noted => face.SlackFiles.Intersect(noted.FileIds).Any() ? [new SlackFilesDeleted { At = noted.At, FileIds = noted.FileIds }] : [],
        NotePhotoForgot noted => face.Owed.Slots.ContainsKey(TellPhoto.PhotoSlot) ? [new PhotoForgot { At = noted.At }] : [],

        NoteReferenceChecked noted => face is { Status: FaceStatus.Detected, ReferenceOf: { } personId } ? Confirm(face, noted, personId) : [],

        NoteAlone noted => IsToBePlaced(face) ? [new AskedAlone { At = noted.At }] : [],
        NoteFollows noted => IsToBePlaced(face) ? Following.Start(face, noted) : [],
        AcceptFollower accept => Following.Accept(face, accept),
        NoteFollowerPicture noted => face.Together.Followers.Exists(follower => follower.FaceId == noted.FaceId && follower.FileId is null)
            ? [new FollowerPictured { At = noted.At, FaceId = noted.FaceId, FileId = noted.FileId }]
            : [],
        TakeSheet take => Following.Take(face, take),

        NotePicturesUploaded noted => face.Pictures is null && !face.SlackFiles.Contains(noted.Pictures.CropFileId)
            ? [new PicturesUploaded { At = noted.At, Pictures = noted.Pictures }]
            : [],
        NotePromptShown noted => Shown(face, noted, rules),

        FacePress press => Judge(face, press) == PressVerdict.Accepted ? Pressed(face, press) : [],
        NoteVoteChecked noted => Checked(face, noted, rules),
        NotePersonAsked noted => face.Asked?.GetValueOrDefault(noted.PersonId) is { Message: null } asked && asked.Round == noted.Round
            ? [new PersonQuestionPosted { At = noted.At, PersonId = noted.PersonId, Message = noted.Message }]
            : [],

        NoteEnrolment noted => AwaitsGallery(face, noted.Round, noted.PersonId)
            ? [new FaceWasTagged { At = noted.At, PersonId = noted.PersonId, Enrolled = noted.Enrolled }]
            : [],
        NoteEnrolmentRefused noted => AwaitsGallery(face, noted.Round, noted.PersonId)
            ? [new EnrolmentRefused { At = noted.At, PersonId = noted.PersonId, Code = noted.Code }]
            : [],

        NoteEventsStored noted => (face.Unrecorded is [var first, ..] && first.Sequence <= noted.UpTo) || face.Forgets.Overlaps(noted.Forgot)
            ? [new EventsStored { At = noted.At, UpTo = noted.UpTo, Forgot = noted.Forgot.IsEmpty ? null : noted.Forgot }]
            : [],
        DropPictures drop => CanDrop(face, drop) ? [new PicturesDropped { At = drop.At }] : [],
        FaceTick tick => face.Status == FaceStatus.Asking && face.ExpiresAt <= tick.At
            ? [new FaceExpired { At = tick.At }]
            : [],

        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No decision for this command."),
    };

    /// <summary>Whether a press can be honoured, and if not, why.</summary>
    public static PressVerdict Judge(FaceState face, FacePress press)
    {
        if (press is CastVote { Choice: { Kind: VoteKind.Person or VoteKind.NotThem, PersonId: null or "" } })
            throw new ArgumentException("A vote for or against a person has to name the person.", nameof(press));
        if (face.Status == FaceStatus.Unknown) return PressVerdict.UnknownFace;
        if (press.Round != face.Round) return PressVerdict.Closed;

        // A face without a prompt of its own is decided with its lead.
        if (face.LeadFaceId is not null) return PressVerdict.Closed;
        var open = press switch
        {
            CastVote vote when OwnQuestion.IsLateNo(face, vote) => true,
            CastVote or TakeBackVote => face.Status == FaceStatus.Asking,
            DisputeIdentification => face.Status == FaceStatus.Identified,
            UndoTag => face.Status == FaceStatus.Tagged,
            SplitFollower split => face.Status == FaceStatus.Asking && face.Together.Followers.Exists(follower => follower.FaceId == split.FollowerId),
            ReopenFace => face.Status is FaceStatus.Disputed or FaceStatus.Expired,
            _ => throw new ArgumentOutOfRangeException(nameof(press), press.GetType().Name, "No judgement for this press."),
        };
        if (!open) return PressVerdict.Closed;
        if (press is ReopenFace && face.PicturesGoneAt is not null) return PressVerdict.PicturesGone;
        if (press is not (CastVote or TakeBackVote)) return PressVerdict.Accepted;

        var last = face.Votes.GetValueOrDefault(press.UserId);
        if (!ActionTs.IsNewer(press.ActionTs, last?.ActionTs)) return PressVerdict.Repeated;
        if (press is TakeBackVote && last is not { IsLive: true }) return PressVerdict.NothingToTakeBack;

        // Nobody is named against her word.
        if (press is CastVote { Choice: { Kind: VoteKind.Person, PersonId: { } named } } && named != press.UserId && face.HasVetoed(named)) return PressVerdict.Vetoed;

        // "No" answers a question that may be over although the round is not.
        return press is CastVote { Choice: { Kind: VoteKind.NotThem } no } && no.PersonId != face.Suggestion?.PersonId && !(no.PersonId == press.UserId && face.WasAsked(press.UserId))
            ? PressVerdict.Closed
            : PressVerdict.Accepted;
    }

    /// <summary>The state after an event, with the effects that it owes, also to another system when that is to be told.</summary>
    public static FaceState Evolve(FaceState face, FaceEvent happened, FaceRules rules)
    {
        var next = Evolve(face, happened);
        return rules.TellsWebhook && Announcement.Of(face, next, happened) is { } message
            ? next with { Owed = next.Owed.Owe(new TellWebhook { Message = message }, happened.At) }
            : next;
    }

    /// <summary>The state after an event, with the effects that it owes.</summary>
    public static FaceState Evolve(FaceState face, FaceEvent happened) => happened switch
    {
        EventsStored stored => face with
        {
            Unrecorded = face.Unrecorded.RemoveAll(recorded => recorded.Sequence <= stored.UpTo),
            Clearing = Clearing.Of(face.Forgets.Except(stored.Forgot ?? []), face.SlackFiles),
        },
        SlackFilesDeleted or PhotoForgot => FaceEvolution.Apply(face, happened),
        PersonRemoved removed => Record(Redrawn(face, removed), removed with { PersonId = "" }),
        _ => Record(Redrawn(face, happened), happened),
    };

    private static FaceState Redrawn(FaceState face, FaceEvent happened) => OwnQuestion.Redraw(face, FaceEvolution.Apply(face, happened), happened.At);

    private static FaceState Record(FaceState face, FaceEvent happened) => face with
    {
        ChangedAt = happened.At,
        Events = face.Events + 1,
        Unrecorded = face.Unrecorded.Add(new() { Sequence = face.Events + 1, Event = happened }),
        Owed = face.Owed.Owe(new StoreFaceTagSql(), happened.At),
    };

    private static FaceEvent AskOrGiveUp(FaceState face, NoteNotIdentified noted, FaceRules rules)
    {
        var size = face.Source!.Rectangle;
        return Math.Min(size.Width, size.Height) >= rules.MinimumSide
            ? new AskingStarted { At = noted.At, Suggestion = noted.Suggestion, Sighting = rules.ComparesStrangers ? noted.Sighting : null }
            : new FaceFoundUnusable { At = noted.At, Reason = $"The face is too small to ask about: {size.Width} × {size.Height} pixels." };
    }

    private static ImmutableArray<FaceEvent> Confirm(FaceState face, NoteReferenceChecked noted, string personId)
    {
        if (noted.Refusal is { } refusal) return [new FaceFoundUnusable { At = noted.At, Reason = refusal }];
        var confirmed = new ReferenceConfirmed { At = noted.At, PersonId = personId, Round = face.Round, By = face.Source!.ReferenceBy };
        return noted.AddsNothing ? [confirmed, new FaceWasTagged { At = noted.At, PersonId = personId, Enrolled = false }] : [confirmed];
    }

    private static ImmutableArray<FaceEvent> Shown(FaceState face, NotePromptShown noted, FaceRules rules)
    {
        // Only the first showing of a round counts: it says where the message is and from when the question expires.
        var asks = face.Status == FaceStatus.Asking && noted.Round == face.Round && face.ExpiresAt is null;
        if (face.Prompt is not null && !asks) return [];
        return [new PromptShown { At = noted.At, Message = noted.Message, Round = noted.Round, ExpiresAt = asks ? noted.At + rules.ExpireAfter : null }];
    }

    private static ImmutableArray<FaceEvent> Pressed(FaceState face, FacePress press) => press switch
    {
        CastVote late when OwnQuestion.IsLateNo(face, late) =>
            [Undone(face, late), new PersonVetoed { At = late.At, PersonId = late.UserId }],
        CastVote vote => [new VoteCast { At = vote.At, VoterId = vote.UserId, Choice = vote.Choice, ActionTs = vote.ActionTs }],
        TakeBackVote taken => [new VoteTakenBack { At = taken.At, VoterId = taken.UserId, ActionTs = taken.ActionTs }],
        DisputeIdentification dispute => [new IdentificationDisputed { At = dispute.At, PersonId = face.PersonId!, ByUserId = dispute.UserId }],
        UndoTag undo when face.ReferenceOf is not null => [new ReferenceTakenBack { At = undo.At, PersonId = face.PersonId!, ByUserId = undo.UserId }],
        UndoTag undo => [Undone(face, undo)],
        SplitFollower split => [new FollowerTurnedAway { At = split.At, FaceId = split.FollowerId, ByUserId = split.UserId }],
        ReopenFace reopen => [new FaceReopened { At = reopen.At, ByUserId = reopen.UserId }],
        _ => throw new ArgumentOutOfRangeException(nameof(press), press.GetType().Name, "No event for this press."),
    };

    private static TagUndone Undone(FaceState face, FacePress press) =>
        new() { At = press.At, PersonId = face.PersonId!, ByUserId = press.UserId, WasEnrolled = face.Enrolled };

    private static ImmutableArray<FaceEvent> Checked(FaceState face, NoteVoteChecked noted, FaceRules rules)
    {
        var current = face.Status == FaceStatus.Asking
            && noted.Round == face.Round
            && face.Votes.GetValueOrDefault(noted.VoterId) is { Standing: VoteStanding.Unchecked } vote
            && vote.ActionTs == noted.ActionTs;
        if (!current) return [];
        if (noted.Refusal is { } refusal) return [new VoteRefused { At = noted.At, VoterId = noted.VoterId, Reason = refusal }];

        var events = ImmutableArray.Create<FaceEvent>(new VoteVerified { At = noted.At, VoterId = noted.VoterId });
        if (rules.AsksThePerson && OwnQuestion.ToAsk(face, noted.VoterId) is { } personId) events = events.Add(new PersonAsked { At = noted.At, PersonId = personId });
        return Tally.Conclude(events.Aggregate(face, FaceEvolution.Apply), rules, noted.At) is { } conclusion ? events.Add(conclusion) : events;
    }

    /// <summary>Between an agreement and the gallery's answer a face can't be asked about again: its lead has to wait.</summary>
    public static bool CanTake(FaceState face, LeadSheet sheet) =>
        face.Status != FaceStatus.Agreed || sheet.Status == FaceStatus.Forgotten || face.LeadFaceId != sheet.LeadFaceId || (sheet.Round == face.Together.LeadRound && !sheet.Leave);

    /// <summary>
    /// Whether the pictures have served. A face that was dismissed or has expired needs them for nothing but being asked about again;
    /// every other one needs them for the gallery, which may lose a person and get the faces anew.
    /// </summary>
    public static bool CanDrop(FaceState face, DropPictures drop) =>
        face is { Status: FaceStatus.Dismissed or FaceStatus.Expired, PicturesGoneAt: null } && face.ChangedAt < drop.Before;

    /// <summary>It is not known yet whether the face is asked about in its own right.</summary>
    public static bool IsToBePlaced(FaceState face) => face is { Status: FaceStatus.Asking, Together.IsPlaced: false, Sighting: not null, Prompt: null };

    private static bool AwaitsGallery(FaceState face, int round, string personId) =>
        face.Status == FaceStatus.Agreed && face.Round == round && face.PersonId == personId;
}
