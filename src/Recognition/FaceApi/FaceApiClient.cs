using System.Collections.Immutable;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Recognition.FaceApi;

/// <summary>
/// The recogniser, made of requests of the Face API. Which client makes them is <c>Recognition:Client</c>'s matter.
/// Pictures go as bytes, never as a public address.
/// </summary>
internal sealed class FaceApiClient(IFaceApi api) : IRecogniser
{
    /// <summary>The gallery's model, fixed when it is created; the detect ids must be of the same.</summary>
    public const string RecognitionModel = "recognition_04";

    public const string DetectionModel = "detection_03";

    /// <summary>Azure's bound on one person's faces.</summary>
    public const int MaxFacesPerPerson = 248;

    // Azure's bounds on a picture, in bytes; asked locally, since a server that hangs up on a large body looks like an outage.
    private const int MinImageBytes = 1024;
    private const int MaxImageBytes = 6 * 1024 * 1024;

    /// <summary>Persons in one page of the listing; Azure's most.</summary>
    private const int PageSize = 1000;

    /// <summary>Of a gallery in use one of the first persons has a face, and each page comes with the ids of all faces.</summary>
    private const int FirstFew = 20;

    /// <summary>Azure's most.</summary>
    private const int MaxGrouped = 1000;

    private const int MaxNameLength = 128;
    private const int MaxFaceUserData = 1024;

    public async Task<Outcome<ImmutableArray<DetectedFace>>> DetectAsync(ReadOnlyMemory<byte> image, CancellationToken cancellationToken)
    {
        if (IsUnfit(image)) return RefusedSize<ImmutableArray<DetectedFace>>();
        var answer = await api.DetectAsync(image, cancellationToken);
        if (answer is not { IsDone: true, Value: { } faces }) return answer.As<ImmutableArray<DetectedFace>>();
        if (faces.Any(f => f is not { FaceId.Length: > 0, FaceRectangle: { Width: > 0, Height: > 0 } }))
            return FaceFailure.Unreadable<ImmutableArray<DetectedFace>>();
        return Outcome<ImmutableArray<DetectedFace>>.Done([.. faces.Select(Face).OrderByDescending(f => (long)f.Box.Width * f.Box.Height)]);
    }

    public async Task<Outcome<Candidate?>> IdentifyAsync(string detectedFaceId, double threshold, CancellationToken cancellationToken)
    {
        if (threshold is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "A confidence is from 0 to 1.");
        var answer = await api.IdentifyAsync(detectedFaceId, threshold, cancellationToken);
        if (!answer.IsDone) return answer.As<Candidate?>();
        if (answer.Value is not { } identified) return Outcome<Candidate?>.Done(null);

        if (identified is not [{ Candidates: { } candidates }]) return FaceFailure.Unreadable<Candidate?>();
        if (candidates is [] || candidates[0] is { } low && low.Confidence < threshold) return Outcome<Candidate?>.Done(null);
        return candidates[0] is { PersonId: { } personId } best && IsId(personId)
            ? Outcome<Candidate?>.Done(new Candidate { GalleryPersonId = personId, Confidence = best.Confidence })
            : FaceFailure.Unreadable<Candidate?>();
    }

    public async Task<Outcome<ImmutableArray<ImmutableArray<string>>>> GroupAsync(ImmutableArray<string> detectedFaceIds, CancellationToken cancellationToken)
    {
        if (detectedFaceIds.Length is < 2 or > MaxGrouped)
            throw new ArgumentOutOfRangeException(nameof(detectedFaceIds), detectedFaceIds.Length, $"From 2 to {MaxGrouped} faces can be grouped.");
        var answer = await api.GroupAsync(detectedFaceIds, cancellationToken);
        if (answer is not { IsDone: true, Value: { } grouped }) return answer.As<ImmutableArray<ImmutableArray<string>>>();
        var known = detectedFaceIds.ToHashSet(StringComparer.Ordinal);
        if (grouped.Groups is not { } groups || !groups.All(group => group is not null && group.All(known.Remove)))
            return FaceFailure.Unreadable<ImmutableArray<ImmutableArray<string>>>();
        return Outcome<ImmutableArray<ImmutableArray<string>>>.Done([.. groups.Select(group => group.ToImmutableArray())]);
    }

    public async Task<Outcome<double>> CompareAsync(string detectedFaceId, string otherDetectedFaceId, CancellationToken cancellationToken)
    {
        var answer = await api.CompareAsync(detectedFaceId, otherDetectedFaceId, cancellationToken);
        if (answer is not { IsDone: true, Value: { } compared }) return answer.As<double>();
        return compared.Confidence is >= 0 and <= 1 and { } confidence ? Outcome<double>.Done(confidence) : FaceFailure.Unreadable<double>();
    }

