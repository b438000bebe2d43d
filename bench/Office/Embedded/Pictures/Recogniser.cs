using System.Collections.Immutable;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Office.Bench.Pictures;

/// <summary>What the local face service does with descriptors, in C#: the same confidence, least distance, grouping and quality.</summary>
internal sealed class Recogniser(Album album, Likeness likeness, VirtualClock clock) : IRecogniser
{
    /// <summary>As measured on two cores, see the face service's README.</summary>
    private static readonly TimeSpan Looking = TimeSpan.FromSeconds(0.6), Asking = TimeSpan.FromSeconds(0.02), Training = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, (double[] Descriptor, DateTimeOffset Until)> _detected = [];
    private readonly Dictionary<string, (string Key, Dictionary<string, (string FaceKey, double[] Descriptor)> Faces)> _persons = [];
    private ImmutableArray<(string PersonId, ImmutableArray<double[]> Descriptors)> _model = [];
    private DateTimeOffset? _trainedAt;
    private int _ids;

    /// <summary>How many faces are in the gallery, and of how many people.</summary>
    public (int Faces, int People) Size => (_persons.Values.Sum(person => person.Faces.Count), _persons.Values.Count(person => person.Faces.Count > 0));

    /// <summary>The gallery's faces: whose they are said to be, and by our key which they are.</summary>
    public IEnumerable<(string PersonKey, string FaceKey)> Enrolled => _persons.Values.SelectMany(person => person.Faces.Values.Select(face => (person.Key, face.FaceKey)));

    public async Task<Outcome<ImmutableArray<DetectedFace>>> DetectAsync(ReadOnlyMemory<byte> image, CancellationToken cancellationToken)
    {
        await clock.Delay(Looking, cancellationToken);
        return Outcome<ImmutableArray<DetectedFace>>.Done(
        [
            .. album.Read(image).OrderByDescending(face => face.Box.Width).Select(face =>
            {
                var id = NewId("detected");
                _detected[id] = (likeness.Render(face.Shot.Descriptor), clock.GetUtcNow() + TimeSpan.FromHours(24));
                return new DetectedFace { DetectedFaceId = id, Box = face.Box, Quality = QualityOf(face.Shot, face.Box) };
            }),
        ]);
    }

    public Task<Outcome<Candidate?>> IdentifyAsync(string detectedFaceId, double threshold, CancellationToken cancellationToken) => AnswerAsync(
        () =>
        {
            if (Find(detectedFaceId) is not { } face) return Outcome<Candidate?>.Expired("FaceNotFound", "That id is not known.");
            if (_model.IsEmpty) return Outcome<Candidate?>.Done(null);
            var best = _model.Select(person => (person.PersonId, Distance: person.Descriptors.Min(known => Likeness.Distance(known, face)))).MinBy(person => person.Distance);
            var sure = Likeness.Confidence(best.Distance);
            return Outcome<Candidate?>.Done(sure >= threshold ? new() { GalleryPersonId = best.PersonId, Confidence = sure } : null);
        },
        cancellationToken);

    /// <summary>Complete linkage, as <c>grouping.js</c>.</summary>
    public Task<Outcome<ImmutableArray<ImmutableArray<string>>>> GroupAsync(ImmutableArray<string> detectedFaceIds, CancellationToken cancellationToken) => AnswerAsync(
        () =>
        {
            var groups = new List<List<(string Id, double[] Descriptor)>>();
            foreach (var id in detectedFaceIds)
            {
                if (Find(id) is not { } face) return Outcome<ImmutableArray<ImmutableArray<string>>>.Expired("FaceNotFound", "That id is not known.");
                var (best, nearest) = ((List<(string, double[])>?)null, Likeness.DistanceLimit);
                foreach (var group in groups)
                {
                    if (group.Max(member => Likeness.Distance(member.Descriptor, face)) is var farthest && farthest <= nearest) (best, nearest) = (group, farthest);
                }

                if (best is null) groups.Add(best = []);
                best.Add((id, face));
            }

            return Outcome<ImmutableArray<ImmutableArray<string>>>.Done([.. groups.Where(group => group.Count > 1).Select(group => group.Select(member => member.Id).ToImmutableArray())]);
        },
        cancellationToken);

    public Task<Outcome<double>> CompareAsync(string detectedFaceId, string otherDetectedFaceId, CancellationToken cancellationToken) => AnswerAsync(
        () => Find(detectedFaceId) is { } one && Find(otherDetectedFaceId) is { } other
            ? Outcome<double>.Done(Likeness.Confidence(Likeness.Distance(one, other)))
            : Outcome<double>.Expired("FaceNotFound", "That id is not known."),
        cancellationToken);

