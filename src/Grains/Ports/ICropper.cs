using System.Collections.Immutable;

namespace Atmosphere.Grains.Ports;

/// <summary>Makes pictures fit to show and to recognise: the face service's imaging role.</summary>
public interface ICropper
{
    /// <summary>Upright, without metadata, at most 4096 px and 6 MB, as JPEG. Not an image, too small or too large is <see cref="OutcomeKind.Refused"/>.</summary>
    Task<Outcome<PreparedPhoto>> PrepareAsync(ReadOnlyMemory<byte> upload, CancellationToken cancellationToken);

    /// <summary>Cuts a crop and a zoom-in for each box, in the order of the boxes.</summary>
    /// <param name="photo">A prepared photo.</param>
    /// <param name="boxes">1 to 100 boxes inside the photo.</param>
    /// <param name="cancellationToken">Bounds the call.</param>
    Task<Outcome<ImmutableArray<CutFace>>> CutAsync(ReadOnlyMemory<byte> photo, ImmutableArray<PixelBox> boxes, CancellationToken cancellationToken);
}

/// <summary>A photo as the recogniser and the cropper take it.</summary>
public sealed record PreparedPhoto
{
    public ReadOnlyMemory<byte> Jpeg { get; init; }

    /// <summary>Pixels.</summary>
    public int Width { get; init; }

    /// <summary>Pixels.</summary>
    public int Height { get; init; }
}

/// <summary>One face, cut out of its photo.</summary>
public sealed record CutFace
{
    /// <summary>The face alone, as JPEG.</summary>
    public ReadOnlyMemory<byte> Crop { get; init; }

    /// <summary>The face with its surroundings, as JPEG, at most 600 px wide.</summary>
    public ReadOnlyMemory<byte> ZoomIn { get; init; }

    /// <summary>Where the face is on the zoom-in: what detection and enrolment point at.</summary>
    public PixelBox FaceInZoomIn { get; init; } = new();
}