    public async Task<Outcome<Nothing>> EnsureGalleryAsync(CancellationToken cancellationToken)
    {
        var created = await api.CreateGalleryAsync(cancellationToken);
        if (!created.IsDone) return created.As<Nothing>();
        if (created.Value) return Outcome<Nothing>.Done(Nothing.Value);

        var found = await api.GetGalleryAsync(cancellationToken);
        if (found is not { IsDone: true, Value: { } there }) return found.As<Nothing>();
        if (there.RecognitionModel is not { } model) return FaceFailure.Unreadable<Nothing>();
        return model == RecognitionModel
            ? Outcome<Nothing>.Done(Nothing.Value)
            : Outcome<Nothing>.Misconfigured(
                "recognition-model",
                $"The gallery exists with another recognition model than {RecognitionModel}, and that can't be changed: choose another Recognition:Gallery.");
    }

    public async Task<Outcome<string>> CreatePersonAsync(string personKey, CancellationToken cancellationToken)
    {
        if (personKey is not { Length: > 0 and <= MaxNameLength })
            throw new ArgumentException($"'{personKey}' is not a person key of 1 to {MaxNameLength} characters.", nameof(personKey));
        var created = await TryCreatePersonAsync(personKey, cancellationToken);
        if (!IsMissingGallery(created)) return created;

        // First use, or somebody has deleted the gallery: the person was not created, so a second try can't double her.
        var ensured = await EnsureGalleryAsync(cancellationToken);
        return ensured.IsDone ? await TryCreatePersonAsync(personKey, cancellationToken) : ensured.As<string>();
    }

    public async Task<Outcome<string?>> FindPersonAsync(string personKey, CancellationToken cancellationToken)
    {
        var found = await FirstPersonAsync(person => person.UserData == personKey, PageSize, cancellationToken);
        return found.IsDone ? Outcome<string?>.Done(found.Value?.PersonId) : found.As<string?>();
    }

    public async Task<Outcome<string?>> FindPersonKeyAsync(string galleryPersonId, CancellationToken cancellationToken)
    {
        var found = await api.GetPersonAsync(FaceApiOperation.FindPersonKey, Id(galleryPersonId), cancellationToken);
        return found.IsDone ? Outcome<string?>.Done(found.Value?.UserData) : found.As<string?>();
    }

    public Task<Outcome<Nothing>> DeletePersonAsync(string galleryPersonId, CancellationToken cancellationToken) =>
        api.DeletePersonAsync(Id(galleryPersonId), cancellationToken);

    public async Task<Outcome<string>> AddFaceAsync(
        string galleryPersonId, ReadOnlyMemory<byte> image, PixelBox target, string faceKey, CancellationToken cancellationToken)
    {
        if (faceKey is not { Length: > 0 and <= MaxFaceUserData })
            throw new ArgumentException($"'{faceKey}' is not a face key of 1 to {MaxFaceUserData} characters.", nameof(faceKey));
        if (IsUnfit(image)) return RefusedSize<string>();
        var answer = await api.AddFaceAsync(Id(galleryPersonId), image, target, faceKey, cancellationToken);
        if (answer is not { IsDone: true, Value: { } face }) return answer.As<string>();
        return face.PersistedFaceId is { } id && IsId(id) ? Outcome<string>.Done(id) : FaceFailure.Unreadable<string>();
    }

    public async Task<Outcome<string?>> FindFaceAsync(string galleryPersonId, string faceKey, CancellationToken cancellationToken)
    {
        var found = await api.GetPersonAsync(FaceApiOperation.FindFace, Id(galleryPersonId), cancellationToken);
        if (!found.IsDone) return found.As<string?>();
        if (found.Value is not { } person) return Outcome<string?>.Done(null);
        if (person.PersistedFaceIds is not { Length: <= MaxFacesPerPerson } faceIds || !faceIds.All(IsId)) return FaceFailure.Unreadable<string?>();

        // Whoever looks has just added, so the likeliest is the last.
        foreach (var faceId in faceIds.Reverse())
        {
            var face = await api.GetFaceAsync(galleryPersonId, faceId, cancellationToken);
            if (!face.IsDone) return face.As<string?>();
            if (face.Value?.UserData == faceKey) return Outcome<string?>.Done(faceId);
        }

        return Outcome<string?>.Done(null);
    }

    public Task<Outcome<Nothing>> DeleteFaceAsync(string galleryPersonId, string persistedFaceId, CancellationToken cancellationToken) =>
        api.DeleteFaceAsync(Id(galleryPersonId), Id(persistedFaceId), cancellationToken);

