using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Recognition.FaceApi;

/// <summary>The Face REST API v1.2 over our own <see cref="FaceHttp"/>: Azure's, or the local face service, which speaks the same.</summary>
internal sealed class RestFaceApi(FaceHttp http, string gallery) : IFaceApi
{
    // A page of our own persons has at most 248 ids of 39 characters each: about 10 MB.
    private const int MaxPageBytes = 32 * 1024 * 1024;

    private static readonly string DetectPath =
        "face/v1.2/detect?returnFaceId=true&returnFaceLandmarks=false&returnFaceAttributes=qualityForRecognition"
        + $"&recognitionModel={FaceApiClient.RecognitionModel}&detectionModel={FaceApiClient.DetectionModel}";

    private readonly string _gallery = $"face/v1.2/largepersongroups/{gallery}";

    public Task<Outcome<DetectedFaceWire[]>> DetectAsync(ReadOnlyMemory<byte> image, CancellationToken cancellationToken) =>
        GetAsync(new(FaceApiOperation.Detect, HttpMethod.Post, DetectPath) { Bytes = image }, FaceApiJson.Default.DetectedFaceWireArray, cancellationToken);

    public Task<Outcome<IdentifiedWire[]?>> IdentifyAsync(string detectedFaceId, double threshold, CancellationToken cancellationToken)
    {
        var question = new IdentifyWire
        {
            FaceIds = [detectedFaceId],
            LargePersonGroupId = gallery,
            MaxNumOfCandidatesReturned = 1,
            ConfidenceThreshold = threshold,
        };
        return FindAsync(
            new(FaceApiOperation.Identify, HttpMethod.Post, "face/v1.2/identify") { Json = Json(question, FaceApiJson.Default.IdentifyWire) },
            FaceApiJson.Default.IdentifiedWireArray,
            cancellationToken);
    }

    public Task<Outcome<GroupedWire>> GroupAsync(ImmutableArray<string> detectedFaceIds, CancellationToken cancellationToken) => GetAsync(
        new(FaceApiOperation.Group, HttpMethod.Post, "face/v1.2/group") { Json = Json(new GroupWire { FaceIds = detectedFaceIds }, FaceApiJson.Default.GroupWire) },
        FaceApiJson.Default.GroupedWire,
        cancellationToken);

    public Task<Outcome<ComparedWire>> CompareAsync(string detectedFaceId, string otherDetectedFaceId, CancellationToken cancellationToken)
    {
        var question = new CompareWire { FaceId1 = detectedFaceId, FaceId2 = otherDetectedFaceId };
        return GetAsync(
            new(FaceApiOperation.Compare, HttpMethod.Post, "face/v1.2/verify") { Json = Json(question, FaceApiJson.Default.CompareWire) },
            FaceApiJson.Default.ComparedWire,
            cancellationToken);
    }

    public async Task<Outcome<bool>> CreateGalleryAsync(CancellationToken cancellationToken)
    {
        var wanted = new NewGalleryWire { Name = gallery, RecognitionModel = FaceApiClient.RecognitionModel };
        var sent = await http.SendAsync(
            new(FaceApiOperation.EnsureGallery, HttpMethod.Put, _gallery) { Json = Json(wanted, FaceApiJson.Default.NewGalleryWire) }, cancellationToken);
        return sent.IsDone ? Outcome<bool>.Done(sent.Value is not null) : sent.As<bool>();
    }

    public Task<Outcome<GalleryWire>> GetGalleryAsync(CancellationToken cancellationToken) => GetAsync(
        new(FaceApiOperation.EnsureGallery, HttpMethod.Get, $"{_gallery}?returnRecognitionModel=true"), FaceApiJson.Default.GalleryWire, cancellationToken);

    public Task<Outcome<PersonWire>> CreatePersonAsync(string personKey, CancellationToken cancellationToken)
    {
        var person = new NewPersonWire { Name = personKey, UserData = personKey };
        return GetAsync(
            new(FaceApiOperation.CreatePerson, HttpMethod.Post, $"{_gallery}/persons") { Json = Json(person, FaceApiJson.Default.NewPersonWire) },
            FaceApiJson.Default.PersonWire,
            cancellationToken);
    }

