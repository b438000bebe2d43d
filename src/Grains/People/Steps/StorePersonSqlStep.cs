using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.People.Steps;

/// <summary>Brings the catalogue's row to the state of this person.</summary>
internal sealed class StorePersonSqlStep(ICatalogue catalogue)
{
    public async Task<EffectResult<PersonCommand>> PerformAsync(string personId, PersonState person, CancellationToken cancellationToken)
    {
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
