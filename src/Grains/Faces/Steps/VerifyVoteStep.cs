using Atmosphere.Grains.Forgetting;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.People;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Faces.Steps;

/// <summary>Asks who voter and person are. Slack being down delays the answer; it refuses no vote.</summary>
internal sealed class VerifyVoteStep(PersonDirectory people, Tombstones stones)
{
    private const string AskedToBeForgotten = "Your vote does not count: you asked to be forgotten. `/atmosphere remember me` takes that back.";

    public async Task<EffectResult<FaceCommand>> PerformAsync(FaceState face, VerifyVote effect, EffectAttempt attempt, CancellationToken cancellationToken)
    {
        if (face.Votes.GetValueOrDefault(effect.VoterId) is not { Standing: VoteStanding.Unchecked } vote) return EffectResult<FaceCommand>.Done;

        var refusal = await RefusalAsync(effect.VoterId, isVoter: true, cancellationToken);
        if (!refusal.IsDone) return EffectResult<FaceCommand>.Retry(refusal);
        if (refusal.Value!.Length == 0 && vote.Choice is { Kind: VoteKind.Person, PersonId: { } personId })
        {
            refusal = await RefusalAsync(personId, isVoter: false, cancellationToken);
            if (!refusal.IsDone) return EffectResult<FaceCommand>.Retry(refusal);
        }

        return new EffectResult<FaceCommand>.Performed(new NoteVoteChecked
        {
            At = attempt.Now,
            VoterId = effect.VoterId,
            ActionTs = vote.ActionTs,
            Round = face.Round,
            Refusal = refusal.Value!.Length == 0 ? null : refusal.Value,
        });
    }

    /// <returns>A sentence, or an empty text when there is nothing to refuse.</returns>
    private async Task<Outcome<string>> RefusalAsync(string userId, bool isVoter, CancellationToken cancellationToken)
    {
        if (await stones.IsForgottenAsync(userId)) return Outcome<string>.Done(isVoter ? AskedToBeForgotten : Naming.CanNotBeTagged);
        var user = await people.FindAsync(userId, cancellationToken);
        if (user.Kind == OutcomeKind.Refused) return Outcome<string>.Done(isVoter ? "Your vote does not count: Slack does not know your account." : "Your vote does not count: Slack does not know the person you picked.");
        if (!user.IsDone) return user.As<string>();
        return Outcome<string>.Done(user.Value! switch
        {
            { IsBot: true } => isVoter ? "Your vote does not count: bots can't vote." : "Your vote does not count: you picked a bot, and only people can be tagged.",
            { IsDeactivated: true } => isVoter ? "Your vote does not count: your account is deactivated." : "Your vote does not count: the account you picked is deactivated.",
            _ => "",
        });
    }
}
