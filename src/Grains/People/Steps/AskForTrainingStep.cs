using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Training;

namespace Atmosphere.Grains.People.Steps;

/// <summary>Tells the training that this person's gallery changed.</summary>
internal sealed class AskForTrainingStep(IGrainFactory grains, TrainingRules rules)
{
    public async Task<EffectResult<PersonCommand>> PerformAsync(string personId, PersonState person)
    {
        await grains.GetGrain<ITrainingGrain>(rules.Gallery).NoteChange(personId, person.GalleryChanges);
        return EffectResult<PersonCommand>.Done;
    }
}
