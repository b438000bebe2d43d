using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Streams;

namespace Atmosphere.Grains.People.Steps;

/// <summary>Tells the face what the gallery said: FinalizeTag or CleanupTag follows from it.</summary>
internal sealed class AnswerFaceStep(StreamPublisher streams)
{
    public async Task<EffectResult<PersonCommand>> PerformAsync(string personId, PersonState person, AnswerFace effect)
    {
        var face = person.Faces.GetValueOrDefault(effect.FaceId);
        switch (face?.Status)
        {
            case EnrolmentStatus.Enrolled or EnrolmentStatus.Full:
                await streams.PublishAsync(WellKnownNames.Streams.FaceTrainingSent, effect.FaceId, new FaceTrainingSent
                {
                    FaceId = effect.FaceId,
                    Round = face.Round,
                    PersonId = personId,
                    Enrolled = face.Status == EnrolmentStatus.Enrolled,
                });
                break;
            case EnrolmentStatus.Refused:
                await streams.PublishAsync(WellKnownNames.Streams.FaceCleanup, effect.FaceId, new FaceCleanup
                {
                    FaceId = effect.FaceId,
                    Round = face.Round,
                    PersonId = personId,
                    Code = face.Code,
                });
                break;
        }

        return EffectResult<PersonCommand>.Done;
    }
}
