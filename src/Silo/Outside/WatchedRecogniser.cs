using System.Collections.Immutable;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Silo.Outside;

/// <summary>The recogniser, with a note of what becomes of every call.</summary>
internal sealed class WatchedRecogniser(IRecogniser recogniser, OutsideService service) : IRecogniser
{
    public Task<Outcome<ImmutableArray<DetectedFace>>> DetectAsync(ReadOnlyMemory<byte> image, CancellationToken cancellationToken) =>
        service.WatchAsync(nameof(DetectAsync), recogniser.DetectAsync(image, cancellationToken));

    public Task<Outcome<Candidate?>> IdentifyAsync(string detectedFaceId, double threshold, CancellationToken cancellationToken) =>
        service.WatchAsync(nameof(IdentifyAsync), recogniser.IdentifyAsync(detectedFaceId, threshold, cancellationToken));

    public Task<Outcome<ImmutableArray<ImmutableArray<string>>>> GroupAsync(ImmutableArray<string> detectedFaceIds, CancellationToken cancellationToken) =>
        service.WatchAsync(nameof(GroupAsync), recogniser.GroupAsync(detectedFaceIds, cancellationToken));

    public Task<Outcome<double>> CompareAsync(string detectedFaceId, string otherDetectedFaceId, CancellationToken cancellationToken) =>
        service.WatchAsync(nameof(CompareAsync), recogniser.CompareAsync(detectedFaceId, otherDetectedFaceId, cancellationToken));

    public Task<Outcome<Nothing>> EnsureGalleryAsync(CancellationToken cancellationToken) =>
        service.WatchAsync(nameof(EnsureGalleryAsync), recogniser.EnsureGalleryAsync(cancellationToken));

    public Task<Outcome<string>> CreatePersonAsync(string personKey, CancellationToken cancellationToken) =>
        service.WatchAsync(nameof(CreatePersonAsync), recogniser.CreatePersonAsync(personKey, cancellationToken));

    public Task<Outcome<string?>> FindPersonAsync(string personKey, CancellationToken cancellationToken) =>
        service.WatchAsync(nameof(FindPersonAsync), recogniser.FindPersonAsync(personKey, cancellationToken));

    public Task<Outcome<string?>> FindPersonKeyAsync(string galleryPersonId, CancellationToken cancellationToken) =>
        service.WatchAsync(nameof(FindPersonKeyAsync), recogniser.FindPersonKeyAsync(galleryPersonId, cancellationToken));

    public Task<Outcome<Nothing>> DeletePersonAsync(string galleryPersonId, CancellationToken cancellationToken) =>
        service.WatchAsync(nameof(DeletePersonAsync), recogniser.DeletePersonAsync(galleryPersonId, cancellationToken));

    public Task<Outcome<string>> AddFaceAsync(string galleryPersonId, ReadOnlyMemory<byte> image, PixelBox target, string faceKey, CancellationToken cancellationToken) =>
        service.WatchAsync(nameof(AddFaceAsync), recogniser.AddFaceAsync(galleryPersonId, image, target, faceKey, cancellationToken));

    public Task<Outcome<string?>> FindFaceAsync(string galleryPersonId, string faceKey, CancellationToken cancellationToken) =>
        service.WatchAsync(nameof(FindFaceAsync), recogniser.FindFaceAsync(galleryPersonId, faceKey, cancellationToken));

    public Task<Outcome<Nothing>> DeleteFaceAsync(string galleryPersonId, string persistedFaceId, CancellationToken cancellationToken) =>
        service.WatchAsync(nameof(DeleteFaceAsync), recogniser.DeleteFaceAsync(galleryPersonId, persistedFaceId, cancellationToken));

    public Task<Outcome<bool>> HasFacesAsync(CancellationToken cancellationToken) =>
        service.WatchAsync(nameof(HasFacesAsync), recogniser.HasFacesAsync(cancellationToken));

    public Task<Outcome<Nothing>> TrainAsync(CancellationToken cancellationToken) =>
        service.WatchAsync(nameof(TrainAsync), recogniser.TrainAsync(cancellationToken));

    public Task<Outcome<TrainingStatus>> GetTrainingAsync(CancellationToken cancellationToken) =>
        service.WatchAsync(nameof(GetTrainingAsync), recogniser.GetTrainingAsync(cancellationToken));
}
