using System.Security.Cryptography;
using System.Text;
using Atmosphere.Embedded.Storage;
using Atmosphere.Grains;
using Atmosphere.Grains.Channels;
using Atmosphere.Grains.DeadLetters;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Forgetting;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.People;
using Atmosphere.Grains.Photos;
using Atmosphere.Grains.Retention;
using Atmosphere.Grains.Storage;
using Atmosphere.Grains.Strangers;
using Atmosphere.Grains.Training;

namespace Atmosphere.Simulation.Knowledge;

/// <summary>The grains' states as they are on disk, read as each is written.</summary>
internal sealed class GrainStates
{
    /// <summary>What the product makes its tombstones' key of; each run has the same.</summary>
    public const string Secret = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    private static readonly GrainStateSerializer Serializer = new();

    private readonly SortedDictionary<string, string> _owing = new(StringComparer.Ordinal);

    public SortedDictionary<string, FaceState> Faces { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, PersonState> People { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, PhotoState> Photos { get; } = new(StringComparer.Ordinal);

    public ChannelState Channel { get; private set; } = new();

    public TrainingState Training { get; private set; } = new();

    /// <summary>What is owed, by grain.</summary>
    public IReadOnlyDictionary<string, string> Owing => _owing;

    /// <summary>Whether a grain owes anything.</summary>
    public bool Owes(string grainType, string grainKey) => _owing.ContainsKey($"{grainType} {grainKey}");

    /// <summary>Called with the grain after each write of a state that can owe.</summary>
    public Action<string, string> OwingWritten { get; set; } = (_, _) => { };

    /// <summary>What the dead letter grains hold, by grain.</summary>
    public SortedDictionary<string, DeadLetterState> DeadLetters { get; } = new(StringComparer.Ordinal);

    /// <summary>Called with the state before and after each write.</summary>
    public Action<string, FaceState, FaceState> FaceWritten { get; set; } = (_, _, _) => { };

    /// <inheritdoc cref="FaceWritten"/>
    public Action<string, PersonState, PersonState> PersonWritten { get; set; } = (_, _, _) => { };

    /// <inheritdoc cref="FaceWritten"/>
    public Action<string, PhotoState, PhotoState> PhotoWritten { get; set; } = (_, _, _) => { };

    /// <summary>The tombstones, by grain.</summary>
    public SortedDictionary<string, TombstoneState> Tombstones { get; } = new(StringComparer.Ordinal);

    /// <summary>The stone of a user, or null.</summary>
    public TombstoneState? StoneOf(string userId) =>
        Tombstones.GetValueOrDefault(HashOf(userId));

    /// <summary>What stands for a forgotten user in the audit.</summary>
    public static string PseudonymOf(string userId) => $"forgotten:{HashOf(userId)[..16]}";

    private static string HashOf(string userId) => Convert.ToHexStringLower(HMACSHA256.HashData(Convert.FromHexString(Secret), Encoding.UTF8.GetBytes(userId)));

    /// <summary>A state was deleted.</summary>
    public void Forget(StateKey key)
    {
        if (key.Name == WellKnownNames.States.Person) People.Remove(key.GrainKey);
        if (key.Name == WellKnownNames.States.Tombstone) Tombstones.Remove(key.GrainKey);
        _owing.Remove($"{key.GrainType} {key.GrainKey}");
    }

    public void Take(StateKey key, StoredState stored)
    {
        switch (key.Name)
        {
            case WellKnownNames.States.Face:
                var face = Read<FaceState>();
                FaceWritten(key.GrainKey, Exchange(Faces, key.GrainKey, face), face);
                Owes(face.Owed);
                break;
            case WellKnownNames.States.Person:
                var person = Read<PersonState>();
                PersonWritten(key.GrainKey, Exchange(People, key.GrainKey, person), person);
                Owes(person.Owed);
                break;
            case WellKnownNames.States.Photo:
                var photo = Read<PhotoState>();
                PhotoWritten(key.GrainKey, Exchange(Photos, key.GrainKey, photo), photo);
                Owes(photo.Owed);
                break;
            case WellKnownNames.States.Training:
                Training = Read<TrainingState>();
                Owes(Training.Owed);
                break;
            case WellKnownNames.States.Strangers:
                Owes(Read<StrangersState>().Owed);
                break;
            case WellKnownNames.States.Retention:
                Owes(Read<RetentionState>().Owed);
                break;
            case WellKnownNames.States.Channel:
                Channel = Read<ChannelState>();
                break;
            case WellKnownNames.States.Tombstone:
                Tombstones[key.GrainKey] = Read<TombstoneState>();
                break;
            case WellKnownNames.States.DeadLetters:
                DeadLetters[key.GrainKey] = Read<DeadLetterState>();
                break;
        }

        T Read<T>() => Serializer.Deserialize<T>(BinaryData.FromBytes(stored.Payload));

        void Owes<T>(OwedLedger<T> owed)
            where T : class, IOwedEffect
        {
            var grain = $"{key.GrainType} {key.GrainKey}";
            if (owed.IsEmpty) _owing.Remove(grain);
            else _owing[grain] = string.Join(", ", owed.Slots.Values.Select(each => each.Effect.GetType().Name));
            OwingWritten(key.GrainType, key.GrainKey);
        }
    }

    private static T Exchange<T>(SortedDictionary<string, T> states, string key, T next)
        where T : new()
    {
        var before = states.TryGetValue(key, out var known) ? known : new T();
        states[key] = next;
        return before;
    }
}
