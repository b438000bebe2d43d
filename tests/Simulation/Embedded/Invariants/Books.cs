using System.Text.Json;
using Atmosphere.Grains;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Photos;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Storage;
using Atmosphere.Simulation.Knowledge;

namespace Atmosphere.Simulation.Invariants;

/// <summary>At rest the catalogue's rows say what the grains' states say, and hold every event.</summary>
internal sealed class CatalogueEqualsStates(World world) : Invariant(world), IRestInvariant
{
    public void AtRest()
    {
        foreach (var (faceId, face) in World.States.Faces)
        {
            if (!World.Catalogue.Faces.TryGetValue(faceId, out var row)) Fail($"{Name(faceId)} is not in the catalogue");
            else if (row.Status != face.Status.ToString() || row.Round != face.Round || row.PersonId != face.PersonId || row.Confidence != face.Confidence)
                Fail($"{Name(faceId)} is {face.Status} {face.PersonId} in round {face.Round}, and in the catalogue {row.Status} {row.PersonId} in round {row.Round}");
            else if (!Tags(face).SequenceEqual(row.Tags.Select(tag => $"{tag.VoterId}: {tag.Choice} {tag.Verified}").Order(StringComparer.Ordinal)))
                Fail($"{Name(faceId)} has other votes than in the catalogue");
            else if (World.Histories.Of(faceId).Any(happened => happened is PersonRemoved or FaceForgotten))
            {
                // The events that named her are gone; no other is.
                var kept = World.Catalogue.Events[faceId].Keys;
                if (face.Status != FaceStatus.Forgotten && World.Histories.Of(faceId).Where((happened, index) => !kept.Contains(index + 1)).FirstOrDefault(happened => !World.Truth.AskedToBeForgotten.Any(personId => Names(happened, personId))) is { } lost)
                    Fail($"{Name(faceId)} has lost {lost}");
            }
            else if (!World.Catalogue.Events[faceId].Keys.SequenceEqual(Enumerable.Range(1, (int)face.Events).Select(sequence => (long)sequence)))
                Fail($"{Name(faceId)} has {face.Events} events, and the catalogue {World.Catalogue.Events[faceId].Count}");
        }

        foreach (var (personId, person) in World.States.People)
        {
            if (!World.Catalogue.People.TryGetValue(personId, out var row)) Fail($"{personId} is not in the catalogue");
            else if (row.GalleryPersonId != person.GalleryPersonId || row.EnrolledFaces != person.EnrolledFaces || row.DisplayName != (person.Profile?.DisplayName ?? ""))
                Fail($"{personId} differs in the catalogue");
        }
    }

    private static bool Names(FaceEvent happened, string personId) =>
        JsonSerializer.Serialize(happened, GrainJson.Options).Contains($"\"{personId}\"", StringComparison.Ordinal);

    private static IEnumerable<string> Tags(FaceState face) => face.Votes.Where(vote => vote.Value.IsLive).Select(vote => $"{vote.Key}: {Choice(vote.Value.Choice)} {vote.Value.Standing == VoteStanding.Verified}").Order(StringComparer.Ordinal);

    private static string Choice(VoteChoice choice) => choice.Kind switch
    {
        VoteKind.Person => choice.PersonId!,
        VoteKind.NotAFace => "not-a-face",
        VoteKind.NotThem => $"not:{choice.PersonId}",
        _ => "nobody-we-know",
    };
}

/// <summary>
/// At rest the audit names who decided what about whom, in the place where it happened, and who wanted each training. Of a decision that
/// names somebody who asked to be forgotten it may have no entry, if the face has let go of her afterwards; where it has one, her
/// pseudonym stands in her place and everybody else in his own.
/// </summary>
internal sealed class AuditHoldsEveryDecision(World world) : Invariant(world), IRestInvariant
{
    public void AtRest()
    {
        foreach (var faceId in World.States.Faces.Keys)
        {
            var history = World.Histories.Of(faceId);
            for (var index = 0; index < history.Count; index++)
            {
                foreach (var decided in Decided(history[index])) Look(faceId, history, index, decided);
            }
        }

        foreach (var (key, entry) in World.Catalogue.Audit.Where(entry => entry.Key.Source.StartsWith("face/", StringComparison.Ordinal)))
        {
            var history = World.Histories.Of(key.Source["face/".Length..]);
            if (key.Index < 1 || key.Index > history.Count || history[(int)key.Index - 1].At != entry.At) Fail($"nothing has happened that the audit could mean by {entry}");
        }

        var demands = World.Catalogue.Audit.Keys.Count(key => key.Source == $"training/{Settings.Gallery}");
        if (demands < World.Truth.TrainingsPromised) Fail($"{World.Truth.TrainingsPromised} trainings were promised to operators, and {demands} are in the audit");
    }

