using System.Collections.Immutable;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Faces;

/// <summary>
/// "Is this you?", asked of a person whom somebody has named (<c>Voting:AskThePerson</c>). Her answer is her vote on this face. A yes is
/// enough by itself; a no takes every vote for her away and lets nobody name her for this face again, also when it comes after the tag.
/// Pure.
/// </summary>
internal static class OwnQuestion
{
    /// <summary>The person to be asked now that a vote counts, or null.</summary>
    public static string? ToAsk(FaceState face, string voterId) =>
        face.Votes[voterId].Choice is { Kind: VoteKind.Person, PersonId: { } personId } && personId != voterId && !face.WasAsked(personId) && !face.HasVetoed(personId) ? personId : null;

    /// <summary>The person whose own word ends the round, by a vote that counts: yes, or no. Null while there is none.</summary>
    public static FaceEvent? Conclude(FaceState face, DateTimeOffset at)
    {
        foreach (var personId in face.Asked?.Keys ?? [])
        {
            if (!face.WasAsked(personId) || face.Votes.GetValueOrDefault(personId) is not { Standing: VoteStanding.Verified } own) continue;
            if (own.Choice == VoteChoice.Person(personId)) return new AgreementReached { At = at, PersonId = personId, Round = face.Round };
            if (own.Choice == VoteChoice.NotThem(personId) && !face.HasVetoed(personId)) return new PersonVetoed { At = at, PersonId = personId };
        }

        return null;
    }

    /// <summary>She says no when she has been tagged already: that undoes the tag.</summary>
    public static bool IsLateNo(FaceState face, CastVote vote) =>
        face.Status == FaceStatus.Tagged && face.PersonId == vote.UserId && face.WasAsked(vote.UserId) && vote.Choice == VoteChoice.NotThem(vote.UserId);

    /// <summary>What her message shows.</summary>
    public static PersonQuestionKind Show(FaceState face, string personId) =>
        face.HasVetoed(personId) ? PersonQuestionKind.SaidNo
        : !face.WasAsked(personId) ? PersonQuestionKind.Closed
        : face.Votes.GetValueOrDefault(personId) is { IsLive: true } own && own.Choice == VoteChoice.Person(personId) ? PersonQuestionKind.SaidYes
        : face.Status == FaceStatus.Asking ? PersonQuestionKind.Open
        : face.PersonId == personId ? PersonQuestionKind.Named
        : PersonQuestionKind.Closed;

    /// <summary>Owes the messages that show something else than before.</summary>
    public static FaceState Redraw(FaceState before, FaceState after, DateTimeOffset at) => after.Asked is null
        ? after
        : after.Asked.Keys
            .Where(personId => before.Asked?.GetValueOrDefault(personId)?.Round != after.Asked[personId].Round || Show(before, personId) != Show(after, personId))
            .Aggregate(after, (face, personId) => face with { Owed = face.Owed.Owe(new AskPerson { PersonId = personId }, at) });
}