    public Task<Outcome<Nothing>> EnsureGalleryAsync(CancellationToken cancellationToken) => AnswerAsync(() => Outcome<Nothing>.Done(Nothing.Value), cancellationToken);

    public Task<Outcome<string>> CreatePersonAsync(string personKey, CancellationToken cancellationToken) => AnswerAsync(
        () =>
        {
            var id = NewId("person");
            _persons[id] = (personKey, []);
            return Outcome<string>.Done(id);
        },
        cancellationToken);

    public Task<Outcome<string?>> FindPersonAsync(string personKey, CancellationToken cancellationToken) =>
        AnswerAsync(() => Outcome<string?>.Done(_persons.FirstOrDefault(person => person.Value.Key == personKey).Key), cancellationToken);

    public Task<Outcome<string?>> FindPersonKeyAsync(string galleryPersonId, CancellationToken cancellationToken) =>
        AnswerAsync(() => Outcome<string?>.Done(_persons.TryGetValue(galleryPersonId, out var person) ? person.Key : null), cancellationToken);

    public Task<Outcome<bool>> HasFacesAsync(CancellationToken cancellationToken) =>
        AnswerAsync(() => Outcome<bool>.Done(_persons.Values.Any(person => person.Faces.Count > 0)), cancellationToken);

    public Task<Outcome<Nothing>> DeletePersonAsync(string galleryPersonId, CancellationToken cancellationToken) => AnswerAsync(
        () =>
        {
            _persons.Remove(galleryPersonId);
            return Outcome<Nothing>.Done(Nothing.Value);
        },
        cancellationToken);

    public async Task<Outcome<string>> AddFaceAsync(string galleryPersonId, ReadOnlyMemory<byte> image, PixelBox target, string faceKey, CancellationToken cancellationToken)
    {
        await clock.Delay(Looking, cancellationToken);
        if (!_persons.TryGetValue(galleryPersonId, out var person)) return Outcome<string>.Refused("PersonNotFound", "There is no such person.");
        var id = NewId("persisted");
        person.Faces[id] = (faceKey, likeness.Render(album.Read(image).MaxBy(face => face.Box.Overlap(target)).Shot.Descriptor));
        return Outcome<string>.Done(id);
    }

    public Task<Outcome<string?>> FindFaceAsync(string galleryPersonId, string faceKey, CancellationToken cancellationToken) => AnswerAsync(
        () => _persons.TryGetValue(galleryPersonId, out var person)
            ? Outcome<string?>.Done(person.Faces.FirstOrDefault(face => face.Value.FaceKey == faceKey).Key)
            : Outcome<string?>.Refused("PersonNotFound", "There is no such person."),
        cancellationToken);

    public Task<Outcome<Nothing>> DeleteFaceAsync(string galleryPersonId, string persistedFaceId, CancellationToken cancellationToken) => AnswerAsync(
        () =>
        {
            if (_persons.TryGetValue(galleryPersonId, out var person)) person.Faces.Remove(persistedFaceId);
            return Outcome<Nothing>.Done(Nothing.Value);
        },
        cancellationToken);

    public Task<Outcome<Nothing>> TrainAsync(CancellationToken cancellationToken) => AnswerAsync(
        () =>
        {
            _trainedAt = clock.GetUtcNow();
            _model = [.. _persons.Where(person => person.Value.Faces.Count > 0).Select(person => (person.Key, person.Value.Faces.Values.Select(face => face.Descriptor).ToImmutableArray()))];
            return Outcome<Nothing>.Done(Nothing.Value);
        },
        cancellationToken);

    public Task<Outcome<TrainingStatus>> GetTrainingAsync(CancellationToken cancellationToken) => AnswerAsync(
        () => Outcome<TrainingStatus>.Done(new()
        {
            Phase = _trainedAt is not { } at ? TrainingPhase.NotStarted : clock.GetUtcNow() - at < Training ? TrainingPhase.Running : TrainingPhase.Succeeded,
            CreatedAt = _trainedAt,
        }),
        cancellationToken);

    /// <summary>As <c>quality.js</c>.</summary>
    private static FaceQuality QualityOf(Shot shot, PixelBox box) => shot.IsProfile || box.Width < 100 ? FaceQuality.Low : box.Width < 200 ? FaceQuality.Medium : FaceQuality.High;

    private double[]? Find(string detectedFaceId) => _detected.TryGetValue(detectedFaceId, out var face) && face.Until > clock.GetUtcNow() ? face.Descriptor : null;

    private string NewId(string kind) => $"{kind}-{++_ids}";

    private async Task<Outcome<T>> AnswerAsync<T>(Func<Outcome<T>> answer, CancellationToken cancellationToken)
    {
        await clock.Delay(Asking, cancellationToken);
        return answer();
    }
}
