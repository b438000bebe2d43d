using System.Collections.Immutable;
using Atmosphere.Grains.Forgetting;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.People;

/// <summary>How far the removal of a person has come.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.Removal")]
public sealed record Removal
{
    [Id(0)] public ForgettingReceipt Receipt { get; init; } = new();

    /// <summary>Nobody can tag her any more: only then is it worth while to look for what names her.</summary>
    [Id(1)] public bool IsStoneThere { get; init; }

    /// <summary>Faces that are being cleared now, and are in the receipt already.</summary>
    [Id(2)] public ImmutableSortedSet<string> Counted { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Trainings decided on when she was out of the gallery: the model of a later one does not know her. Null before.</summary>
    [Id(3)] public long? TrainingsBefore { get; init; }

    /// <summary>Everything is done: the record goes, too.</summary>
    [Id(4)] public bool IsFinished { get; init; }

    /// <summary>When the tombstone was there; null before, and where that was not noted.</summary>
    [Id(5)] public DateTimeOffset? StoneAt { get; init; }
}

/// <summary>
/// Every decision about the removal of a person. Pure. First the tombstone; then the gallery, the faces and the training, each in its own
/// time; at last everything is looked through once more.
/// </summary>
internal static class RemovalDecider
{
    public static ImmutableArray<PersonEvent> Decide(PersonState person, Removal removal, PersonCommand command) => command switch
    {
        NoteStonePlaced { WasForgotten: true } placed => removal.IsStoneThere ? [] : [new PersonErased { At = placed.At }],
        NoteStonePlaced placed => removal.IsStoneThere ? [] : [new StonePlaced { At = placed.At }],
        NoteGalleryForgotten noted => removal.Receipt.GalleryForgottenAt is null ? [new GalleryForgotten { At = noted.At }] : [],
        NoteNamingFaces noted => noted.Faces.IsEmpty
            ? removal.Receipt.FacesForgottenAt is null ? [new FacesForgotten { At = noted.At }] : []
            : [new NamingFacesFound(noted.Faces) { At = noted.At }],
        NoteTrainingsBefore noted => removal is { TrainingsBefore: null, Receipt.GalleryForgottenAt: not null } ? [new TrainingAwaited(noted.Decided) { At = noted.At }] : [],
        NoteModelForgot noted => removal is { TrainingsBefore: not null, Receipt.ModelForgotAt: null } ? [new ModelForgot { At = noted.At }] : [],
        NoteFoundAgain noted =>
        [
            .. noted.InGallery && removal.Receipt.GalleryForgottenAt is not null ? [new GalleryPersonCameBack { At = noted.At }] : ImmutableArray<PersonEvent>.Empty,
            .. noted.OnFaces && removal.Receipt.FacesForgottenAt is not null ? [new NamesCameBack { At = noted.At }] : ImmutableArray<PersonEvent>.Empty,
        ],
        NoteForgotten noted => [new PersonErased { At = noted.At }],

        // Whatever else is told about her is not taken in any more: asking again, agreements, answers to what was under way, her name.
        _ => [],
    };

    public static PersonState Begin(PersonState person, ForgettingAsked asked) => new()
    {
        GalleryPersonId = person.GalleryPersonId,
        GalleryChanges = person.GalleryChanges,
        Version = person.Version,
        ReminderArmedFor = person.ReminderArmedFor,
        Owed = new() { LastNumber = person.Owed.LastNumber },
        Removal = new() { Receipt = new() { AskedAt = asked.At, By = asked.By, GalleryFaces = person.EnrolledFaces } },
    };

    public static PersonState Count(PersonState person, NamingFacesFound found)
    {
        var removal = person.Removal!;
        var fresh = found.Faces.Where(face => !removal.Counted.Contains(face.FaceId)).ToList();
        return With(person, removal with { Counted = [.. found.Faces.Select(face => face.FaceId)] }, receipt => receipt with
        {
            Faces = receipt.Faces + fresh.Count(face => face.IsTheirs),
            VotesAbout = receipt.VotesAbout + fresh.Sum(face => face.VotesAbout),
            VotesBy = receipt.VotesBy + fresh.Sum(face => face.VotesBy),
            FacesForgottenAt = null,
        });
    }

    public static PersonState With(PersonState person, Removal removal, Func<ForgettingReceipt, ForgettingReceipt> change) =>
        person with { Removal = removal with { Receipt = change(removal.Receipt) } };

    public static bool IsComplete(Removal removal) => removal.Receipt is { FacesForgottenAt: not null, GalleryForgottenAt: not null, ModelForgotAt: not null };
}

/// <summary>A face that names her, as it is counted for the receipt.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.CountedFace")]
public sealed record CountedFace
{
    [Id(0)] public string FaceId { get; init; } = "";

    [Id(1)] public bool IsTheirs { get; init; }

    [Id(2)] public int VotesAbout { get; init; }

    [Id(3)] public int VotesBy { get; init; }

    public static CountedFace Of(NamingFace face) => new() { FaceId = face.FaceId, IsTheirs = face.IsTheirs, VotesAbout = face.VotesAbout, VotesBy = face.VotesBy };
}
