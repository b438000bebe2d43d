using System.Collections.Immutable;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Simulation.Outside;

/// <summary>A person in the gallery: our key, and the faces by persisted id.</summary>
internal sealed record GalleryPerson(string Key, ImmutableSortedDictionary<string, GalleryFace> Faces);

/// <summary>A face in the gallery: our key, and who is really on it.</summary>
internal sealed record GalleryFace(string Key, string Who);

/// <summary>The recogniser itself, with one gallery. It identifies by what was in the gallery when the last training began.</summary>
internal sealed class Gallery(OneThread thread, Dice dice, Settings settings)
{
    public static readonly ImmutableSortedDictionary<string, GalleryPerson> Empty = ImmutableSortedDictionary.Create<string, GalleryPerson>(StringComparer.Ordinal);

    private readonly Dictionary<string, (Sight Sight, DateTimeOffset Until)> _detected = [];
    private bool _exists;
    private int _ids;
    private (DateTimeOffset From, DateTimeOffset Until, ImmutableSortedDictionary<string, GalleryPerson> What, bool Fails)? _training;

    /// <summary>By gallery person id.</summary>
    public ImmutableSortedDictionary<string, GalleryPerson> Persons { get; private set; } = Empty;

    /// <summary>What the last successful training has learned.</summary>
    public ImmutableSortedDictionary<string, GalleryPerson>? Trained { get; private set; }

    /// <summary>Called after each change of <see cref="Persons"/>.</summary>
    public Action Changed { get; set; } = () => { };

    /// <summary>Called when the recogniser has said "I don't know this face".</summary>
    public Action<Sight> Unknown { get; set; } = _ => { };

    /// <summary>Called when it has said whom it takes a face for.</summary>
    public Action<Sight, string?> Known { get; set; } = (_, _) => { };

    /// <summary>Called when it has said whom it takes a face for without being sure.</summary>
    public Action<Sight, string?> Suggested { get; set; } = (_, _) => { };

    /// <summary>Called when it has refused a face of that key because the person is full.</summary>
    public Action<string> Full { get; set; } = _ => { };

    /// <summary>Some trainings fail, while it is not calm.</summary>
    public Func<bool> NextTrainingFails { get; set; } = () => false;

    private bool IsTraining => _training is { } training && training.Until > thread.Now;

    public Outcome<ImmutableArray<DetectedFace>> Detect(ReadOnlyMemory<byte> image)
    {
        var seen = Picture.Read(image).Faces;
        if (seen.Any(face => face.Look == Look.Unreadable)) return Outcome<ImmutableArray<DetectedFace>>.Refused("InvalidImage", "It can't be read.");
        return Outcome<ImmutableArray<DetectedFace>>.Done(
        [
            .. seen.Where(face => face.Look != Look.NoFace).OrderByDescending(face => face.Box.Width * face.Box.Height).Select(face =>
            {
                var id = NewId("detected");
                _detected[id] = (face, thread.Now + TimeSpan.FromHours(24));
                return new DetectedFace { DetectedFaceId = id, Box = face.Box, Quality = FaceQuality.High };
            }),
        ]);
    }

    public Outcome<Candidate?> Identify(string detectedFaceId)
    {
        if (!IsDetected(detectedFaceId)) return Outcome<Candidate?>.Expired("FaceNotFound", "That id is not known.");
        var detected = _detected[detectedFaceId];
        Settle();
        var known = Trained?.FirstOrDefault(person => person.Value.Faces.Values.Any(face => face.Who == detected.Sight.Who)).Key;

        // Every third picture of somebody it knows leaves it unsure, and it takes every fifth stranger for somebody else.
        var unsure = known is not null ? detected.Sight.Number % 3 == 0 : detected.Sight.Number % 5 == 0;
        var guess = known ?? (unsure ? Trained?.Keys.FirstOrDefault() : null);
        if (guess is null || unsure) Unknown(detected.Sight);
        if (guess is null) return Outcome<Candidate?>.Done(null);
        (unsure ? Suggested : Known)(detected.Sight, Persons.GetValueOrDefault(guess)?.Key);
        return Outcome<Candidate?>.Done(new Candidate { GalleryPersonId = guess, Confidence = unsure ? 0.6 : 0.93 });
    }

    /// <summary>Now and then a face is put with people whom it does not show.</summary>
    public Outcome<ImmutableArray<ImmutableArray<string>>> Group(ImmutableArray<string> detectedFaceIds)
    {
        if (!detectedFaceIds.All(IsDetected)) return Outcome<ImmutableArray<ImmutableArray<string>>>.Expired("FaceNotFound", "That id is not known.");
        return Outcome<ImmutableArray<ImmutableArray<string>>>.Done(
        [
            .. detectedFaceIds.GroupBy(id => _detected[id].Sight.Number % 11 == 0 ? "U1" : _detected[id].Sight.Who)
                .Where(group => group.Count() > 1).Select(group => group.ToImmutableArray()),
        ]);
    }

    public Outcome<double> Compare(string one, string other) => IsDetected(one) && IsDetected(other)
        ? Outcome<double>.Done(_detected[one].Sight.Number % 4 == 0 ? 0.999 : 0.8)
        : Outcome<double>.Expired("FaceNotFound", "That id is not known.");

