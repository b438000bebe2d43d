using System.Collections.Concurrent;
using System.Collections.Immutable;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Api.Tests.Support;

/// <summary>A recogniser to whom every picture is one face that fills it. It knows nobody, and learns whom it is taught.</summary>
internal class FakeRecogniser : IRecogniser
{
    private readonly ConcurrentDictionary<string, string> _people = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _faces = new(StringComparer.Ordinal);

    public virtual Task<Outcome<ImmutableArray<DetectedFace>>> DetectAsync(ReadOnlyMemory<byte> image, CancellationToken cancellationToken)
    {
        var size = ImageHeader.Read(image.Span)!;
        return Done<ImmutableArray<DetectedFace>>([new() { DetectedFaceId = NewId(), Box = new() { Width = size.Width, Height = size.Height }, Quality = FaceQuality.High }]);
    }

    public Task<Outcome<Candidate?>> IdentifyAsync(string detectedFaceId, double threshold, CancellationToken cancellationToken) => Done<Candidate?>(null);

    public Task<Outcome<ImmutableArray<ImmutableArray<string>>>> GroupAsync(ImmutableArray<string> detectedFaceIds, CancellationToken cancellationToken) =>
        Done<ImmutableArray<ImmutableArray<string>>>([]);

    public Task<Outcome<double>> CompareAsync(string detectedFaceId, string otherDetectedFaceId, CancellationToken cancellationToken) => Done(0.0);

    public Task<Outcome<Nothing>> EnsureGalleryAsync(CancellationToken cancellationToken) => Done(Nothing.Value);

    public Task<Outcome<string>> CreatePersonAsync(string personKey, CancellationToken cancellationToken) => Done(_people.GetOrAdd(personKey, _ => NewId()));

    public Task<Outcome<string?>> FindPersonAsync(string personKey, CancellationToken cancellationToken) => Done<string?>(_people.GetValueOrDefault(personKey));

    public Task<Outcome<string?>> FindPersonKeyAsync(string galleryPersonId, CancellationToken cancellationToken) =>
        Done<string?>(_people.FirstOrDefault(person => person.Value == galleryPersonId).Key);

    public Task<Outcome<Nothing>> DeletePersonAsync(string galleryPersonId, CancellationToken cancellationToken)
    {
        foreach (var person in _people.Where(person => person.Value == galleryPersonId)) _people.TryRemove(person);
        return Done(Nothing.Value);
    }

    public Task<Outcome<string>> AddFaceAsync(string galleryPersonId, ReadOnlyMemory<byte> image, PixelBox target, string faceKey, CancellationToken cancellationToken) =>
        Done(_faces.GetOrAdd(faceKey, _ => NewId()));

    public Task<Outcome<string?>> FindFaceAsync(string galleryPersonId, string faceKey, CancellationToken cancellationToken) => Done<string?>(_faces.GetValueOrDefault(faceKey));

    public Task<Outcome<Nothing>> DeleteFaceAsync(string galleryPersonId, string persistedFaceId, CancellationToken cancellationToken) => Done(Nothing.Value);

    public Task<Outcome<bool>> HasFacesAsync(CancellationToken cancellationToken) => Done(!_people.IsEmpty);

    public Task<Outcome<Nothing>> TrainAsync(CancellationToken cancellationToken) => Done(Nothing.Value);

    public Task<Outcome<TrainingStatus>> GetTrainingAsync(CancellationToken cancellationToken) => Done(new TrainingStatus { Phase = TrainingPhase.Succeeded });

    private static Task<Outcome<T>> Done<T>(T value) => Task.FromResult(Outcome<T>.Done(value));

    private static string NewId() => Guid.NewGuid().ToString("D");
}
