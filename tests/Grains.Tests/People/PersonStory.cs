using System.Collections.Immutable;
using Atmosphere.Grains.People;
using Atmosphere.Grains.Streams;

namespace Atmosphere.Grains.Tests.People;

/// <summary>Tells a person grain's decider one command after another.</summary>
internal sealed class PersonStory(int maxFaces = 248)
{
    public const string Id = "U0ANN";

    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public PersonRules Rules { get; } = new(maxFaces, TimeSpan.FromDays(1));

    public PersonState State { get; set; } = new();

    public DateTimeOffset Now { get; set; } = Start;

    public ImmutableArray<PersonEvent> Tell(PersonCommand command)
    {
        Now += TimeSpan.FromSeconds(1);
        var events = PersonDecider.Decide(State, command with { At = Now }, Rules);
        State = events.Aggregate(State, PersonDecider.Evolve);
        return events;
    }

    public IEnumerable<T> Owes<T>() => State.Owed.Slots.Values.Select(owed => owed.Effect).OfType<T>();

    /// <summary>The pump has performed everything up to here.</summary>
    public void SettleAll() => State = State with { Owed = State.Owed with { Slots = State.Owed.Slots.Clear() } };

    public static string Face(int number) => $"0a0b0c0d-0000-8000-8000-{number:d12}";

    public static AcceptTaggedFace Tagged(int face, int round = 1) => new()
    {
        Face = new FaceTagged { FaceId = Face(face), Round = round, PersonId = Id, FaceInZoomIn = new() { Left = 1, Top = 2, Width = 100, Height = 110 } },
    };

    public static WithdrawFromGallery Withdraw(int face, int round = 1) => new() { FaceId = Face(face), Round = round };

    public static NoteFaceAdded Added(int face, int round = 1) => new() { FaceId = Face(face), Round = round, PersistedFaceId = $"persisted-{face}-{round}" };

    public static NoteFaceRefused Refused(int face, string code = "InvalidImage", int round = 1) => new() { FaceId = Face(face), Round = round, Code = code };

    public static NoteFaceRemoved Removed(int face) => new() { FaceId = Face(face) };

    public EnrolmentStatus StatusOf(int face) => State.Faces[Face(face)].Status;

    public static PersonStory WithEnrolled(int face = 1, int maxFaces = 248)
    {
        var story = new PersonStory(maxFaces);
        story.Tell(Tagged(face));
        story.Tell(new NoteGalleryPerson { GalleryPersonId = "gallery-ann" });
        story.Tell(Added(face));
        story.SettleAll();
        return story;
    }
}
