using Atmosphere.Grains.Auditing;
using Atmosphere.Grains.Forgetting;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Recognition;
using Atmosphere.Grains.Streams;
using Atmosphere.Grains.Training;

namespace Atmosphere.Grains.People.Steps;

/// <summary>
/// Removes a person. Each step may be repeated: what it finds done is done. The catalogue says which faces name her, and a face is out of
/// it when it has forgotten her, so the list is the acknowledgement, too.
/// </summary>
internal sealed class RemovalSteps(
    IGrainFactory grains, Tombstones stones, IRecogniser recogniser, RecogniserAccess access, ICatalogue catalogue, IAudit audit, WriteAuditStep write, StreamPublisher streams, StreamRules rules, TrainingRules training)
{
    /// <summary>Faces that are told at once.</summary>
    private const int Page = 200;

    /// <summary>From the tombstone to the last look: longer than any request that was under way then, and had not seen it, can take, and a reminder's period.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMinutes(20);

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TrainingLook = TimeSpan.FromSeconds(2);

    /// <summary>After a training that failed. Another may succeed before, such as the nightly one.</summary>
    private static readonly TimeSpan TrainAgain = TimeSpan.FromMinutes(15);

    public async Task<EffectResult<PersonCommand>> PlaceStoneAsync(string personId, PersonState person, EffectAttempt attempt)
    {
        if (person.Removal is not { } removal) return EffectResult<PersonCommand>.Done;
        var stone = await stones.OfAsync(personId);
        if (removal.IsStoneThere)
        {
            await stone.Renew(removal.Receipt);
            return EffectResult<PersonCommand>.Done;
        }

        var isNew = await stone.Place(removal.Receipt);
        return new EffectResult<PersonCommand>.Performed(new NoteStonePlaced { At = attempt.Now, WasForgotten = !isNew });
    }

    public async Task<EffectResult<PersonCommand>> DeleteGalleryPersonAsync(string personId, PersonState person, EffectAttempt attempt, CancellationToken cancellationToken)
    {
        if (person.Removal is null) return EffectResult<PersonCommand>.Done;
        if (await access.WaitForAsync<PersonCommand>(BudgetUse.Enrolment, 2) is { } wait) return wait;

        // By our key and not by the id that we know: one that was created when nobody heard the answer has to go, too.
        var found = await recogniser.FindPersonAsync(personId, cancellationToken);
        if (!found.IsDone) return Failed(found);
        if (found.Value is not { } galleryPersonId) return new EffectResult<PersonCommand>.Performed(new NoteGalleryForgotten { At = attempt.Now });
        var deleted = await recogniser.DeletePersonAsync(galleryPersonId, cancellationToken);
        return deleted.IsDone ? new EffectResult<PersonCommand>.Wait(Soon, "looks whether the gallery has let go of her") : Failed(deleted);
    }

    public async Task<EffectResult<PersonCommand>> ForgetFacesAsync(string personId, PersonState person, EffectAttempt attempt, CancellationToken cancellationToken)
    {
        if (person.Removal is not { } removal) return EffectResult<PersonCommand>.Done;
        var naming = await catalogue.FindNamingAsync(personId, Page, cancellationToken);
        if (naming.IsEmpty) return new EffectResult<PersonCommand>.Performed(new NoteNamingFaces { At = attempt.Now });

        // Counted before they are told: afterwards there is nothing to count.
        if (naming.Any(face => !removal.Counted.Contains(face.FaceId)))
            return new EffectResult<PersonCommand>.Advanced(new NoteNamingFaces { At = attempt.Now, Faces = [.. naming.Select(CountedFace.Of)] });
        foreach (var face in naming)
            await streams.PublishAsync(WellKnownNames.Streams.PersonForgotten, face.FaceId, new PersonForgotten { FaceId = face.FaceId, PersonId = personId });
        var wait = attempt.Now - attempt.Since < rules.RepublishAfter ? Soon : rules.RepublishAfter;
        return new EffectResult<PersonCommand>.Wait(wait, "waits until the faces have forgotten her");
    }

    public async Task<EffectResult<PersonCommand>> TrainAsync(PersonState person, EffectAttempt attempt)
    {
        if (person.Removal is not { Receipt: { GalleryForgottenAt: not null, ModelForgotAt: null } } removal) return EffectResult<PersonCommand>.Done;
        var grain = grains.GetGrain<ITrainingGrain>(training.Gallery);
        var view = await grain.GetView();
        if (removal.TrainingsBefore is not { } before)
            return new EffectResult<PersonCommand>.Advanced(new NoteTrainingsBefore { At = attempt.Now, Decided = view.Decided });
        if (view.Succeeded > before) return Forgot(attempt);

        var hasFailed = view.History is [{ Phase: TrainingPhase.Failed } last, ..] && last.Number > before && attempt.Now - last.EndedAt < TrainAgain;
        if (view.Running is null && !hasFailed && await grain.TrainNow(Actors.Rule) == TrainNowAnswer.NothingToLearn) return Forgot(attempt);
        return new EffectResult<PersonCommand>.Wait(TrainingLook, "waits for a training without her");
    }

    public async Task<EffectResult<PersonCommand>> AuditAsync(string personId, PersonState person, AuditForgetting wish, CancellationToken cancellationToken)
    {
        if (person.Removal is not { } removal) return EffectResult<PersonCommand>.Done;
        if (!removal.IsStoneThere) return new EffectResult<PersonCommand>.Wait(Soon, "waits for her tombstone");
        return await write.PerformAsync<PersonCommand>(ForgettingAudit.Of(wish.Entry, await stones.PseudonymAsync(personId)), cancellationToken);
    }

    public async Task<EffectResult<PersonCommand>> FinishAsync(string personId, PersonState person, EffectAttempt attempt, CancellationToken cancellationToken)
    {
        if (person.Removal is not { } removal || !RemovalDecider.IsComplete(removal)) return EffectResult<PersonCommand>.Done;
        var over = (removal.StoneAt ?? removal.Receipt.AskedAt) + Quiet;
        if (attempt.Now < over) return new EffectResult<PersonCommand>.Wait(over - attempt.Now, "waits for what was under way");

        // With her record its effects go, too.
        if (person.Owed.Slots.ContainsKey(AuditForgetting.AuditSlot)) return new EffectResult<PersonCommand>.Wait(Soon, "waits until the audit has the wish");

        if (await access.WaitForAsync<PersonCommand>(BudgetUse.Enrolment, 1) is { } wait) return wait;
        var found = await recogniser.FindPersonAsync(personId, cancellationToken);
        if (!found.IsDone) return Failed(found);
        var naming = await catalogue.FindNamingAsync(personId, 1, cancellationToken);
        if (found.Value is not null || !naming.IsEmpty)
            return new EffectResult<PersonCommand>.Performed(new NoteFoundAgain { At = attempt.Now, InGallery = found.Value is not null, OnFaces = !naming.IsEmpty });

        await catalogue.ForgetPersonAsync(personId, cancellationToken);

        // What was decided stays in the audit, and by whom and about whom does not.
        var pseudonym = await stones.PseudonymAsync(personId);
        await audit.ReplaceUserAsync(personId, pseudonym, cancellationToken);
        await audit.AppendAsync([ForgettingAudit.Of(ForgettingAudit.Entry(ForgettingAudit.Done, removal.Receipt.AskedAt, attempt.Now, Actors.Rule), pseudonym)], cancellationToken);
        await (await stones.OfAsync(personId)).Renew(removal.Receipt with { FinishedAt = attempt.Now });
        return new EffectResult<PersonCommand>.Performed(new NoteForgotten { At = attempt.Now });
    }

    private static EffectResult<PersonCommand>.Performed Forgot(EffectAttempt attempt) => new(new NoteModelForgot { At = attempt.Now });

    private static EffectResult<PersonCommand>.Failed Failed<T>(Outcome<T> outcome) => new(
        outcome.Kind == OutcomeKind.Refused ? OutcomeKind.Misconfigured : outcome.Kind, $"{outcome.Code}: {outcome.Reason}", outcome.RetryAfter);
}
