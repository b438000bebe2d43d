using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Atmosphere.Recognition.FaceApi;

// What goes over the wire, named as there. Everything that comes in may be missing.

internal sealed record RectangleWire
{
    public int Left { get; init; }

    public int Top { get; init; }

    public int Width { get; init; }

    public int Height { get; init; }
}

internal sealed record DetectedFaceWire
{
    public string? FaceId { get; init; }

    public RectangleWire? FaceRectangle { get; init; }

    public FaceAttributesWire? FaceAttributes { get; init; }
}

internal sealed record FaceAttributesWire
{
    public string? QualityForRecognition { get; init; }
}

internal sealed record IdentifyWire
{
    public ImmutableArray<string> FaceIds { get; init; } = [];

    public string LargePersonGroupId { get; init; } = "";

    public int MaxNumOfCandidatesReturned { get; init; }

    public double ConfidenceThreshold { get; init; }
}

internal sealed record IdentifiedWire
{
    public CandidateWire[]? Candidates { get; init; }
}

internal sealed record CandidateWire
{
    public string? PersonId { get; init; }

    public double Confidence { get; init; }
}

internal sealed record GroupWire
{
    public ImmutableArray<string> FaceIds { get; init; } = [];
}

internal sealed record GroupedWire
{
    public string[][]? Groups { get; init; }
}

internal sealed record CompareWire
{
    public string FaceId1 { get; init; } = "";

    public string FaceId2 { get; init; } = "";
}

internal sealed record ComparedWire
{
    public double? Confidence { get; init; }
}

internal sealed record NewGalleryWire
{
    public string Name { get; init; } = "";

    public string RecognitionModel { get; init; } = "";
}

internal sealed record GalleryWire
{
    public string? RecognitionModel { get; init; }
}

internal sealed record NewPersonWire
{
    public string Name { get; init; } = "";

    public string UserData { get; init; } = "";
}

internal sealed record PersonWire
{
    public string? PersonId { get; init; }

    public string? UserData { get; init; }

    public string[]? PersistedFaceIds { get; init; }
}

internal sealed record PersistedFaceWire
{
    public string? PersistedFaceId { get; init; }

    public string? UserData { get; init; }
}

internal sealed record TrainingWire
{
    public string? Status { get; init; }

    public DateTimeOffset? CreatedDateTime { get; init; }

    public DateTimeOffset? LastSuccessfulTrainingDateTime { get; init; }

    public string? Message { get; init; }
}

internal sealed record ErrorEnvelopeWire
{
    public ErrorWire? Error { get; init; }
}

internal sealed record ErrorWire
{
    public string? Code { get; init; }

    [JsonPropertyName("innererror")]
    public ErrorWire? InnerError { get; init; }
}

internal sealed record CutWire
{
    public CutFaceWire[]? Faces { get; init; }
}

internal sealed record CutFaceWire
{
    /// <summary>Base64 on the wire.</summary>
    public byte[]? Crop { get; init; }

    /// <summary>Base64 on the wire.</summary>
    public byte[]? ZoomIn { get; init; }

    public RectangleWire? FaceInZoomIn { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DetectedFaceWire[]))]
[JsonSerializable(typeof(IdentifyWire))]
[JsonSerializable(typeof(IdentifiedWire[]))]
[JsonSerializable(typeof(GroupWire))]
[JsonSerializable(typeof(GroupedWire))]
[JsonSerializable(typeof(CompareWire))]
[JsonSerializable(typeof(ComparedWire))]
[JsonSerializable(typeof(NewGalleryWire))]
[JsonSerializable(typeof(GalleryWire))]
[JsonSerializable(typeof(NewPersonWire))]
[JsonSerializable(typeof(PersonWire))]
[JsonSerializable(typeof(PersonWire[]))]
[JsonSerializable(typeof(PersistedFaceWire))]
[JsonSerializable(typeof(TrainingWire))]
[JsonSerializable(typeof(ErrorEnvelopeWire))]
[JsonSerializable(typeof(CutWire))]
internal sealed partial class FaceApiJson : JsonSerializerContext;