    public Task<Outcome<PersonWire[]?>> GetPersonsAsync(string start, int top, CancellationToken cancellationToken)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"{_gallery}/persons?top={top}") + (start.Length > 0 ? $"&start={start}" : "");
        return FindAsync(
            new(FaceApiOperation.FindPerson, HttpMethod.Get, path) { MaxReplyBytes = MaxPageBytes }, FaceApiJson.Default.PersonWireArray, cancellationToken);
    }

    public Task<Outcome<PersonWire?>> GetPersonAsync(FaceApiOperation operation, string personId, CancellationToken cancellationToken) =>
        FindAsync(new(operation, HttpMethod.Get, Person(personId)), FaceApiJson.Default.PersonWire, cancellationToken);

    public Task<Outcome<Nothing>> DeletePersonAsync(string personId, CancellationToken cancellationToken) =>
        TellAsync(new(FaceApiOperation.DeletePerson, HttpMethod.Delete, Person(personId)), cancellationToken);

    public Task<Outcome<PersistedFaceWire>> AddFaceAsync(
        string personId, ReadOnlyMemory<byte> image, PixelBox target, string faceKey, CancellationToken cancellationToken)
    {
        var box = string.Create(CultureInfo.InvariantCulture, $"{target.Left},{target.Top},{target.Width},{target.Height}");
        var path = $"{Person(personId)}/persistedfaces?targetFace={box}&detectionModel={FaceApiClient.DetectionModel}&userData={Uri.EscapeDataString(faceKey)}";
        return GetAsync(new(FaceApiOperation.AddFace, HttpMethod.Post, path) { Bytes = image }, FaceApiJson.Default.PersistedFaceWire, cancellationToken);
    }

    public Task<Outcome<PersistedFaceWire?>> GetFaceAsync(string personId, string persistedFaceId, CancellationToken cancellationToken) =>
        FindAsync(new(FaceApiOperation.FindFace, HttpMethod.Get, Face(personId, persistedFaceId)), FaceApiJson.Default.PersistedFaceWire, cancellationToken);

    public Task<Outcome<Nothing>> DeleteFaceAsync(string personId, string persistedFaceId, CancellationToken cancellationToken) =>
        TellAsync(new(FaceApiOperation.DeleteFace, HttpMethod.Delete, Face(personId, persistedFaceId)), cancellationToken);

    public Task<Outcome<Nothing>> TrainAsync(CancellationToken cancellationToken) =>
        TellAsync(new(FaceApiOperation.Train, HttpMethod.Post, $"{_gallery}/train"), cancellationToken);

    public Task<Outcome<TrainingWire?>> GetTrainingAsync(CancellationToken cancellationToken) =>
        FindAsync(new(FaceApiOperation.GetTraining, HttpMethod.Get, $"{_gallery}/training"), FaceApiJson.Default.TrainingWire, cancellationToken);

    private async Task<Outcome<T>> GetAsync<T>(FaceRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var sent = await http.SendAsync(request, cancellationToken);
        if (sent is not { IsDone: true, Value: { } reply }) return sent.As<T>();
        return FaceHttp.Read(reply, type) is { } answer ? Outcome<T>.Done(answer) : FaceFailure.Unreadable<T>();
    }

    private async Task<Outcome<T?>> FindAsync<T>(FaceRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var sent = await http.SendAsync(request, cancellationToken);
        if (!sent.IsDone) return sent.As<T?>();
        if (sent.Value is not { } reply) return Outcome<T?>.Done(null);
        return FaceHttp.Read(reply, type) is { } answer ? Outcome<T?>.Done(answer) : FaceFailure.Unreadable<T?>();
    }

    private async Task<Outcome<Nothing>> TellAsync(FaceRequest request, CancellationToken cancellationToken)
    {
        var sent = await http.SendAsync(request, cancellationToken);
        return sent.IsDone ? Outcome<Nothing>.Done(Nothing.Value) : sent.As<Nothing>();
    }

    private static byte[] Json<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(value, type);

    private string Person(string personId) => $"{_gallery}/persons/{personId}";

    private string Face(string personId, string persistedFaceId) => $"{Person(personId)}/persistedfaces/{persistedFaceId}";
}
