using System.Collections.Immutable;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.People;
using Atmosphere.Simulation.Outside;

namespace Atmosphere.Simulation.Invariants;

/// <summary>Nobody exists twice in the gallery.</summary>
internal sealed class NobodyExistsTwice(World world) : Invariant(world), IGalleryInvariant
{
    public void OnGallery()
    {
        if (World.Gallery.Persons.Values.GroupBy(person => person.Key).FirstOrDefault(group => group.Count() > 1) is { } twins) Fail($"{twins.Key} exists {twins.Count()} times");
    }
}

/// <summary>A face of one agreement is in the gallery once.</summary>
internal sealed class FacesAreInTheGalleryOnce(World world) : Invariant(world), IGalleryInvariant
{
    public void OnGallery()
    {
        var twins = World.Gallery.Persons.Values.SelectMany(person => person.Faces.Values).GroupBy(face => face.Key).FirstOrDefault(group => group.Count() > 1);
        if (twins is not null) Fail($"{twins.Key} is in the gallery {twins.Count()} times");
    }
}

/// <summary>What gets into the gallery has been agreed on: this face, in this round, for this person.</summary>
internal sealed class OnlyAgreedFacesGetIn(World world) : Invariant(world), IGalleryInvariant
{
    public void OnGallery()
    {
        foreach (var person in World.Gallery.Persons.Values)
        {
            foreach (var face in person.Faces.Values)
            {
                var (faceId, round) = GalleryKey.Read(face.Key);
                if (!World.Histories.Of(faceId).OfType<AgreementReached>().Any(agreed => agreed.Round == round && agreed.PersonId == person.Key))
                    Fail($"{Name(faceId)} is in the gallery of {person.Key}, and nobody has agreed on that in round {round}");
            }
        }
    }
}

/// <summary>The limit of faces per person holds at every instant.</summary>
internal sealed class NobodyHasTooManyFaces(World world) : Invariant(world), IGalleryInvariant
{
    public void OnGallery()
    {
        foreach (var person in World.Gallery.Persons.Values.Where(person => person.Faces.Count > World.Settings.MaxFaces)) Fail($"{person.Key} has {person.Faces.Count} faces");
    }
}

/// <summary>The limit counts faces in the gallery or on their way into or out of it, and nothing else.</summary>
internal sealed class FullMeansFull(World world) : Invariant(world), IPersonInvariant
{
    public void OnPerson(string personId, PersonState before, PersonState after)
    {
        var places = before.Faces.Values.Count(face => face.Status is EnrolmentStatus.Wanted or EnrolmentStatus.Enrolled or EnrolmentStatus.Leaving);
        foreach (var (faceId, face) in after.Faces.Where(face => face.Value.Status == EnrolmentStatus.Full && before.Faces.GetValueOrDefault(face.Key) != face.Value))
        {
            if (places < World.Settings.MaxFaces && !World.Truth.RefusedAsFull.Contains($"{faceId}/{face.Round}")) Fail($"{personId} is full with {places} faces");
        }
    }
}

/// <summary>Every agreed face is in the gallery once and only for the agreed person, unless that person was full; an undone one is not.</summary>
internal sealed class GalleryEqualsAgreements(World world) : Invariant(world), IRestInvariant
{
    public void AtRest()
    {
        var agreed = World.States.Faces
            .Where(face => face.Value is { Status: FaceStatus.Tagged, Enrolled: true })
            .Select(face => $"{Name(face.Key)} in round {face.Value.Round} for {face.Value.PersonId}");
        var enrolled = World.Gallery.Persons.Values
            .SelectMany(person => person.Faces.Values.Select(face => (Key: GalleryKey.Read(face.Key), Person: person.Key)))
            .Select(face => $"{Name(face.Key.FaceId)} in round {face.Key.Round} for {face.Person}");
        var (wanted, there) = (agreed.Order(StringComparer.Ordinal).ToList(), enrolled.Order(StringComparer.Ordinal).ToList());
        if (!wanted.SequenceEqual(there)) Fail($"agreed: {string.Join("; ", wanted)}; in the gallery: {string.Join("; ", there)}");
        if (World.States.Faces.FirstOrDefault(face => face.Value.Status == FaceStatus.Agreed) is { Key: not null } waiting) Fail($"{Name(waiting.Key)} still waits for the gallery");
    }
}

/// <summary>After a calm night the model knows what is in the gallery.</summary>
internal sealed class EveryChangeIsTrained(World world) : Invariant(world), IEndInvariant
{
    public void AtEnd()
    {
        World.Gallery.Status();
        if (!World.States.Training.Changes.IsEmpty) Fail($"changes of {string.Join(", ", World.States.Training.Changes.Keys)} were not trained");
        if (Faces(World.Gallery.Trained ?? Gallery.Empty) != Faces(World.Gallery.Persons)) Fail("the model differs from the gallery");
    }

    private static string Faces(ImmutableSortedDictionary<string, GalleryPerson> persons) =>
        string.Join(' ', persons.Values.SelectMany(person => person.Faces.Keys).Order(StringComparer.Ordinal));
}

/// <summary>Our key of a face in the gallery: face id and round.</summary>
internal static class GalleryKey
{
    public static (string FaceId, int Round) Read(string key) => key.Split('/') is [var faceId, var round] && int.TryParse(round, out var number)
        ? (faceId, number)
        : throw new FormatException($"'{key}' is no key of a face.");
}
