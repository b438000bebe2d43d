using System.Collections.Immutable;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Engine.Tests.Flows.Simulated;

/// <summary>A recogniser with one gallery. It identifies by what was in the gallery at the last training.</summary>
public sealed class SimulatedRecogniser(TimeProvider time) : IRecogniser
{
    /// <summary>Faces of this name are too blurred to learn from.</summary>
    public const string Blurred = "blurred";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _detected = [];
    private ImmutableDictionary<string, GalleryPerson> _persons = ImmutableDictionary<string, GalleryPerson>.Empty;
    private ImmutableDictionary<string, GalleryPerson>? _trained;
    private bool _exists;
    private int _ids;
    private DateTimeOffset? _trainedAt;
    private bool _hasFailed;

    public Faults Faults { get; } = new();

    public int MaxFaces { get; set; } = 248;

    /// <summary>How alike two faces are, whichever.</summary>
    public double Likeness { get; set; } = 0.9;

    /// <summary>How sure it is of whom it knows.</summary>
    public double Confidence { get; set; } = 0.93;

    /// <summary>By gallery person id.</summary>
    public IReadOnlyDictionary<string, GalleryPerson> Persons
    {
        get { lock (_gate) return _persons; }
    }

    /// <summary>Whom the model knows and the gallery has, by our key: for anybody else nobody can be taken.</summary>
    public IReadOnlyList<string> Trained
    {
        get { lock (_gate) return [.. (_trained ?? ImmutableDictionary<string, GalleryPerson>.Empty).Where(person => _persons.ContainsKey(person.Key)).Select(person => person.Value.Key)]; }
    }

    /// <summary>How many trainings were asked for that had nothing to learn from.</summary>
    public int TrainedInVain { get; private set; }

    /// <summary>The user data of all faces in the gallery.</summary>
    public IReadOnlyList<string> FaceKeys => [.. Persons.Values.SelectMany(person => person.Faces.Values).Select(face => face.Key)];

    public Task<Outcome<ImmutableArray<DetectedFace>>> DetectAsync(ReadOnlyMemory<byte> image, CancellationToken cancellationToken) => Answer(
        nameof(DetectAsync),
        () => Outcome<ImmutableArray<DetectedFace>>.Done(
        [
            .. Picture.Read(image).Faces.OrderByDescending(face => face.Box.Width * face.Box.Height).Select(face =>
            {
                var id = NewId("detected");
                _detected[id] = face.Who;
                return new DetectedFace { DetectedFaceId = id, Box = face.Box, Quality = FaceQuality.High };
            }),
        ]),
        cancellationToken);

    public Task<Outcome<Candidate?>> IdentifyAsync(string detectedFaceId, double threshold, CancellationToken cancellationToken) => Answer(
        nameof(IdentifyAsync),
        () =>
        {
            if (!_detected.TryGetValue(detectedFaceId, out var who)) return Outcome<Candidate?>.Expired("FaceNotFound", "That id is not known.");
            var known = _trained?.FirstOrDefault(person => person.Value.Faces.Values.Any(face => face.Who == who)).Key;
            return Outcome<Candidate?>.Done(known is null ? null : new Candidate { GalleryPersonId = known, Confidence = Confidence });
        },
        cancellationToken);

    public Task<Outcome<ImmutableArray<ImmutableArray<string>>>> GroupAsync(ImmutableArray<string> detectedFaceIds, CancellationToken cancellationToken) => Answer(
        nameof(GroupAsync),
        () => detectedFaceIds.All(_detected.ContainsKey)
            ? Outcome<ImmutableArray<ImmutableArray<string>>>.Done(
                [.. detectedFaceIds.GroupBy(id => _detected[id]).Where(group => group.Count() > 1).Select(group => group.ToImmutableArray())])
            : Outcome<ImmutableArray<ImmutableArray<string>>>.Expired("FaceNotFound", "That id is not known."),
        cancellationToken);

    public Task<Outcome<double>> CompareAsync(string detectedFaceId, string otherDetectedFaceId, CancellationToken cancellationToken) =>
        Answer(nameof(CompareAsync), () => Outcome<double>.Done(Likeness), cancellationToken);

    public Task<Outcome<Nothing>> EnsureGalleryAsync(CancellationToken cancellationToken) => Answer(
        nameof(EnsureGalleryAsync),
        () =>
        {
            _exists = true;
            return Outcome<Nothing>.Done(Nothing.Value);
        },
        cancellationToken);

    public Task<Outcome<string>> CreatePersonAsync(string personKey, CancellationToken cancellationToken) => Answer(
        nameof(CreatePersonAsync),
        () =>
        {
            if (!_exists) return Outcome<string>.Refused("LargePersonGroupNotFound", "There is no gallery.");
            var id = NewId("gallery-person");
            _persons = _persons.Add(id, new GalleryPerson(personKey, ImmutableDictionary<string, GalleryFace>.Empty));
            return Outcome<string>.Done(id);
        },
        cancellationToken);

