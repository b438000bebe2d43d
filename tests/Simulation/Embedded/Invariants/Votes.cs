using System.Globalization;
using Atmosphere.Grains.Faces;

namespace Atmosphere.Simulation.Invariants;

/// <summary>Accepted means kept: a vote until its voter says something newer or the round is over, an undo or "not them" by a new round.</summary>
internal sealed class AcceptedPressesAreKept(World world) : Invariant(world), IFaceInvariant
{
    public void OnFace(string faceId, FaceState before, FaceState after, IReadOnlyList<FaceEvent> fresh) => Check(faceId, after);

    public void Check(string faceId, FaceState face)
    {
        foreach (var press in World.Presses.On(faceId))
        {
            if (press.IsAccepted && !IsKept(face, press.Command)) Fail($"{press.Describe(World.Names)} was accepted, and is gone in round {face.Round} ({face.Status})");
        }
    }

    private bool IsKept(FaceState face, FacePress press)
    {
        // The wish to be forgotten beats every vote.
        if (face.Status == FaceStatus.Forgotten) return true;
        var asked = World.Truth.AskedToBeForgotten;
        if (asked.Contains(press.UserId) || (press is CastVote { Choice.PersonId: { } person } && asked.Contains(person))) return true;
        if (press.Round != face.Round) return press.Round < face.Round;
        if (press is SplitFollower split) return !face.Together.Followers.Exists(follower => follower.FaceId == split.FollowerId);
        if (press is not (CastVote or TakeBackVote)) return false;

        // The gallery has definitely refused the picture: the votes are cleared then.
        if (face.Status == FaceStatus.Unusable) return true;
        return face.Votes.TryGetValue(press.UserId, out var vote) && Number(vote.ActionTs) >= Number(press.ActionTs);
    }

    private static decimal Number(string ts) => decimal.Parse(ts, CultureInfo.InvariantCulture);
}

/// <summary>Every vote is what its voter has pressed last of what is known, in this round, on this face; one that was taken back stays so.</summary>
internal sealed class VotesComeFromPresses(World world) : Invariant(world), IFaceInvariant
{
    public void OnFace(string faceId, FaceState before, FaceState after, IReadOnlyList<FaceEvent> fresh)
    {
        foreach (var (voterId, vote) in after.Votes)
        {
            // Those who are decided under another face's prompt have the votes from there.
            var press = after.LeadFaceId is { } lead ? World.Presses.Of(lead, after.Together.LeadRound, voterId, vote) : World.Presses.Of(faceId, after.Round, voterId, vote);
            var fits = press?.Command switch
            {
                CastVote { Choice.PersonId: { } person } when vote is { IsLive: false, Choice.PersonId: null } => World.Truth.AskedToBeForgotten.Contains(person),
                CastVote cast => cast.Choice == vote.Choice && vote.Standing != VoteStanding.TakenBack,
                TakeBackVote => vote.Standing == VoteStanding.TakenBack,
                _ => false,
            };
            if (!fits) Fail($"{Name(faceId)} has a vote of {voterId} that nobody has cast in round {after.Round}: {vote}");
        }
    }
}

/// <summary>Bots, deactivated users and unknown ones can neither vote nor be tagged.</summary>
internal sealed class OnlyPeopleCount(World world) : Invariant(world), IFaceInvariant
{
    public void OnFace(string faceId, FaceState before, FaceState after, IReadOnlyList<FaceEvent> fresh)
    {
        foreach (var (voterId, vote) in after.Votes.Where(vote => vote.Value.Standing == VoteStanding.Verified))
        {
            if (!World.Cast.IsPerson(voterId)) Fail($"the vote of {voterId} on {Name(faceId)} counts");
            if (vote.Choice.PersonId is { } person && !World.Cast.IsPerson(person)) Fail($"a vote for {person} on {Name(faceId)} counts");
        }
    }
}

/// <summary>A vote that can't count is removed, and its voter told; of several of hers on a face, about the last: what became of an older one is no news.</summary>
internal sealed class RefusedVotersAreTold(World world) : Invariant(world), IRestInvariant
{
    public void AtRest()
    {
        foreach (var faceId in World.States.Faces.Keys)
        {
            foreach (var refused in World.Histories.Of(faceId).OfType<VoteRefused>().GroupBy(refused => refused.VoterId, (_, ofOne) => ofOne.Last()))
            {
                // What she was to be told is forgotten with her.
                if (World.Truth.AskedToBeForgotten.Contains(refused.VoterId)) continue;

                // Slack can tell nothing to somebody it does not know.
                if (World.Workspace.Users.All(user => user.UserId != refused.VoterId)) continue;
                if (!World.Workspace.Whispers.Contains((refused.VoterId, refused.Reason))) Fail($"{refused.VoterId} was not told that the vote on {Name(faceId)} was refused");
            }
        }
    }
}
