using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Faces.Steps;

/// <summary>
/// Asks a person by direct message, and keeps that message up to date. Like a whisper it may come twice after a lost answer: looking for
/// it would take the right to read everybody's direct messages with the app.
/// </summary>
internal sealed class AskPersonStep(ISlack slack)
{
    public async Task<EffectResult<FaceCommand>> PerformAsync(string faceId, FaceState face, AskPerson effect, EffectAttempt attempt, CancellationToken cancellationToken)
    {
        if (face.Asked?.GetValueOrDefault(effect.PersonId) is not { } asked) return EffectResult<FaceCommand>.Done;
        var question = new PersonQuestion
        {
            FaceId = faceId,
            Round = asked.Round,
            PersonId = effect.PersonId,
            Kind = OwnQuestion.Show(face, effect.PersonId),
            CropFileId = face.Pictures?.CropFileId is { Length: > 0 } fileId ? fileId : null,
        };
        return asked.Message is { } message
            ? Settled(await slack.UpdatePersonQuestionAsync(message, question, cancellationToken))
            : await AskAsync(question, attempt, cancellationToken);
    }

    private async Task<EffectResult<FaceCommand>> AskAsync(PersonQuestion question, EffectAttempt attempt, CancellationToken cancellationToken)
    {
        // Decided before she could be asked: then there is nothing to ask, but a name that she may object to.
        if (question.Kind is not (PersonQuestionKind.Open or PersonQuestionKind.Named)) return EffectResult<FaceCommand>.Done;
        var posted = await slack.AskPersonAsync(question, cancellationToken);
        return posted.IsDone
            ? new EffectResult<FaceCommand>.Performed(new NotePersonAsked { At = attempt.Now, PersonId = question.PersonId, Round = question.Round, Message = posted.Value! })
            : Settled(posted);
    }

    /// <summary>Refused: she can't be written to, or has deleted the message. Colleagues decide without her.</summary>
    private static EffectResult<FaceCommand> Settled<T>(Outcome<T> outcome) =>
        outcome.IsDone || outcome.Kind == OutcomeKind.Refused ? EffectResult<FaceCommand>.Done : EffectResult<FaceCommand>.Retry(outcome);
}
