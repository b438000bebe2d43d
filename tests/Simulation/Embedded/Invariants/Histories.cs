using Atmosphere.Grains.Faces;

namespace Atmosphere.Simulation.Invariants;

/// <summary>What has happened to a face is never taken back: rounds, events and versions only grow, and no event is left out.</summary>
internal sealed class HistoryOnlyGrows(World world) : Invariant(world), IFaceInvariant
{
    public void OnFace(string faceId, FaceState before, FaceState after, IReadOnlyList<FaceEvent> fresh)
    {
        if (after.Round < before.Round || after.Version < before.Version) Fail($"{Name(faceId)} went back from round {before.Round} to {after.Round}");
        var known = World.Histories.Of(faceId).Count;
        if (after.Events != known) Fail($"{Name(faceId)} counts {after.Events} events, and {known} were written");
    }
}

/// <summary>"Not X" is remembered for the face, until people agree on X after all.</summary>
internal sealed class NotThemIsRemembered(World world) : Invariant(world), IFaceInvariant
{
    public void OnFace(string faceId, FaceState before, FaceState after, IReadOnlyList<FaceEvent> fresh)
    {
        var excluded = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var happened in World.Histories.Of(faceId))
        {
            switch (happened)
            {
                case IdentificationDisputed disputed:
                    excluded.Add(disputed.PersonId);
                    break;
                case SuggestionRejected rejected:
                    excluded.Add(rejected.PersonId);
                    break;
                case FollowedBack { PersonId: { } undone }:
                    excluded.Add(undone);
                    break;
                case TagUndone undone:
                    excluded.Add(undone.PersonId);
                    break;
                case PersonVetoed vetoed:
                    excluded.Add(vetoed.PersonId);
                    break;
                case AgreementReached agreed:
                    excluded.Remove(agreed.PersonId);
                    break;
            }
        }

        if (after.Status == FaceStatus.Forgotten) excluded.Clear();
        var remembered = after.Excluded.Except(World.Truth.AskedToBeForgotten);
        excluded.ExceptWith(World.Truth.AskedToBeForgotten);
        if (!excluded.SetEquals(remembered)) Fail($"{Name(faceId)} is not {string.Join(", ", excluded)}, but remembers {string.Join(", ", after.Excluded)}");
    }
}
