using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Simulation.Invariants;

/// <summary>Nobody is named against her word, nor counts a vote that would.</summary>
internal sealed class NobodyIsNamedAgainstHerWord(World world) : Invariant(world), IFaceInvariant
{
    public void OnFace(string faceId, FaceState before, FaceState after, IReadOnlyList<FaceEvent> fresh)
    {
        if (after is { Status: FaceStatus.Agreed or FaceStatus.Tagged, PersonId: { } named } && after.HasVetoed(named)) Fail($"{Name(faceId)} is {named}, who has said that it is not her");
        foreach (var (voterId, vote) in after.Votes.Where(vote => vote.Value.IsLive && vote.Value.Choice is { Kind: VoteKind.Person, PersonId: { } person } && person != vote.Key && after.HasVetoed(person)))
            Fail($"{Name(faceId)} has a vote of {voterId} for {vote.Choice.PersonId}, who has said that it is not her");
    }
}

/// <summary>"Is this you?" is asked where it is wanted, and of whom somebody else has named by a vote that counts.</summary>
internal sealed class OnlyTheNamedAreAsked(World world) : Invariant(world), IFaceInvariant
{
    public void OnFace(string faceId, FaceState before, FaceState after, IReadOnlyList<FaceEvent> fresh)
    {
        foreach (var asked in fresh.OfType<PersonAsked>())
        {
            if (!World.Settings.AskThePerson) Fail($"{asked.PersonId} was asked about {Name(faceId)}, and nobody wants that");
            var named = World.Histories.Of(faceId).OfType<VoteCast>().Where(cast => cast.Choice == VoteChoice.Person(asked.PersonId) && cast.VoterId != asked.PersonId).Select(cast => cast.VoterId);
            if (!fresh.OfType<VoteVerified>().Any(verified => named.Contains(verified.VoterId, StringComparer.Ordinal))) Fail($"{asked.PersonId} was asked about {Name(faceId)}, and nobody has named her");
        }
    }
}

/// <summary>At rest each question to a person shows what became of it.</summary>
internal sealed class OwnQuestionsShowTheState(World world) : Invariant(world), IRestInvariant
{
    public void AtRest()
    {
        foreach (var (faceId, face) in World.States.Faces)
        {
            foreach (var (personId, asked) in face.Asked?.AsEnumerable() ?? [])
            {
                if (asked.Message is not { } message) continue;
                var shown = World.Workspace.Questions[message];
                var expected = Expected(face, personId, asked);
                if (shown.Kind != expected || shown.Round != asked.Round || shown.PersonId != personId) Fail($"{personId} was asked about {Name(faceId)} in round {asked.Round}; her message shows {shown.Kind} in round {shown.Round}, and it is {expected}");
            }
        }
    }

    private static PersonQuestionKind Expected(FaceState face, string personId, AskedPerson asked)
    {
        if (face.HasVetoed(personId)) return PersonQuestionKind.SaidNo;
        if (asked.Round != face.Round) return PersonQuestionKind.Closed;
        if (face.Votes.GetValueOrDefault(personId) is { IsLive: true } own && own.Choice == VoteChoice.Person(personId)) return PersonQuestionKind.SaidYes;
        if (face.Status == FaceStatus.Asking) return PersonQuestionKind.Open;
        return face.PersonId == personId ? PersonQuestionKind.Named : PersonQuestionKind.Closed;
    }
}