    public Task<Outcome<string?>> FindPersonAsync(string personKey, CancellationToken cancellationToken) => Answer(
        nameof(FindPersonAsync), () => Outcome<string?>.Done(_persons.FirstOrDefault(person => person.Value.Key == personKey).Key), cancellationToken);

    public Task<Outcome<string?>> FindPersonKeyAsync(string galleryPersonId, CancellationToken cancellationToken) => Answer(
        nameof(FindPersonKeyAsync), () => Outcome<string?>.Done(_persons.GetValueOrDefault(galleryPersonId)?.Key), cancellationToken);

    public Task<Outcome<Nothing>> DeletePersonAsync(string galleryPersonId, CancellationToken cancellationToken) => Answer(
        nameof(DeletePersonAsync),
        () =>
        {
            _persons = _persons.Remove(galleryPersonId);
            return Outcome<Nothing>.Done(Nothing.Value);
        },
        cancellationToken);

    public Task<Outcome<string>> AddFaceAsync(string galleryPersonId, ReadOnlyMemory<byte> image, PixelBox target, string faceKey, CancellationToken cancellationToken) => Answer(
        nameof(AddFaceAsync),
        () =>
        {
            if (!_persons.TryGetValue(galleryPersonId, out var person)) return Outcome<string>.Refused("PersonNotFound", "There is no such person.");
            var who = Picture.Read(image).Faces.FirstOrDefault(face => face.Box.Overlap(target) > 0.5).Who;
            if (who is null or Blurred) return Outcome<string>.Refused("InvalidImage", "There is no face fit to learn from.");
            if (person.Faces.Count >= MaxFaces) return Outcome<string>.Refused("QuotaExceeded", "The person is full.");
            var id = NewId("persisted");
            _persons = _persons.SetItem(galleryPersonId, person with { Faces = person.Faces.Add(id, new GalleryFace(faceKey, who)) });
            return Outcome<string>.Done(id);
        },
        cancellationToken);

    public Task<Outcome<string?>> FindFaceAsync(string galleryPersonId, string faceKey, CancellationToken cancellationToken) => Answer(
        nameof(FindFaceAsync),
        () => _persons.TryGetValue(galleryPersonId, out var person)
            ? Outcome<string?>.Done(person.Faces.FirstOrDefault(face => face.Value.Key == faceKey).Key)
            : Outcome<string?>.Refused("PersonNotFound", "There is no such person."),
        cancellationToken);

    public Task<Outcome<Nothing>> DeleteFaceAsync(string galleryPersonId, string persistedFaceId, CancellationToken cancellationToken) => Answer(
        nameof(DeleteFaceAsync),
        () =>
        {
            if (_persons.TryGetValue(galleryPersonId, out var person))
                _persons = _persons.SetItem(galleryPersonId, person with { Faces = person.Faces.Remove(persistedFaceId) });
            return Outcome<Nothing>.Done(Nothing.Value);
        },
        cancellationToken);

    public Task<Outcome<bool>> HasFacesAsync(CancellationToken cancellationToken) => Answer(nameof(HasFacesAsync), () => Outcome<bool>.Done(HasFaces), cancellationToken);

    /// <summary>Without a face it fails, and the model from before stays, as Azure has it.</summary>
    public Task<Outcome<Nothing>> TrainAsync(CancellationToken cancellationToken) => Answer(
        nameof(TrainAsync),
        () =>
        {
            _hasFailed = !HasFaces;
            if (_hasFailed) TrainedInVain++;
            else _trained = _persons;
            _trainedAt = time.GetUtcNow();
            return Outcome<Nothing>.Done(Nothing.Value);
        },
        cancellationToken);

    public Task<Outcome<TrainingStatus>> GetTrainingAsync(CancellationToken cancellationToken) => Answer(
        nameof(GetTrainingAsync),
        () => Outcome<TrainingStatus>.Done(new() { Phase = _trainedAt is null ? TrainingPhase.NotStarted : _hasFailed ? TrainingPhase.Failed : TrainingPhase.Succeeded, CreatedAt = _trainedAt, LastSuccessAt = _trainedAt }),
        cancellationToken);

    private bool HasFaces => _persons.Values.Any(person => !person.Faces.IsEmpty);

    private string NewId(string kind) => $"{kind}-{++_ids}";

    private Task<Outcome<T>> Answer<T>(string method, Func<Outcome<T>> effect, CancellationToken cancellationToken) => Faults.AnswerAsync(
        method,
        () =>
        {
            lock (_gate) return effect();
        },
        cancellationToken);
}

/// <summary>A person in the gallery: our key, and the faces by persisted id.</summary>
public sealed record GalleryPerson(string Key, ImmutableDictionary<string, GalleryFace> Faces);

/// <summary>A face in the gallery: our key, and who is on it.</summary>
public sealed record GalleryFace(string Key, string Who);
