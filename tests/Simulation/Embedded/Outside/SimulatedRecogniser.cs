using System.Collections.Immutable;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Simulation.Outside;

/// <summary>One process's way to the recogniser.</summary>
internal sealed class SimulatedRecogniser(Gallery gallery, Wire wire, Trace trace) : IRecogniser
{
    public const string Service = "recogniser";

    public Task<Outcome<ImmutableArray<DetectedFace>>> DetectAsync(ReadOnlyMemory<byte> image, CancellationToken cancellationToken) =>
        CallAsync("detect", () => gallery.Detect(image), cancellationToken);

    public Task<Outcome<Candidate?>> IdentifyAsync(string detectedFaceId, double threshold, CancellationToken cancellationToken) =>
        CallAsync("identify", () => gallery.Identify(detectedFaceId), cancellationToken);

    public Task<Outcome<ImmutableArray<ImmutableArray<string>>>> GroupAsync(ImmutableArray<string> detectedFaceIds, CancellationToken cancellationToken) =>
        CallAsync("group", () => gallery.Group(detectedFaceIds), cancellationToken);

    public Task<Outcome<double>> CompareAsync(string detectedFaceId, string otherDetectedFaceId, CancellationToken cancellationToken) =>
        CallAsync("compare", () => gallery.Compare(detectedFaceId, otherDetectedFaceId), cancellationToken);

    public Task<Outcome<Nothing>> EnsureGalleryAsync(CancellationToken cancellationToken) => CallAsync("ensure gallery", gallery.Ensure, cancellationToken);

    public Task<Outcome<string>> CreatePersonAsync(string personKey, CancellationToken cancellationToken) =>
        CallAsync($"create person {personKey}", () => gallery.CreatePerson(personKey), cancellationToken);

    public Task<Outcome<string?>> FindPersonAsync(string personKey, CancellationToken cancellationToken) =>
        CallAsync("find person", () => gallery.FindPerson(personKey), cancellationToken);

    public Task<Outcome<string?>> FindPersonKeyAsync(string galleryPersonId, CancellationToken cancellationToken) =>
        CallAsync("find person key", () => gallery.FindPersonKey(galleryPersonId), cancellationToken);

    public Task<Outcome<Nothing>> DeletePersonAsync(string galleryPersonId, CancellationToken cancellationToken) =>
        CallAsync("delete person", () => gallery.DeletePerson(galleryPersonId), cancellationToken);

    public Task<Outcome<string>> AddFaceAsync(string galleryPersonId, ReadOnlyMemory<byte> image, PixelBox target, string faceKey, CancellationToken cancellationToken) =>
        CallAsync($"add face {faceKey} to {galleryPersonId}", () => gallery.AddFace(galleryPersonId, image, target, faceKey), cancellationToken);

    public Task<Outcome<string?>> FindFaceAsync(string galleryPersonId, string faceKey, CancellationToken cancellationToken) =>
        CallAsync($"find face {faceKey}", () => gallery.FindFace(galleryPersonId, faceKey), cancellationToken);

    public Task<Outcome<Nothing>> DeleteFaceAsync(string galleryPersonId, string persistedFaceId, CancellationToken cancellationToken) =>
        CallAsync($"delete face {persistedFaceId} of {galleryPersonId}", () => gallery.DeleteFace(galleryPersonId, persistedFaceId), cancellationToken);

    public Task<Outcome<bool>> HasFacesAsync(CancellationToken cancellationToken) => CallAsync("has faces", () => Outcome<bool>.Done(gallery.HasFaces), cancellationToken);

    public Task<Outcome<Nothing>> TrainAsync(CancellationToken cancellationToken) => CallAsync("train", gallery.Train, cancellationToken);

    public Task<Outcome<TrainingStatus>> GetTrainingAsync(CancellationToken cancellationToken) => CallAsync("training status", gallery.Status, cancellationToken);

    private Task<Outcome<T>> CallAsync<T>(string what, Func<Outcome<T>> effect, CancellationToken cancellationToken) => wire.CallAsync(
        Service,
        what,
        () =>
        {
            var answer = effect();
            trace.Note($"recogniser: {what}: {answer.Kind} {answer.Code}");
            return answer;
        },
        cancellationToken);
}
