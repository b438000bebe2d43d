using Atmosphere.Grains.Forgetting;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.People.Steps;

/// <summary>
/// Brings the catalogue's row to the state of this person. Every change of a person comes by here, so this is where somebody who asked
/// to be forgotten is noticed, whatever late word has told of her.
/// </summary>
internal sealed class StorePersonSqlStep(ICatalogue catalogue, Tombstones stones)
{
    public async Task<EffectResult<PersonCommand>> PerformAsync(string personId, PersonState person, EffectAttempt attempt, CancellationToken cancellationToken)
    {
        if (person.Removal is not null)
        {
            await catalogue.ForgetPersonAsync(personId, cancellationToken);
            return EffectResult<PersonCommand>.Done;
        }

        if (await stones.IsForgottenAsync(personId)) return new EffectResult<PersonCommand>.Performed(new NoteStoneStands { At = attempt.Now });
        await catalogue.StorePersonAsync(
            new()
            {
                PersonId = personId,
                Version = person.Version,
                DisplayName = person.Profile?.DisplayName ?? "",
                RealName = person.Profile?.RealName ?? "",
                GalleryPersonId = person.GalleryPersonId,
                EnrolledFaces = person.EnrolledFaces,
                IsBot = person.Profile?.IsBot ?? false,
                IsDeactivated = person.Profile?.IsDeactivated ?? false,
                ChangedAt = person.ChangedAt,
            },
            cancellationToken);
        return EffectResult<PersonCommand>.Done;
    }
}
