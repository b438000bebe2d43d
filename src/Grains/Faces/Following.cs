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
        return face.LeadFaceId is null && face.Together.IsPlaced
            ? [new FollowerJoined { At = accept.At, FaceId = accept.FaceId }]
            : [new FollowerTurnedAway { At = accept.At, FaceId = accept.FaceId }];
    }

    /// <summary>What the lead's word means for a follower. Only called when it can be taken.</summary>
    public static ImmutableArray<FaceEvent> Take(FaceState face, TakeSheet take)
    {
        var (sheet, at) = (take.Sheet, take.At);
        if (face.LeadFaceId != sheet.LeadFaceId || sheet.Version <= face.Together.LeadVersion || !FaceDecider.CanTake(face, sheet)) return [];

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
