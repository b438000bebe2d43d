using System.Collections.Immutable;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Recognition.FaceApi;

/// <summary>
/// The requests of the Face API that <see cref="FaceApiClient"/> is made of, one each and no retries, for one gallery. Two clients
/// make them: ours over REST, and Azure's SDK (<c>Recognition:Client</c>). Null in place of an answer says that the error was itself
/// the answer (see <see cref="FaceApiErrors.Map"/>); what an answer lacks is null in it: <see cref="FaceApiClient"/> judges it.
/// </summary>
internal interface IFaceApi
{
    Task<Outcome<DetectedFaceWire[]>> DetectAsync(ReadOnlyMemory<byte> image, CancellationToken cancellationToken);

    /// <returns>Null: the gallery is missing or was never trained.</returns>
    Task<Outcome<IdentifiedWire[]?>> IdentifyAsync(string detectedFaceId, double threshold, CancellationToken cancellationToken);

    /// <param name="detectedFaceIds">2 to 1000.</param>
    /// <param name="cancellationToken">Bounds the call.</param>
    Task<Outcome<GroupedWire>> GroupAsync(ImmutableArray<string> detectedFaceIds, CancellationToken cancellationToken);

    Task<Outcome<ComparedWire>> CompareAsync(string detectedFaceId, string otherDetectedFaceId, CancellationToken cancellationToken);

    /// <returns>False: it is there already.</returns>
    Task<Outcome<bool>> CreateGalleryAsync(CancellationToken cancellationToken);

    Task<Outcome<GalleryWire>> GetGalleryAsync(CancellationToken cancellationToken);

    Task<Outcome<PersonWire>> CreatePersonAsync(string personKey, CancellationToken cancellationToken);

    /// <param name="start">The last id of the page before; empty for the first.</param>
    /// <param name="top">Persons on a page.</param>
    /// <param name="cancellationToken">Bounds the call.</param>
    /// <returns>Null: there is no gallery.</returns>
    Task<Outcome<PersonWire[]?>> GetPersonsAsync(string start, int top, CancellationToken cancellationToken);

    /// <param name="operation">What the person is looked for: it is in the log.</param>
    /// <param name="personId">A GUID.</param>
    /// <param name="cancellationToken">Bounds the call.</param>
    /// <returns>Null: there is no such person.</returns>
    Task<Outcome<PersonWire?>> GetPersonAsync(FaceApiOperation operation, string personId, CancellationToken cancellationToken);

    Task<Outcome<Nothing>> DeletePersonAsync(string personId, CancellationToken cancellationToken);

    Task<Outcome<PersistedFaceWire>> AddFaceAsync(
        string personId, ReadOnlyMemory<byte> image, PixelBox target, string faceKey, CancellationToken cancellationToken);

    /// <returns>Null: there is no such face.</returns>
    Task<Outcome<PersistedFaceWire?>> GetFaceAsync(string personId, string persistedFaceId, CancellationToken cancellationToken);

    Task<Outcome<Nothing>> DeleteFaceAsync(string personId, string persistedFaceId, CancellationToken cancellationToken);

    Task<Outcome<Nothing>> TrainAsync(CancellationToken cancellationToken);

    /// <returns>Null: the gallery is missing or was never trained.</returns>
    Task<Outcome<TrainingWire?>> GetTrainingAsync(CancellationToken cancellationToken);
}
