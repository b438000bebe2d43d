using Atmosphere.Grains.Faces;

namespace Atmosphere.Simulation.Invariants;

/// <summary>At rest a face that is asked about under another one's prompt is where that one is, and each of the two knows of the other.</summary>
internal sealed class FollowersFollow(World world) : Invariant(world), IRestInvariant
{
    public void AtRest()
    {
        foreach (var (faceId, face) in World.States.Faces)
        {
            // Where the gallery has refused the lead's picture, those that were not agreed on yet go their own way.
            foreach (var follower in face.Together.Followers.Where(follower => face.Status != FaceStatus.Unusable && World.States.Faces[follower.FaceId].LeadFaceId != faceId))
                Fail($"{Name(faceId)} has the follower {Name(follower.FaceId)}, which follows {World.States.Faces[follower.FaceId].LeadFaceId ?? "nobody"}");
            if (face.LeadFaceId is not { } leadId) continue;
            var lead = World.States.Faces[leadId];
            if (lead.LeadFaceId is not null || !lead.Together.Followers.Exists(follower => follower.FaceId == faceId)) Fail($"{Name(faceId)} follows {Name(leadId)}, which does not know of it");
            if (!IsDecidedAlike(face, lead)) Fail($"{Name(faceId)} is {face.Status} {face.PersonId}, and {Name(leadId)}, which it follows, {lead.Status} {lead.PersonId}");
        }
    }

    private static bool IsDecidedAlike(FaceState face, FaceState lead) => (face.Status, lead.Status) switch
    {
        (FaceStatus.Following, FaceStatus.Asking) => true,
        (FaceStatus.Tagged or FaceStatus.Agreed, FaceStatus.Tagged or FaceStatus.Agreed) => face.PersonId == lead.PersonId,

        // The gallery judges each picture for itself.
        (FaceStatus.Unusable or FaceStatus.Tagged, FaceStatus.Unusable or FaceStatus.Tagged) => true,
        // Each of them was tagged before the other was decided anew.
        (FaceStatus.Forgotten, _) or (_, FaceStatus.Forgotten) => true,
        var (status, other) => status == other,
    };
}

/// <summary>What nobody has seen, and what people said shows somebody else, does not get into a gallery with the rest.</summary>
internal sealed class OnlySeenFollowersAreEnrolled(World world) : Invariant(world), IFaceInvariant
{
    public void OnFace(string faceId, FaceState before, FaceState after, IReadOnlyList<FaceEvent> fresh)
    {
        if (after.LeadFaceId is null || after is not { Status: FaceStatus.Tagged, Enrolled: true } || before.Status == FaceStatus.Tagged) return;
        if (after.Together.AddsNothing) Fail($"{Name(faceId)} adds nothing, and was enrolled");

        // Until the round of its lead that it was agreed in had its agreement: who is split off in a later one leaves the gallery when it is in.
        var voting = World.Histories.Of(after.LeadFaceId).TakeWhile(happened => happened is not AgreementReached agreed || agreed.Round != after.Together.LeadRound).ToList();
        if (!voting.OfType<FollowerPictured>().Any(pictured => pictured.FaceId == faceId) || voting.OfType<FollowerTurnedAway>().Any(away => away.FaceId == faceId)) Fail($"{Name(faceId)} was enrolled, and its picture was not shown");
    }
}
