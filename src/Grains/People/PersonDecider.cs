using System.Collections.Immutable;
using Atmosphere.Grains.Forgetting;

namespace Atmosphere.Grains.People;

/// <param name="MaxFaces">Faces per person in the gallery.</param>
/// <param name="ProfileMaxAge">How long a profile is believed.</param>
internal sealed record PersonRules(int MaxFaces, TimeSpan ProfileMaxAge);

/// <summary>Every decision about a person's gallery. Pure.</summary>
internal static class PersonDecider
{
    public static ImmutableArray<PersonEvent> Decide(PersonState person, PersonCommand command, PersonRules rules) =>
        person.Removal is { } removal ? RemovalDecider.Decide(person, removal, command) : DecideKnown(person, command, rules);

    private static ImmutableArray<PersonEvent> DecideKnown(PersonState person, PersonCommand command, PersonRules rules) => command switch
    {
        ForgetThisPerson forget => [new ForgettingAsked(forget.By, forget.Actor) { At = forget.At }],
        NoteStoneStands noted => [new PersonErased { At = noted.At }],

        // Reports of a removal that has finished meanwhile.
        NoteStonePlaced or NoteGalleryForgotten or NoteNamingFaces or NoteTrainingsBefore or NoteModelForgot or NoteFoundAgain or NoteForgotten => [],

        AcceptTaggedFace accept => Accept(person, accept, rules),
        WithdrawFromGallery withdraw => Withdraw(person, withdraw),

        NoteGalleryPerson noted => person.GalleryPersonId is null
            ? [new GalleryPersonCreated(noted.GalleryPersonId) { At = noted.At }]
            : [],
        NoteGalleryPersonGone gone => person.GalleryPersonId == gone.GalleryPersonId ? [new GalleryPersonLost { At = gone.At }] : [],

        NoteFaceAdded added => Is(person, added.FaceId, added.Round, EnrolmentStatus.Wanted)
            ? [new FaceAdded(added.FaceId, added.PersistedFaceId) { At = added.At }]
            : [],
        NoteFaceRefused refused => !Is(person, refused.FaceId, refused.Round, EnrolmentStatus.Wanted) ? []
            : refused.Code == NoteFaceRefused.QuotaExceeded ? [new GalleryWasFull(refused.FaceId, refused.Round) { At = refused.At }]
            : [new FaceRefused(refused.FaceId, refused.Code) { At = refused.At }],
        NoteFaceRemoved removed => person.Faces.GetValueOrDefault(removed.FaceId) is { Status: EnrolmentStatus.Leaving }
            ? [new FaceRemoved(removed.FaceId) { At = removed.At }]
            : [],

        NoteProfile noted => person.Profile is { } known && known.FetchedAt >= noted.Profile.FetchedAt
            ? []
            : [new ProfileLearned(noted.Profile) { At = noted.At }],
        PersonTick => [],

        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No decision for this command."),
    };

    /// <summary>The state after an event, with the effects that it owes.</summary>
    public static PersonState Evolve(PersonState person, PersonEvent happened)
    {
        if (happened is PersonErased) return new PersonState { Removal = new() { IsFinished = true } };
        var next = Apply(person, happened) with { ChangedAt = happened.At };
        return Owe(next, happened, new StorePersonSql());
    }

