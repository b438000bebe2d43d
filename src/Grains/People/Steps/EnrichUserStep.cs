using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.People.Steps;

/// <summary>The original's EnrichUser: asks Slack for the person's names.</summary>
internal sealed class EnrichUserStep(ISlack slack)
{
    public async Task<EffectResult<PersonCommand>> PerformAsync(string personId, EffectAttempt attempt, CancellationToken cancellationToken)
    {
        var user = await slack.GetUserAsync(personId, cancellationToken);
        if (user.IsDone)
            return new EffectResult<PersonCommand>.Performed(new NoteProfile { At = attempt.Now, Profile = PersonDirectory.ToProfile(user.Value!, attempt.Now) });

        // Slack does not know the user: there is nothing to learn.
        return user.Kind == OutcomeKind.Refused ? EffectResult<PersonCommand>.Done : EffectResult<PersonCommand>.Retry(user);
    }
}
