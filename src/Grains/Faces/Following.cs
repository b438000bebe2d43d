using System.Collections.Immutable;

namespace Atmosphere.Grains.Faces;

/// <summary>How faces of one unknown person are decided together: one leads, with the prompt and the votes; the others follow. Pure.</summary>
internal static class Following
{
    /// <summary>Another face wants to follow this one. Late ones are welcome, too: they get what was decided.</summary>
    public static ImmutableArray<FaceEvent> Accept(FaceState face, AcceptFollower accept)
    {
        if (face.Status is FaceStatus.Unknown or FaceStatus.Detected) return [];
        if (face.Together.TurnedAway.Contains(accept.FaceId) || face.Together.Followers.Exists(follower => follower.FaceId == accept.FaceId)) return [];
        return CanLead(face)
            ? [new FollowerJoined { At = accept.At, FaceId = accept.FaceId }]
            : [new FollowerTurnedAway { At = accept.At, FaceId = accept.FaceId }];
    }

    /// <summary>This face follows another one. Whoever had come to it already has to be asked about in its own right.</summary>
    public static ImmutableArray<FaceEvent> Start(FaceState face, NoteFollows noted) =>
    [
        new FollowingStarted { At = noted.At, LeadFaceId = noted.LeadFaceId, AddsNothing = noted.AddsNothing },
        .. face.Together.Followers.Select(follower => new FollowerTurnedAway { At = noted.At, FaceId = follower.FaceId }),
    ];

    /// <summary>What the lead's word means for a follower. Only called when it can be taken.</summary>
    public static ImmutableArray<FaceEvent> Take(FaceState face, TakeSheet take)
    {
        var (sheet, at) = (take.Sheet, take.At);
        if (face.Status == FaceStatus.Forgotten || face.LeadFaceId != sheet.LeadFaceId || sheet.Version <= face.Together.LeadVersion || !FaceDecider.CanTake(face, sheet)) return [];

        // What was decided with it shows the same person.
        if (sheet is { Status: FaceStatus.Forgotten, Leave: false }) return [new FaceForgotten { At = at }];

        var events = ImmutableArray.CreateBuilder<FaceEvent>();
        var follows = face.Status == FaceStatus.Following;
        if (!follows && (sheet.Leave || sheet.Round > face.Together.LeadRound))
        {
            events.Add(new FollowedBack { At = at, PersonId = face.PersonId });
            follows = true;
        }

        events.Add(new SheetTaken { At = at, Sheet = sheet });
        if (follows) events.AddRange(Conclude(face, sheet, at));
        return events.ToImmutable();
    }

    /// <summary>
    /// Placed together, a follower may have fetched that before its lead has: a face that still waits to hear of its place takes it in.
    /// Turned away it would count as somebody else from then on, and so would whoever looks like it.
    /// </summary>
    private static bool CanLead(FaceState face) =>
        face.LeadFaceId is null && (face.Together.IsPlaced || FaceDecider.IsToBePlaced(face));

    private static ImmutableArray<FaceEvent> Conclude(FaceState face, LeadSheet sheet, DateTimeOffset at) => sheet.Status switch
    {
        // What the gallery refused of the lead says nothing of this picture, and the votes are cleared there.
        _ when sheet.Leave || sheet.Status == FaceStatus.Unusable =>
            face.PicturesGoneAt is null ? [new LeftLead { At = at }] : [new LeftLead { At = at }, new FaceExpired { At = at }], // there is nothing left to ask about
        FaceStatus.Agreed or FaceStatus.Tagged => Agree(face, sheet, at),
        FaceStatus.Dismissed => [new FaceDismissed { At = at, Why = sheet.Dismissal }],
        FaceStatus.Disputed => [new FaceDisputed { At = at }],
        FaceStatus.Expired => [new FaceExpired { At = at }],
        _ => [],
    };

    private static ImmutableArray<FaceEvent> Agree(FaceState face, LeadSheet sheet, DateTimeOffset at)
    {
        var round = face.Status == FaceStatus.Following ? face.Round : face.Round + 1;
        var agreed = new AgreementReached { At = at, PersonId = sheet.PersonId!, Round = round };
        return sheet.IsShown && !face.Together.AddsNothing && face.PicturesGoneAt is null ? [agreed] : [agreed, new FaceWasTagged { At = at, PersonId = sheet.PersonId!, Enrolled = false }];
    }
}
