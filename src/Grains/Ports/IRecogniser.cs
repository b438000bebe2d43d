using System.Collections.Immutable;

namespace Atmosphere.Grains.Ports;

/// <summary>
/// The face recogniser: the Azure Face REST API v1.2 or the local face service, which speaks the same language.
/// One gallery (large person group) per instance.
/// </summary>
public interface IRecogniser
{
    /// <summary>Finds the faces on a picture, largest first. No face is a success with an empty list.</summary>
    /// <param name="image">JPEG bytes, 1 KB to 6 MB.</param>
    /// <param name="cancellationToken">Bounds the call.</param>
    Task<Outcome<ImmutableArray<DetectedFace>>> DetectAsync(ReadOnlyMemory<byte> image, CancellationToken cancellationToken);

    /// <summary>The best candidate at or above the threshold, or null when nobody is. A gallery that was never trained knows nobody.</summary>
    /// <param name="detectedFaceId">From <see cref="DetectAsync"/>; short-lived: <see cref="OutcomeKind.Expired"/> asks for a fresh one.</param>
    /// <param name="threshold">0 to 1.</param>
    /// <param name="cancellationToken">Bounds the call.</param>
    Task<Outcome<Candidate?>> IdentifyAsync(string detectedFaceId, double threshold, CancellationToken cancellationToken);

    /// <summary>
    /// Which of these faces show the same person, by looking at the faces alone: the gallery does not matter. A face that is like no
    /// other is in no group; none is in two.
    /// </summary>
    /// <param name="detectedFaceIds">2 to 1000, from <see cref="DetectAsync"/>. One that is no longer known makes it <see cref="OutcomeKind.Expired"/> for all.</param>
    /// <param name="cancellationToken">Bounds the call.</param>
    Task<Outcome<ImmutableArray<ImmutableArray<string>>>> GroupAsync(ImmutableArray<string> detectedFaceIds, CancellationToken cancellationToken);

    /// <summary>How sure it is that two faces show the same person: 0 to 1, near 1 for two pictures of one moment.</summary>
    Task<Outcome<double>> CompareAsync(string detectedFaceId, string otherDetectedFaceId, CancellationToken cancellationToken);

    /// <summary>Makes sure that the gallery exists.</summary>
    Task<Outcome<Nothing>> EnsureGalleryAsync(CancellationToken cancellationToken);

    /// <summary>Creates a person. Not idempotent: <see cref="FindPersonAsync"/> first when an earlier try may have worked.</summary>
    /// <param name="personKey">Our key (Slack user id), kept as the person's name and user data.</param>
    /// <param name="cancellationToken">Bounds the call.</param>
    /// <returns>The gallery's person id.</returns>
    Task<Outcome<string>> CreatePersonAsync(string personKey, CancellationToken cancellationToken);

    /// <summary>The gallery's person id for our key, or null.</summary>
    Task<Outcome<string?>> FindPersonAsync(string personKey, CancellationToken cancellationToken);

    /// <summary>Our key of a gallery person, or null when the gallery has no such person.</summary>
    Task<Outcome<string?>> FindPersonKeyAsync(string galleryPersonId, CancellationToken cancellationToken);

    /// <summary>Deletes a person with all faces. Already gone is a success.</summary>
    Task<Outcome<Nothing>> DeletePersonAsync(string galleryPersonId, CancellationToken cancellationToken);

    /// <summary>Adds a face to a person. Not idempotent: <see cref="FindFaceAsync"/> first when an earlier try may have worked.</summary>
    /// <param name="galleryPersonId">From <see cref="CreatePersonAsync"/>.</param>
    /// <param name="image">JPEG bytes, 1 KB to 6 MB.</param>
    /// <param name="target">Where the face is on the image.</param>
    /// <param name="faceKey">Our key (face id and round), kept as the face's user data.</param>
    /// <param name="cancellationToken">Bounds the call.</param>
    /// <returns>The gallery's persisted face id.</returns>
    Task<Outcome<string>> AddFaceAsync(string galleryPersonId, ReadOnlyMemory<byte> image, PixelBox target, string faceKey, CancellationToken cancellationToken);

    /// <summary>The persisted face id under our key, or null.</summary>
    Task<Outcome<string?>> FindFaceAsync(string galleryPersonId, string faceKey, CancellationToken cancellationToken);

    /// <summary>Deletes a face of a person. Already gone is a success.</summary>
    Task<Outcome<Nothing>> DeleteFaceAsync(string galleryPersonId, string persistedFaceId, CancellationToken cancellationToken);

    /// <summary>Whether anybody in the gallery has a face. Without one there is nothing to train, and a training fails.</summary>
    Task<Outcome<bool>> HasFacesAsync(CancellationToken cancellationToken);

    /// <summary>Starts a training. <see cref="OutcomeKind.Busy"/> when one is running.</summary>
    Task<Outcome<Nothing>> TrainAsync(CancellationToken cancellationToken);

    /// <summary>How the last training stands.</summary>
    Task<Outcome<TrainingStatus>> GetTrainingAsync(CancellationToken cancellationToken);
}

/// <summary>A rectangle in whole pixels, from the top left corner.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.PixelBox")]
public sealed record PixelBox
{
    [Id(0)] public int Left { get; init; }

    [Id(1)] public int Top { get; init; }

    [Id(2)] public int Width { get; init; }

    [Id(3)] public int Height { get; init; }

    /// <summary>Area of overlap divided by area of union: 0 (apart) to 1 (the same).</summary>
    public double Overlap(PixelBox other)
    {
        var width = Math.Min(Left + Width, other.Left + other.Width) - Math.Max(Left, other.Left);
        var height = Math.Min(Top + Height, other.Top + other.Height) - Math.Max(Top, other.Top);
        if (width <= 0 || height <= 0) return 0;
        var shared = (double)width * height;
        return shared / (((double)Width * Height) + ((double)other.Width * other.Height) - shared);
    }
}

/// <summary>How well a face suits recognition, in the recogniser's words.</summary>
public enum FaceQuality
{
    Unknown = 0,
    Low = 1,
    Medium = 2,
    High = 3,
}

/// <summary>A face that the recogniser found on a picture.</summary>
public sealed record DetectedFace
{
    /// <summary>The recogniser's id: lives 24 hours at most, never a key of ours.</summary>
    public string DetectedFaceId { get; init; } = "";

    public PixelBox Box { get; init; } = new();

    public FaceQuality Quality { get; init; }
}

/// <summary>Somebody whom the recogniser takes a face for.</summary>
public sealed record Candidate
{
    public string GalleryPersonId { get; init; } = "";

    /// <summary>0 to 1, in the recogniser's own scale.</summary>
    public double Confidence { get; init; }
}

/// <summary>Where a training is.</summary>
public enum TrainingPhase
{
    NotStarted = 0,
    Running = 1,
    Succeeded = 2,
    Failed = 3,
}

/// <summary>The recogniser's report about its last training.</summary>
public sealed record TrainingStatus
{
    public TrainingPhase Phase { get; init; }

    /// <summary>When that training was asked for, by the recogniser's clock.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? LastSuccessAt { get; init; }

    public string Message { get; init; } = "";
}
