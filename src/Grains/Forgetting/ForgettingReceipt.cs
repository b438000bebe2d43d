namespace Atmosphere.Grains.Forgetting;

/// <summary>At whose word somebody is forgotten.</summary>
public enum ForgottenBy
{
    /// <summary>She has asked for it.</summary>
    Herself = 0,

    Operator = 1,
}

/// <summary>What was removed, and when. It names nobody.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.ForgettingReceipt")]
public sealed record ForgettingReceipt
{
    [Id(0)] public DateTimeOffset AskedAt { get; init; }

    [Id(1)] public ForgottenBy By { get; init; }

    /// <summary>Faces that were taken for hers: their pictures, votes and history are gone.</summary>
    [Id(2)] public int Faces { get; init; }

    /// <summary>Votes that said something about her.</summary>
    [Id(3)] public int VotesAbout { get; init; }

    /// <summary>Votes that she had cast.</summary>
    [Id(4)] public int VotesBy { get; init; }

    /// <summary>Pictures in the gallery that she was recognised by.</summary>
    [Id(5)] public int GalleryFaces { get; init; }

    /// <summary>When no face named her any more, or null while some still do.</summary>
    [Id(6)] public DateTimeOffset? FacesForgottenAt { get; init; }

    /// <summary>When she was out of the gallery, or null while she is not.</summary>
    [Id(7)] public DateTimeOffset? GalleryForgottenAt { get; init; }

    /// <summary>When a training that began after that had succeeded: the model does not know her from then on. Null before.</summary>
    [Id(8)] public DateTimeOffset? ModelForgotAt { get; init; }

    /// <summary>When everything was looked through once more and her own record deleted, or null before.</summary>
    [Id(9)] public DateTimeOffset? FinishedAt { get; init; }
}