    private static ImmutableArray<PersonEvent> Accept(PersonState person, AcceptTaggedFace accept, PersonRules rules)
    {
        var face = accept.Face;
        var known = person.Faces.GetValueOrDefault(face.FaceId);
        if (known is not null && known.Round >= face.Round)
        {
            // The same agreement again: the answer was lost on its way, or is not there yet.
            return known.Round == face.Round && known.Status is EnrolmentStatus.Enrolled or EnrolmentStatus.Refused or EnrolmentStatus.Full
                ? [new AnswerRepeated(face.FaceId) { At = accept.At }]
                : [];
        }

        // A later round tells that the earlier one was undone, also when its withdrawal has not arrived: taken over, the
        // earlier entry would stay in the gallery with nobody knowing it. The face publishes again, and by then it is out.
        if (known is { Status: EnrolmentStatus.Wanted or EnrolmentStatus.Enrolled }) return [new FaceLeaving(face.FaceId, known.Round) { At = accept.At }];
        if (known is { Status: EnrolmentStatus.Leaving }) return [];
        if (person.PlacesTaken >= rules.MaxFaces) return [new GalleryWasFull(face.FaceId, face.Round) { At = accept.At }];
        var enrich = person.Profile is null || accept.At - person.Profile.FetchedAt > rules.ProfileMaxAge;
        return [new EnrolmentWanted(face.FaceId, face.Round, face.FaceInZoomIn, enrich) { At = accept.At }];
    }

    private static ImmutableArray<PersonEvent> Withdraw(PersonState person, WithdrawFromGallery withdraw)
    {
        var known = person.Faces.GetValueOrDefault(withdraw.FaceId);
        if (known is not null && known.Round > withdraw.Round) return [];
        return known?.Status switch
        {
            EnrolmentStatus.Leaving => [],
            EnrolmentStatus.Withdrawn when known.Round == withdraw.Round => [],

            // Wanted: an add may be under way, so it is taken out like one that is in.
            EnrolmentStatus.Wanted or EnrolmentStatus.Enrolled => [new FaceLeaving(withdraw.FaceId, withdraw.Round) { At = withdraw.At }],
            _ => [new FaceWithdrawn(withdraw.FaceId, withdraw.Round) { At = withdraw.At }],
        };
    }

    private static bool Is(PersonState person, string faceId, int round, EnrolmentStatus status) =>
        person.Faces.GetValueOrDefault(faceId) is { } face && face.Round == round && face.Status == status;

