using Atmosphere.Grains.Owing;

namespace Atmosphere.Grains.People.Steps;

/// <summary>Finds the step that performs an effect.</summary>
internal sealed class PersonSteps(
    CreateGalleryPersonStep create,
    EnrolFaceStep enrol,
    RemoveFaceStep remove,
    AnswerFaceStep answer,
    EnrichUserStep enrich,
    AskForTrainingStep training,
    StorePersonSqlStep store,
    RemovalSteps removal)
{
    public Task<EffectResult<PersonCommand>> PerformAsync(
        string personId, PersonState person, PersonEffect effect, EffectAttempt attempt, CancellationToken cancellationToken) => effect switch
        {
            CreateGalleryPerson => create.PerformAsync(personId, person, attempt, cancellationToken),
            EnrolFace enrolFace => enrol.PerformAsync(personId, person, enrolFace, attempt, cancellationToken),
            RemoveFace removeFace => remove.PerformAsync(person, removeFace, attempt, cancellationToken),
            AnswerFace answerFace => answer.PerformAsync(personId, person, answerFace),
            EnrichUser => enrich.PerformAsync(personId, attempt, cancellationToken),
            AskForTraining => training.PerformAsync(personId, person),
            StorePersonSql => store.PerformAsync(personId, person, attempt, cancellationToken),
            PlaceTombstone => removal.PlaceStoneAsync(personId, person, attempt),
            DeleteGalleryPerson => removal.DeleteGalleryPersonAsync(personId, person, attempt, cancellationToken),
            ForgetFaces => removal.ForgetFacesAsync(personId, person, attempt, cancellationToken),
            TrainWithout => removal.TrainAsync(person, attempt),
            AuditForgetting wish => removal.AuditAsync(personId, person, wish, cancellationToken),
            FinishForgetting => removal.FinishAsync(personId, person, attempt, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(effect), effect.GetType().Name, "No step for this effect."),
        };
}
