using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Faces.Steps;

/// <summary>Tells a voter privately. Whispers can't be looked up, so after a lost answer one may come twice: better than silence.</summary>
internal sealed class TellVoterStep(ISlack slack, PromptRules rules)
{
    public async Task<EffectResult<FaceCommand>> PerformAsync(TellVoter effect, CancellationToken cancellationToken)
    {
        var told = await slack.TellAsync(rules.Channel, effect.VoterId, effect.Text, cancellationToken);

        // Refused: the voter is no longer in the channel. There is nobody left to tell.
        return told.IsDone || told.Kind == OutcomeKind.Refused ? EffectResult<FaceCommand>.Done : EffectResult<FaceCommand>.Retry(told);
    }
}