    private static PersonState Apply(PersonState person, PersonEvent happened) => happened switch
    {
        EnrolmentWanted wanted => Owe(
            WithFace(person, wanted.FaceId, new() { Round = wanted.Round, Status = EnrolmentStatus.Wanted, FaceInZoomIn = wanted.FaceInZoomIn }),
            happened,
            [
                .. person.GalleryPersonId is null ? [new CreateGalleryPerson()] : ImmutableArray<PersonEffect>.Empty,
                .. wanted.Enrich ? [new EnrichUser()] : ImmutableArray<PersonEffect>.Empty,
                new EnrolFace { FaceId = wanted.FaceId },
            ]),
        GalleryWasFull full => Owe(
            WithFace(person, full.FaceId, new() { Round = full.Round, Status = EnrolmentStatus.Full }), happened, new AnswerFace { FaceId = full.FaceId }),
        AnswerRepeated repeated => Owe(person, happened, new AnswerFace { FaceId = repeated.FaceId }),

        GalleryPersonCreated created => person with { GalleryPersonId = created.GalleryPersonId },
        GalleryPersonLost => EnrolAgain(person, happened),

        FaceAdded added => GalleryChanged(
            WithFace(person, added.FaceId, person.Faces[added.FaceId] with { Status = EnrolmentStatus.Enrolled, PersistedFaceId = added.PersistedFaceId }),
            happened,
            new AnswerFace { FaceId = added.FaceId }),
        FaceRefused refused => Owe(
            WithFace(person, refused.FaceId, person.Faces[refused.FaceId] with { Status = EnrolmentStatus.Refused, Code = refused.Code }),
            happened,
            new AnswerFace { FaceId = refused.FaceId }),

        FaceWithdrawn withdrawn => WithFace(person, withdrawn.FaceId, new() { Round = withdrawn.Round, Status = EnrolmentStatus.Withdrawn }),
        FaceLeaving leaving => Owe(
            WithFace(person, leaving.FaceId, person.Faces[leaving.FaceId] with { Round = leaving.Round, Status = EnrolmentStatus.Leaving }),
            happened,
            new RemoveFace { FaceId = leaving.FaceId }),
        FaceRemoved removed => GalleryChanged(
            WithFace(person, removed.FaceId, person.Faces[removed.FaceId] with { Status = EnrolmentStatus.Withdrawn, PersistedFaceId = null }), happened),

        ProfileLearned learned => person with { Profile = learned.Profile },

        ForgettingAsked asked => Owe(RemovalDecider.Begin(person, asked), happened, new PlaceTombstone(), new AuditForgetting { Entry = ForgettingAudit.Entry(ForgettingAudit.Asked, asked.At, asked.At, asked.Actor) }),
        StonePlaced => Owe(person with { Removal = person.Removal! with { IsStoneThere = true, StoneAt = happened.At } }, happened, new DeleteGalleryPerson(), new ForgetFaces()),
        GalleryForgotten => Progress(
            RemovalDecider.With(person with { GalleryPersonId = null }, person.Removal!, receipt => receipt with { GalleryForgottenAt = happened.At }), happened, new TrainWithout()),
        NamingFacesFound found => Progress(RemovalDecider.Count(person, found), happened),
        FacesForgotten => Progress(
            RemovalDecider.With(person, person.Removal! with { Counted = person.Removal.Counted.Clear() }, receipt => receipt with { FacesForgottenAt = happened.At }), happened),
        TrainingAwaited awaited => person with { Removal = person.Removal! with { TrainingsBefore = awaited.Before } },
        ModelForgot => Progress(RemovalDecider.With(person, person.Removal!, receipt => receipt with { ModelForgotAt = happened.At }), happened),
        GalleryPersonCameBack => Owe(
            RemovalDecider.With(person, person.Removal! with { TrainingsBefore = null }, receipt => receipt with { GalleryForgottenAt = null, ModelForgotAt = null }),
            happened,
            new DeleteGalleryPerson()),
        NamesCameBack => Owe(RemovalDecider.With(person, person.Removal!, receipt => receipt with { FacesForgottenAt = null }), happened, new ForgetFaces()),
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened.GetType().Name, "No evolution for this event."),
    };

    /// <summary>With the person the gallery lost every face of hers: those that were in go in again.</summary>
    private static PersonState EnrolAgain(PersonState person, PersonEvent happened)
    {
        var lost = person.Faces.Where(face => face.Value.Status == EnrolmentStatus.Enrolled).Select(face => face.Key).ToImmutableArray();
        var wanted = lost.Aggregate(
            person with { GalleryPersonId = null },
            (next, faceId) => WithFace(next, faceId, next.Faces[faceId] with { Status = EnrolmentStatus.Wanted, PersistedFaceId = null }));
        return Owe(wanted, happened, [new CreateGalleryPerson(), .. lost.Select(faceId => new EnrolFace { FaceId = faceId })]);
    }

    /// <summary>The receipt has changed; the last look is owed when everything is done.</summary>
    private static PersonState Progress(PersonState person, PersonEvent happened, params ImmutableArray<PersonEffect> effects) => Owe(
        person,
        happened,
        [new PlaceTombstone(), .. effects, .. RemovalDecider.IsComplete(person.Removal!) ? [new FinishForgetting()] : ImmutableArray<PersonEffect>.Empty]);

    private static PersonState GalleryChanged(PersonState person, PersonEvent happened, params ImmutableArray<PersonEffect> effects) =>
        Owe(person with { GalleryChanges = person.GalleryChanges + 1 }, happened, [.. effects, new AskForTraining()]);

    private static PersonState WithFace(PersonState person, string faceId, Enrolment face) => person with { Faces = person.Faces.SetItem(faceId, face) };

    private static PersonState Owe(PersonState person, PersonEvent happened, params ImmutableArray<PersonEffect> effects) =>
        person with { Owed = effects.Aggregate(person.Owed, (owed, effect) => owed.Owe(effect, happened.At)) };
}
