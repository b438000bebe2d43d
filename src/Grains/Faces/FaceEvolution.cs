using System.Collections.Immutable;
using Atmosphere.Grains.Photos;

namespace Atmosphere.Grains.Faces;

/// <summary>What each event does to a face, and what it makes the face owe. Pure.</summary>
internal static class FaceEvolution
{
    public static FaceState Apply(FaceState face, FaceEvent happened) => happened switch
    {
        FaceDetected detected => Owe(
            face with { Status = FaceStatus.Detected, Source = detected.Source, Round = 1, DetectedAt = detected.At },
            happened,
            detected.Source.ReferenceOf is null ? new IdentifyFace() : new CheckReference()),
        ReferenceConfirmed confirmed => Owe(face with { Status = FaceStatus.Agreed, PersonId = confirmed.PersonId }, happened, new SendFaceForTraining()),
        ReferenceTakenBack taken => Owe(
            Exclude(face, taken.PersonId) with { Status = FaceStatus.Dismissed, PersonId = null, Enrolled = false, Reason = "This reference photo was taken back." },
            happened,
            new WithdrawFace { PersonId = taken.PersonId, Round = face.Round }),
        FaceIdentified identified => Owe(
            face with { Status = FaceStatus.Identified, PersonId = identified.PersonId, Confidence = identified.Confidence, Sighting = identified.Sighting }, happened, new FinalizeIdentified()),
        AskingStarted { Sighting: null } asking => Owe(
            face with { Status = FaceStatus.Asking, Suggestion = asking.Suggestion }, happened, new RequestTaggingOnSlack()),
        AskingStarted asking => Owe(
            face with { Status = FaceStatus.Asking, Suggestion = asking.Suggestion, Sighting = asking.Sighting }, happened, new FindOthers()),
        AskedAlone => Owe(face with { Burst = face.Together with { IsPlaced = true } }, happened, new RequestTaggingOnSlack()),

        FollowingStarted following => Owe(
            face with
            {
                Status = FaceStatus.Following,
                Suggestion = null,
                Burst = face.Together with { IsPlaced = true, LeadFaceId = following.LeadFaceId, AddsNothing = following.AddsNothing },
            },
            happened,
            new FollowLead()),
        SheetTaken { Sheet: var sheet } => face with
        {
            Burst = face.Together with { LeadRound = sheet.Round, LeadVersion = sheet.Version },
            Votes = face.Status == FaceStatus.Following ? sheet.Votes : face.Votes,
            Owed = face.Owed.Drop(FollowLead.FollowSlot),
        },
        FollowedBack back => FollowBack(face, back),
        LeftLead => Owe(
            face with { Status = FaceStatus.Asking, Burst = face.Together with { LeadFaceId = null }, Votes = face.Votes.Clear() }, happened, new LeaveOthers(), new RequestTaggingOnSlack()),

        FollowerJoined joined => Redraw(
            Owe(face with { Burst = face.Together with { Followers = face.Together.Followers.Add(new() { FaceId = joined.FaceId }) } }, happened, new TellFollower { FaceId = joined.FaceId }), happened),
        FollowerPictured pictured when face.Status == FaceStatus.Forgotten => Owe(
            face with { Clearing = Clearing.Of(face.Forgets, [.. face.SlackFiles.Union(pictured.FileId.Length > 0 ? [pictured.FileId] : [])]) }, happened, new DeleteSlackFiles()),
        FollowerPictured pictured => face with
        {
            Burst = face.Together with
            {
                Followers = [.. face.Together.Followers.Select(follower => follower.FaceId == pictured.FaceId ? follower with { FileId = pictured.FileId } : follower)],
            },
        },
        FollowerTurnedAway away => Redraw(
            Owe(
                face with
                {
                    Burst = face.Together with
                    {
                        Followers = face.Together.Followers.RemoveAll(follower => follower.FaceId == away.FaceId),
                        TurnedAway = face.Together.TurnedAway.Add(away.FaceId),
                    },
                },
                happened,
                new TellFollower { FaceId = away.FaceId }),
            happened),

        FaceFoundUnusable unusable => Owe(face with { Status = FaceStatus.Unusable, Reason = unusable.Reason }, happened, new CleanupTag()),

        PicturesUploaded uploaded when face.Status == FaceStatus.Forgotten => Owe(
            face with { Clearing = Clearing.Of(face.Forgets, [.. face.SlackFiles.Union(Naming.FilesOf(uploaded.Pictures))]) }, happened, new DeleteSlackFiles()),
        PicturesUploaded uploaded => face with { Pictures = uploaded.Pictures },
        PromptShown shown => face with
        {
            Prompt = face.Prompt ?? shown.Message,
            AskedAt = shown.ExpiresAt is null ? face.AskedAt : shown.At,
            ExpiresAt = shown.ExpiresAt ?? face.ExpiresAt,
        },

        VoteCast cast => Owe(
            WithVote(face, cast.VoterId, new() { Choice = cast.Choice, ActionTs = cast.ActionTs, CastAt = cast.At }),
            happened,
            new VerifyVote { VoterId = cast.VoterId },
            new RequestTaggingOnSlack()),
        VoteTakenBack taken => Owe(
            WithVote(face, taken.VoterId, face.Votes[taken.VoterId] with { Standing = VoteStanding.TakenBack, ActionTs = taken.ActionTs }),
            happened,
            new RequestTaggingOnSlack()),
        VoteVerified verified => WithVote(face, verified.VoterId, face.Votes[verified.VoterId] with { Standing = VoteStanding.Verified }),
        VoteRefused refused => Owe(
            WithVote(face, refused.VoterId, face.Votes[refused.VoterId] with { Standing = VoteStanding.Refused }),
            happened,
            new TellVoter { VoterId = refused.VoterId, Text = refused.Reason },
            new RequestTaggingOnSlack()),

        AgreementReached agreed => TellFollowers(
            (face.Excluded.Contains(agreed.PersonId) ? Denials(face, happened) : face) with
            {
                Status = FaceStatus.Agreed,
                PersonId = agreed.PersonId,
                Confidence = null,
                Excluded = face.Excluded.Remove(agreed.PersonId),
                Vetoed = face.Vetoed?.Remove(agreed.PersonId), // by her own yes: nobody else can
            },
            happened,
            new SendFaceForTraining(),
            new ClosePrompt(),
            new ReleaseSlot()),
        FaceDismissed dismissed => Close(face with { Status = FaceStatus.Dismissed, Reason = Why(dismissed.Why), Dismissal = dismissed.Why }, happened),
        FaceDisputed => Close(face with { Status = FaceStatus.Disputed }, happened),
        FaceExpired => Close(face with { Status = FaceStatus.Expired }, happened),

        FaceWasTagged tagged => Owe(
            AnsweredByGallery(face) with { Status = FaceStatus.Tagged, Enrolled = tagged.Enrolled }, happened, new FinalizeTag()),
        EnrolmentRefused refused => TellFollowers(
            AnsweredByGallery(face) with
            {
                Status = FaceStatus.Unusable,
                PersonId = null,
                Votes = face.Votes.Clear(),
                Reason = $"The recogniser can't learn from this picture ({refused.Code}): too small, too blurred, or no visible face. The votes are cleared.",
            },
            happened,
            new CleanupTag()),

        PersonAsked asked => face with { Asked = (face.Asked ?? NobodyAsked).SetItem(asked.PersonId, new() { Round = face.Round }) },
        PersonQuestionPosted posted => face with { Asked = face.Asked!.SetItem(posted.PersonId, face.Asked[posted.PersonId] with { Message = posted.Message }) },
        PersonVetoed vetoed => Veto(face, vetoed),

        PicturesDropped => Owe(face with { PicturesGoneAt = happened.At }, happened, new DropOldPictures()),
        PersonRemoved removed => Remove(face, removed),
        FaceForgotten => Forget(face, happened),
        SlackFilesDeleted deleted => face with { Clearing = Clearing.Of(face.Forgets, face.SlackFiles.RemoveRange(deleted.FileIds)) },
        PhotoForgot => face with { Owed = face.Owed.Drop(TellPhoto.PhotoSlot) },

        SuggestionRejected rejected => Owe(Denials(Exclude(face, rejected.PersonId), happened) with { Suggestion = null }, happened, new RequestTaggingOnSlack()),
        FaceReopened => NextRound(face, happened),
        IdentificationDisputed disputed => NextRound(Denials(Exclude(face, disputed.PersonId), happened), happened),
        TagUndone undone => Owe(
            NextRound(Denials(Exclude(face, undone.PersonId), happened), happened), happened, new WithdrawFace { PersonId = undone.PersonId, Round = face.Round }),

        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened.GetType().Name, "No evolution for this event."),
    };

    private static readonly ImmutableSortedDictionary<string, AskedPerson> NobodyAsked = ImmutableSortedDictionary.Create<string, AskedPerson>(StringComparer.Ordinal);

    /// <summary>Every vote for her is refused, like one for a bot: a tombstone, and its voter told.</summary>
    private static FaceState Veto(FaceState face, PersonVetoed vetoed)
    {
        var next = Exclude(face, vetoed.PersonId) with
        {
            Vetoed = (face.Vetoed ?? ImmutableSortedSet.Create<string>(StringComparer.Ordinal)).Add(vetoed.PersonId),
            Suggestion = face.Suggestion?.PersonId == vetoed.PersonId ? null : face.Suggestion,
        };
        foreach (var (voterId, vote) in face.Votes.Where(vote => vote.Value.IsLive && vote.Value.Choice == VoteChoice.Person(vetoed.PersonId)))
        {
            next = Owe(
                WithVote(next, voterId, vote with { Standing = VoteStanding.Refused }),
                vetoed,
                new TellVoter { VoterId = voterId, Text = "Your vote does not count any more: the person you picked says that it is somebody else." });
        }

        return Owe(next, vetoed, new RequestTaggingOnSlack());
    }

    private static FaceState Owe(FaceState face, FaceEvent happened, params ImmutableArray<FaceEffect> effects) =>
        face with { Owed = effects.Aggregate(face.Owed, (owed, effect) => owed.Owe(effect, happened.At)) };

    private static FaceState Close(FaceState face, FaceEvent happened) => TellFollowers(face, happened, new ClosePrompt(), new ReleaseSlot());

    private static FaceState TellFollowers(FaceState face, FaceEvent happened, params ImmutableArray<FaceEffect> effects) =>
        Owe(face, happened, [.. effects, .. face.Together.Followers.Select(follower => new TellFollower { FaceId = follower.FaceId })]);

    /// <summary>The open question shows another set of pictures. Before the face has its place there is no question.</summary>
    private static FaceState Redraw(FaceState face, FaceEvent happened) =>
        face is { Status: FaceStatus.Asking, Together.IsPlaced: true } ? Owe(face, happened, new RequestTaggingOnSlack()) : face;

    private static FaceState FollowBack(FaceState face, FollowedBack back)
    {
        var next = face with { Status = FaceStatus.Following, Round = face.Round + 1, Votes = face.Votes.Clear(), PersonId = null, Enrolled = false, Reason = "" };
        return back.PersonId is { } personId ? Owe(Exclude(next, personId), back, new WithdrawFace { PersonId = personId, Round = face.Round }) : next;
    }

    /// <summary>Her votes and those about her are gone; the message and the followers show what is left.</summary>
    private static FaceState Remove(FaceState face, PersonRemoved removed)
    {
        ImmutableArray<FaceEffect> effects =
        [
            .. Naming.ToBeTold(face, removed.PersonId).Select(voterId => new TellVoter { VoterId = voterId, Text = Naming.CanNotBeTagged }),
            .. face.Sighting is not null && MayBeKnownToStrangers(face, removed.PersonId) ? [new ForgetAmongStrangers()] : ImmutableArray<FaceEffect>.Empty,
            .. HasMessage(face) ? [new ClosePrompt()] : ImmutableArray<FaceEffect>.Empty,
        ];
        return TellFollowers(Naming.Without(face, removed.PersonId), removed, effects);
    }

    private static FaceState Forget(FaceState face, FaceEvent happened)
    {
        var next = Naming.Emptied(face);
        return TellFollowers(
            next,
            happened,
            [
                new DeletePictures(),
                .. next.SlackFiles.IsEmpty ? ImmutableArray<FaceEffect>.Empty : [new DeleteSlackFiles()],
                .. PhotoId.IsValid(next.Source!.PhotoId) ? [new TellPhoto()] : ImmutableArray<FaceEffect>.Empty,
                .. face.Sighting is null ? ImmutableArray<FaceEffect>.Empty : [new ForgetAmongStrangers()],
                .. face.LeadFaceId is null ? [new ClosePrompt(), new ReleaseSlot()] : ImmutableArray<FaceEffect>.Empty,
            ]);
    }

    /// <summary>Those that unknown faces are compared with know whom each was first taken for; here that is gone with an undo, a "no", or a lead. And they know whom people have denied.</summary>
    private static bool MayBeKnownToStrangers(FaceState face, string personId) =>
        face.Suggestion is null || face.Suggestion.PersonId == personId || face.Excluded.Contains(personId);

    private static bool HasMessage(FaceState face) =>
        face.LeadFaceId is null && (face.Prompt is not null || face.Owed.Slots.ContainsKey(PromptEffect.PromptSlot));

    private static FaceState WithVote(FaceState face, string voterId, Vote vote) => face with { Votes = face.Votes.SetItem(voterId, vote) };

    private static FaceState AnsweredByGallery(FaceState face) => face with { Owed = face.Owed.Drop(SendFaceForTraining.TrainingSlot) };

    private static FaceState Exclude(FaceState face, string personId) => face with { Excluded = face.Excluded.Add(personId), NotPersonId = personId };

    /// <summary>What people say of this face counts for faces like it, which may follow it from now on. Followers have a lead that says it.</summary>
    private static FaceState Denials(FaceState face, FaceEvent happened) => face.Sighting is null || face.LeadFaceId is not null
        ? face
        : Owe(face with { Burst = face.Together with { IsPlaced = true } }, happened, new TellDenials());

    private static FaceState NextRound(FaceState face, FaceEvent happened) => TellFollowers(
        face with
        {
            Status = FaceStatus.Asking,
            Round = face.Round + 1,
            Votes = face.Votes.Clear(),
            PersonId = null,
            Confidence = null,
            Enrolled = false,
            Suggestion = null,
            AskedAt = null,
            ExpiresAt = null,
        },
        happened,
        new RequestTaggingOnSlack());

    private static string Why(VoteKind kind) => kind switch
    {
        VoteKind.NotAFace => "This is not a face.",
        VoteKind.NobodyWeKnow => "This is nobody we know.",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A person, or somebody else, is no reason to dismiss a face."),
    };
}
