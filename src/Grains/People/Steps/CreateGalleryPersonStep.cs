using Atmosphere.Grains.Forgetting;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Recognition;

namespace Atmosphere.Grains.People.Steps;

/// <summary>Creates the person in the gallery. It looks first on every try: a person is created rarely, and the gallery may be older than our state.</summary>
internal sealed class CreateGalleryPersonStep(IRecogniser recogniser, RecogniserAccess access, Tombstones stones)
{
    /// <summary>Gallery, look, create.</summary>
    private const int Calls = 3;

    public async Task<EffectResult<PersonCommand>> PerformAsync(string personId, PersonState person, EffectAttempt attempt, CancellationToken cancellationToken)
    {
        if (person.GalleryPersonId is not null) return EffectResult<PersonCommand>.Done;
        if (await stones.IsForgottenAsync(personId)) return new EffectResult<PersonCommand>.Performed(new NoteStoneStands { At = attempt.Now });
        if (await access.WaitForAsync<PersonCommand>(BudgetUse.Enrolment, Calls) is { } wait) return wait;

        var gallery = await recogniser.EnsureGalleryAsync(cancellationToken);
        if (!gallery.IsDone) return Failed(gallery);
        var found = await recogniser.FindPersonAsync(personId, cancellationToken);
        if (!found.IsDone) return Failed(found);
        if (found.Value is { } known) return Created(known, attempt);

        var created = await recogniser.CreatePersonAsync(personId, cancellationToken);
        return created.IsDone ? Created(created.Value!, attempt) : Failed(created);
    }

    private static EffectResult<PersonCommand>.Performed Created(string galleryPersonId, EffectAttempt attempt) =>
        new(new NoteGalleryPerson { At = attempt.Now, GalleryPersonId = galleryPersonId });

    /// <summary>A refusal to create a person says nothing about a picture: an operator has to look (a full gallery, a wrong name).</summary>
    private static EffectResult<PersonCommand> Failed<T>(Outcome<T> outcome) => outcome.Kind == OutcomeKind.Refused
        ? new EffectResult<PersonCommand>.Failed(OutcomeKind.Misconfigured, $"{outcome.Code}: {outcome.Reason}", null)
        : EffectResult<PersonCommand>.Retry(outcome);
}