    private void Look(string faceId, IReadOnlyList<FaceEvent> history, int index, (string Action, string Actor, string? About) decided)
    {
        var isRemoved = Named(decided).Any(World.Truth.AskedToBeForgotten.Contains) && history.Skip(index + 1).Any(later => later is PersonRemoved or FaceForgotten);
        if (!World.Catalogue.Audit.TryGetValue(($"face/{faceId}", index + 1, decided.Action), out var entry))
        {
            if (!isRemoved) Fail($"{Name(faceId)}: {decided.Action} of {history[index]} is not in the audit");
        }
        else if (!Stands(entry.Actor, decided.Actor) || !Stands(entry.About, decided.About) || entry.At != history[index].At) Fail($"{Name(faceId)}: {history[index]} is in the audit as {entry}");
    }

    /// <summary>Her pseudonym only for somebody who asked to be forgotten.</summary>
    private bool Stands(string? inAudit, string? userId) =>
        inAudit == userId || (userId is not null && World.Truth.AskedToBeForgotten.Contains(userId) && inAudit == GrainStates.PseudonymOf(userId));

    private static IEnumerable<string> Named((string Action, string Actor, string? About) decided) => decided.About is { } about ? [decided.Actor, about] : [decided.Actor];

    private static IEnumerable<(string Action, string Actor, string? About)> Decided(FaceEvent happened) => happened switch
    {
        VoteCast cast => [("vote-cast", cast.VoterId, cast.Choice.PersonId)],
        VoteTakenBack taken => [("vote-taken-back", taken.VoterId, null)],
        VoteRefused refused => [("vote-refused", Actors.Rule, refused.VoterId)],
        IdentificationDisputed disputed => [("identification-disputed", disputed.ByUserId, disputed.PersonId)],
        TagUndone { WasEnrolled: true } undone => [("tag-undone", undone.ByUserId, undone.PersonId), ("enrolment-withdrawn", undone.ByUserId, undone.PersonId)],
        TagUndone undone => [("tag-undone", undone.ByUserId, undone.PersonId)],
        FollowedBack { PersonId: { } personId } => [("enrolment-withdrawn", Actors.Rule, personId)],
        FollowerTurnedAway { ByUserId: { } userId } => [("picture-split-off", userId, null)],
        FaceReopened reopened => [("face-reopened", reopened.ByUserId, null)],
        AgreementReached agreed => [("agreement-reached", Actors.Rule, agreed.PersonId)],
        SuggestionRejected rejected => [("suggestion-rejected", Actors.Rule, rejected.PersonId)],
        FaceDismissed => [("face-dismissed", Actors.Rule, null)],
        FaceDisputed => [("face-disputed", Actors.Rule, null)],
        FaceWasTagged tagged => [("face-tagged", Actors.Rule, tagged.PersonId)],
        EnrolmentRefused refused => [("enrolment-refused", Actors.Rule, refused.PersonId)],
        PersonAsked asked => [("person-asked", Actors.Rule, asked.PersonId)],
        PersonVetoed vetoed => [("person-vetoed", vetoed.PersonId, vetoed.PersonId)],
        PicturesDropped => [("pictures-deleted", Actors.Rule, null)],
        FaceForgotten => [("face-forgotten", Actors.Rule, null)],
        _ => [],
    };
}

/// <summary>
/// At rest pictures are deleted where that was decided, by retention or by forgetting, and nowhere else. Retention decides it only of what
/// has had its end without a name, not before its days are over, and at last of all of that.
/// </summary>
internal sealed class PicturesAreKeptUntilDropped(World world) : Invariant(world), IFaceInvariant, IPhotoInvariant, IRestInvariant, IEndInvariant
{
    /// <summary>Retention looks once a day; two hours are for what is in its way.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromHours(26);

