namespace Atmosphere.Grains.Faces;

/// <summary>Counts the verified votes of a round. Pure.</summary>
internal static class Tally
{
    /// <summary>
    /// The event that ends the round, or the question "Is this X?", or null while both go on. A "no" to that question is no answer to
    /// "Who is this?", so it makes no dispute.
    /// </summary>
    public static FaceEvent? Conclude(FaceState face, FaceRules rules, DateTimeOffset at)
    {
        if (OwnQuestion.Conclude(face, at) is { } own) return own;

        var verified = face.Votes.Values.Where(vote => vote.Standing == VoteStanding.Verified).Select(vote => vote.Choice).ToList();
        var answers = verified.Where(choice => choice.Kind != VoteKind.NotThem).ToList();
        var winner = answers.GroupBy(choice => choice).FirstOrDefault(group => group.Count() >= rules.Required)?.Key;
        return winner switch
        {
            { Kind: VoteKind.Person, PersonId: { } personId } => new AgreementReached { At = at, PersonId = personId, Round = face.Round },
            { } nobody => new FaceDismissed { At = at, Why = nobody.Kind },
            null when answers.Count >= rules.MaxVoters => new FaceDisputed { At = at },
            null when face.Suggestion is { } suggestion && verified.Count(choice => choice == VoteChoice.NotThem(suggestion.PersonId)) >= rules.Required =>
                new SuggestionRejected { At = at, PersonId = suggestion.PersonId },
            null => null,
        };
    }
}