    public async Task<Outcome<bool>> HasFacesAsync(CancellationToken cancellationToken)
    {
        var found = await FirstPersonAsync(person => person.PersistedFaceIds is [_, ..], FirstFew, cancellationToken);
        return found.IsDone ? Outcome<bool>.Done(found.Value is not null) : found.As<bool>();
    }

    public Task<Outcome<Nothing>> TrainAsync(CancellationToken cancellationToken) => api.TrainAsync(cancellationToken);

    public async Task<Outcome<TrainingStatus>> GetTrainingAsync(CancellationToken cancellationToken)
    {
        var answer = await api.GetTrainingAsync(cancellationToken);
        if (!answer.IsDone) return answer.As<TrainingStatus>();
        if (answer.Value is not { } training) return Outcome<TrainingStatus>.Done(new TrainingStatus());
        if (Phase(training.Status) is not { } phase) return FaceFailure.Unreadable<TrainingStatus>();
        return Outcome<TrainingStatus>.Done(new TrainingStatus
        {
            Phase = phase,
            CreatedAt = training.CreatedDateTime,
            LastSuccessAt = training.LastSuccessfulTrainingDateTime,
            Message = training.Message ?? "",
        });
    }

    /// <summary>The first person of whom this is so, in the order of the ids; null when there is none.</summary>
    private async Task<Outcome<PersonWire?>> FirstPersonAsync(Func<PersonWire, bool> isWanted, int pageSize, CancellationToken cancellationToken)
    {
        var start = "";
        while (true)
        {
            var answer = await api.GetPersonsAsync(start, pageSize, cancellationToken);
            if (!answer.IsDone) return answer.As<PersonWire?>();
            if (answer.Value is not { } page) return Outcome<PersonWire?>.Done(null);

            if (page.Any(p => p is not { PersonId: { } id } || !IsId(id))) return FaceFailure.Unreadable<PersonWire?>();
            if (page.FirstOrDefault(isWanted) is { } person) return Outcome<PersonWire?>.Done(person);
            if (page is [] || page.Length < pageSize) return Outcome<PersonWire?>.Done(null);

            // The listing is in the order of the ids; one that does not move on would be read for ever.
            var last = page[^1].PersonId!;
            if (string.CompareOrdinal(last, start) <= 0) return FaceFailure.Unreadable<PersonWire?>();
            start = last;
        }
    }

    private async Task<Outcome<string>> TryCreatePersonAsync(string personKey, CancellationToken cancellationToken)
    {
        var answer = await api.CreatePersonAsync(personKey, cancellationToken);
        if (answer is not { IsDone: true, Value: { } person }) return answer.As<string>();
        return person.PersonId is { } id && IsId(id) ? Outcome<string>.Done(id) : FaceFailure.Unreadable<string>();
    }

    private static DetectedFace Face(DetectedFaceWire face) => new()
    {
        DetectedFaceId = face.FaceId!,
        Box = new PixelBox
        {
            Left = face.FaceRectangle!.Left,
            Top = face.FaceRectangle.Top,
            Width = face.FaceRectangle.Width,
            Height = face.FaceRectangle.Height,
        },
        Quality = face.FaceAttributes?.QualityForRecognition switch
        {
            "low" => FaceQuality.Low,
            "medium" => FaceQuality.Medium,
            "high" => FaceQuality.High,
            _ => FaceQuality.Unknown,
        },
    };

    private static TrainingPhase? Phase(string? status) => status switch
    {
        "notStarted" => TrainingPhase.NotStarted,
        "running" => TrainingPhase.Running,
        "succeeded" => TrainingPhase.Succeeded,
        "failed" => TrainingPhase.Failed,
        _ => null,
    };

    private static bool IsMissingGallery(Outcome<string> created) =>
        created.Kind == OutcomeKind.Unavailable && created.Code.EndsWith("PersonGroupNotFound", StringComparison.Ordinal);

    private static bool IsUnfit(ReadOnlyMemory<byte> image) => image.Length is < MinImageBytes or > MaxImageBytes;

    private static Outcome<T> RefusedSize<T>() => Outcome<T>.Refused("InvalidImageSize", $"A picture has to have from {MinImageBytes} to {MaxImageBytes} bytes.");

    private static bool IsId(string? id) => Guid.TryParseExact(id, "D", out _);

    // The gallery's ids are GUIDs. Nothing else gets into a path, where it could address something else.
    private static string Id(string id) => IsId(id) ? id : throw new ArgumentException($"'{id}' is not an id of the gallery.", nameof(id));
}