    public void OnFace(string faceId, FaceState before, FaceState after, IReadOnlyList<FaceEvent> fresh)
    {
        if (fresh.OfType<PicturesDropped>().FirstOrDefault() is not { } dropped) return;
        if (World.Settings.CropsDays == 0 || before.Status is not (FaceStatus.Dismissed or FaceStatus.Expired)) Fail($"{Name(faceId)} lost its pictures while it was {before.Status}");
        if (dropped.At - before.ChangedAt < TimeSpan.FromDays(World.Settings.CropsDays)) Fail($"{Name(faceId)} lost its pictures {dropped.At - before.ChangedAt} after its last change");
    }

    public void OnPhoto(string photoId, PhotoState after)
    {
        if (after.PictureGoneAt is { } gone && (World.Settings.PhotosDays == 0 || gone - after.AcceptedAt < TimeSpan.FromDays(World.Settings.PhotosDays)))
            Fail($"photo {photoId[..8]} was deleted {gone - after.AcceptedAt} after it was accepted");
    }

    public void AtEnd()
    {
        foreach (var (faceId, face) in World.States.Faces)
        {
            if (face is { Status: FaceStatus.Dismissed or FaceStatus.Expired, PicturesGoneAt: null } && IsOver(World.Settings.CropsDays, face.ChangedAt)) Fail($"{Name(faceId)} is {face.Status} since {face.ChangedAt:u}, and its pictures are still there");
        }

        foreach (var (photoId, photo) in World.States.Photos)
        {
            if (photo is { Status: PhotoStatus.Faces, PictureGoneAt: null, Faces.IsEmpty: false } && photo.Faces.All(face => IsOver(World.Settings.PhotosDays, World.States.Faces[face.FaceId].ChangedAt)))
                Fail($"photo {photoId[..8]} was accepted at {photo.AcceptedAt:u}, everybody on it has had an end, and it is still there");
        }
    }

    private bool IsOver(int days, DateTimeOffset since) => days > 0 && World.Clock.GetUtcNow() - since > TimeSpan.FromDays(days) + Late;

    public void AtRest()
    {
        foreach (var (faceId, face) in World.States.Faces)
        {
            foreach (var key in new[] { CropKeys.Crop(faceId), CropKeys.ZoomIn(faceId) })
                if ((World.Shelf[key] is null) != (face.PicturesGoneAt is not null || face.Status == FaceStatus.Forgotten)) Fail($"{Name(faceId)}: {key} is {(World.Shelf[key] is null ? "gone" : "still there")}");
        }

        foreach (var (photoId, photo) in World.States.Photos.Where(photo => photo.Value.Status == PhotoStatus.Faces))
        {
            if ((World.Shelf[CropKeys.Photo(photoId)] is null) != (photo.PictureGoneAt is not null || photo.Faces.IsEmpty)) Fail($"photo {photoId[..8]} is {(World.Shelf[CropKeys.Photo(photoId)] is null ? "gone" : "still there")}");
        }
    }
}

/// <summary>At rest every event was taken by its grain, or is a dead letter when no grain can handle it: none waits, none was given up.</summary>
internal sealed class StreamsAreEmpty(World world) : Invariant(world), IRestInvariant
{
    public void AtRest()
    {
        if (World.Disk.Events.Count > 0) Fail($"{World.Disk.Events.Count} events wait");
        if (World.Disk.DeadEvents is [var dead, ..]) Fail($"an event was given up: {dead.Reason}");
        var letters = World.States.DeadLetters.Values.SelectMany(state => state.Letters).Select(letter => letter.Key).ToHashSet(StringComparer.Ordinal);
        if (!letters.SetEquals(World.Truth.AcceptedGarbage)) Fail($"dead letters: {string.Join(", ", letters)}; garbage: {string.Join(", ", World.Truth.AcceptedGarbage)}");
    }
}

/// <summary>A face that rests keeps no reminder, nor does a person or a photo: only the nightly training and the daily retention have one.</summary>
internal sealed class NoReminderIsKept(World world) : Invariant(world), IEndInvariant
{
    public void AtEnd()
    {
        foreach (var reminder in World.Disk.Reminders.Where(reminder => reminder.Key.GrainType is not (WellKnownNames.States.Training or WellKnownNames.States.Retention))) Fail($"{reminder.Key} is kept");
    }
}
