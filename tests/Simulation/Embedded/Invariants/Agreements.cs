using Atmosphere.Grains.Faces;

namespace Atmosphere.Simulation.Invariants;

/// <summary>A round agrees once, or not at all.</summary>
internal sealed class OneAgreementPerRound(World world) : Invariant(world), IFaceInvariant
{
    public void OnFace(string faceId, FaceState before, FaceState after, IReadOnlyList<FaceEvent> fresh)
    {
        foreach (var agreed in fresh.OfType<AgreementReached>())
        {
            if (World.Histories.Of(faceId).OfType<AgreementReached>().Count(other => other.Round == agreed.Round) > 1)
                Fail($"{Name(faceId)} agreed twice in round {agreed.Round}");
        }
    }
}

/// <summary>
/// An agreement has enough verified voters of its round behind it. One that comes late to a decision takes it over, also when one of those
/// who decided it has asked since to be forgotten: what she has helped to decide stays decided.
/// </summary>
internal sealed class AgreementsAreEarned(World world) : Invariant(world), IFaceInvariant
{
    public void OnFace(string faceId, FaceState before, FaceState after, IReadOnlyList<FaceEvent> fresh)
    {
        foreach (var agreed in fresh.OfType<AgreementReached>())
        {
            var votes = after.Votes.Values.Count(vote => vote.Standing == VoteStanding.Verified && vote.Choice == VoteChoice.Person(agreed.PersonId));
            if (agreed.Round != after.Round || (votes < World.Settings.Required && !IsHerWord(after, agreed.PersonId) && !IsInherited(after, agreed.PersonId))) Fail($"{Name(faceId)} agreed on {agreed.PersonId} with {votes} votes");
        }
    }

    /// <summary>She was asked because somebody had named her, and said yes.</summary>
    private bool IsHerWord(FaceState face, string personId)
    {
        var (asked, round) = face.LeadFaceId is { } lead ? (World.States.Faces[lead].Asked, face.Together.LeadRound) : (face.Asked, face.Round);
        return asked?.GetValueOrDefault(personId)?.Round == round
            && face.Votes.GetValueOrDefault(personId) is { Standing: VoteStanding.Verified } own && own.Choice == VoteChoice.Person(personId);
    }

    private bool IsInherited(FaceState follower, string personId) =>
        follower.LeadFaceId is { } lead && World.Histories.Of(lead)
            .SkipWhile(happened => happened is not AgreementReached agreed || agreed.PersonId != personId || agreed.Round != follower.Together.LeadRound)
            .Any(happened => happened is PersonRemoved);
}

/// <summary>Nobody waits for a decision for which there are votes enough: at or above, not above.</summary>
internal sealed class NoDecisionIsOverdue(World world) : Invariant(world), IRestInvariant
{
    public void AtRest()
    {
        foreach (var (faceId, face) in World.States.Faces.Where(face => face.Value.Status == FaceStatus.Asking))
        {
            var verified = face.Votes.Values.Where(vote => vote.Standing == VoteStanding.Verified).ToList();
            var answers = verified.Count(vote => vote.Choice.Kind != VoteKind.NotThem);
            if (answers >= World.Settings.MaxVoters) Fail($"{Name(faceId)} has {answers} answers and is still asked about");
            if (verified.Where(vote => vote.Choice.Kind != VoteKind.NotThem || vote.Choice.PersonId == face.Suggestion?.PersonId).GroupBy(vote => vote.Choice).Any(group => group.Count() >= World.Settings.Required)) Fail($"{Name(faceId)} has votes enough and is still asked the same");
            if (face.Votes.FirstOrDefault(vote => IsUnheard(face, vote.Key, vote.Value)) is { Key: { } unheard }) Fail($"{Name(faceId)} goes on, and {unheard} has said whether it is her");
            if (face.Votes.Values.Any(vote => vote.Standing == VoteStanding.Unchecked)) Fail($"{Name(faceId)} has a vote that nobody has checked");
        }
    }

    private static bool IsUnheard(FaceState face, string voterId, Vote vote) =>
        vote.Standing == VoteStanding.Verified && face.WasAsked(voterId)
        && (vote.Choice == VoteChoice.Person(voterId) || (vote.Choice == VoteChoice.NotThem(voterId) && !face.HasVetoed(voterId)));
}