    private bool IsDetected(string id) => _detected.TryGetValue(id, out var detected) && detected.Until > thread.Now;

    public Outcome<Nothing> Ensure()
    {
        _exists = true;
        return Outcome<Nothing>.Done(Nothing.Value);
    }

    public Outcome<string> CreatePerson(string key)
    {
        if (!_exists) return Outcome<string>.Refused("LargePersonGroupNotFound", "There is no gallery.");
        if (IsTraining && dice.Chance(0.5)) return Outcome<string>.Busy("LargePersonGroupTrainingNotFinished", "It is training.");
        var id = NewId("person");
        Change(Persons.Add(id, new(key, ImmutableSortedDictionary.Create<string, GalleryFace>(StringComparer.Ordinal))));
        return Outcome<string>.Done(id);
    }

    public Outcome<string?> FindPerson(string key) => Outcome<string?>.Done(Persons.FirstOrDefault(person => person.Value.Key == key).Key);

    public Outcome<string?> FindPersonKey(string id) => Outcome<string?>.Done(Persons.GetValueOrDefault(id)?.Key);

    public bool HasFaces => !IsEmpty(Persons);

    public Outcome<Nothing> DeletePerson(string id)
    {
        if (IsTraining) return Outcome<Nothing>.Busy("LargePersonGroupTrainingNotFinished", "It is training.");
        Leave(Persons.Remove(id));
        return Outcome<Nothing>.Done(Nothing.Value);
    }

    public Outcome<string> AddFace(string personId, ReadOnlyMemory<byte> image, PixelBox target, string faceKey)
    {
        if (!Persons.TryGetValue(personId, out var person)) return Outcome<string>.Refused("PersonNotFound", "There is no such person.");
        if (IsTraining && dice.Chance(0.5)) return Outcome<string>.Busy("LargePersonGroupTrainingNotFinished", "It is training.");
        var seen = Picture.Read(image).Faces.FirstOrDefault(face => face.Box.Overlap(target) > 0.5);
        if (seen is not { Look: Look.Clear }) return Outcome<string>.Refused("InvalidImage", "There is no face fit to learn from.");
        if (person.Faces.Count >= settings.GalleryMaxFaces)
        {
            Full(faceKey);
            return Outcome<string>.Refused("QuotaExceeded", "The person is full.");
        }

        var id = NewId("persisted");
        Change(Persons.SetItem(personId, person with { Faces = person.Faces.Add(id, new(faceKey, seen.Who)) }));
        return Outcome<string>.Done(id);
    }

    public Outcome<string?> FindFace(string personId, string faceKey) => Persons.TryGetValue(personId, out var person)
        ? Outcome<string?>.Done(person.Faces.FirstOrDefault(face => face.Value.Key == faceKey).Key)
        : Outcome<string?>.Refused("PersonNotFound", "There is no such person.");

    public Outcome<Nothing> DeleteFace(string personId, string persistedFaceId)
    {
        if (IsTraining && dice.Chance(0.5)) return Outcome<Nothing>.Busy("LargePersonGroupTrainingNotFinished", "It is training.");
        if (Persons.TryGetValue(personId, out var person)) Leave(Persons.SetItem(personId, person with { Faces = person.Faces.Remove(persistedFaceId) }));
        return Outcome<Nothing>.Done(Nothing.Value);
    }

    public Outcome<Nothing> Train()
    {
        if (IsTraining) return Outcome<Nothing>.Busy("LargePersonGroupTrainingNotFinished", "It is training.");
        Settle();
        _training = (thread.Now, thread.Now + dice.Spread(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)), Persons, NextTrainingFails());
        return Outcome<Nothing>.Done(Nothing.Value);
    }

    public Outcome<TrainingStatus> Status()
    {
        Settle();
        return Outcome<TrainingStatus>.Done(_training is not { } training ? new() : new()
        {
            Phase = IsTraining ? TrainingPhase.Running : training.Fails || IsEmpty(training.What) ? TrainingPhase.Failed : TrainingPhase.Succeeded,
            CreatedAt = training.From,
            Message = !IsTraining && (training.Fails || IsEmpty(training.What)) ? "It failed." : "",
        });
    }

    /// <summary>A training whose time is over has its effect. One that has nothing to learn from fails, and its model is withdrawn.</summary>
    private void Settle()
    {
        if (_training is { Fails: false } training && !IsTraining) Trained = IsEmpty(training.What) ? null : training.What;
    }

    /// <summary>With the last face of all the model goes at once, as the local service has it.</summary>
    private void Leave(ImmutableSortedDictionary<string, GalleryPerson> persons)
    {
        Settle();
        Change(persons);
        if (HasFaces) return;
        Trained = null;
        if (_training is { } training) _training = training with { What = Empty };
    }

    private void Change(ImmutableSortedDictionary<string, GalleryPerson> persons)
    {
        Persons = persons;
        Changed();
    }

    private static bool IsEmpty(ImmutableSortedDictionary<string, GalleryPerson> persons) => persons.Values.All(person => person.Faces.IsEmpty);

    private string NewId(string kind) => $"{kind}-{++_ids}";
}
