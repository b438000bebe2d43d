using System.Collections.Immutable;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Channels;

/// <summary>A face that waits to be asked about.</summary>
/// <param name="FaceId">Which.</param>
/// <param name="IsSuggested">The recogniser is nearly sure: one press may be enough.</param>
/// <param name="Quality">Of the picture.</param>
/// <param name="Side">The shorter side of the face in pixels.</param>
/// <param name="Since">Since when it waits.</param>
internal sealed record WaitingFace(string FaceId, bool IsSuggested, FaceQuality Quality, int Side, DateTimeOffset Since);

/// <summary>
/// Which waiting face is asked about next. Pure. Near misses first, then the best picture: both get a name with the fewest presses.
/// Whatever has waited for a day goes before all, so that nothing waits for ever.
/// </summary>
internal static class AskingOrder
{
    public static readonly TimeSpan LongEnough = TimeSpan.FromDays(1);

    public static ImmutableArray<WaitingFace> Sort(IEnumerable<WaitingFace> waiting, DateTimeOffset now) =>
    [
        .. waiting
            .OrderByDescending(face => now - face.Since >= LongEnough)
            .ThenBy(face => now - face.Since >= LongEnough ? face.Since : DateTimeOffset.MinValue)
            .ThenByDescending(face => face.IsSuggested)
            .ThenByDescending(face => face.Quality)
            .ThenByDescending(face => face.Side)
            .ThenBy(face => face.Since)
            .ThenBy(face => face.FaceId, StringComparer.Ordinal),
    ];

    /// <summary>Whether a face is among the next so many.</summary>
    public static bool IsNext(IEnumerable<WaitingFace> waiting, string faceId, int places, DateTimeOffset now) =>
        Sort(waiting, now).Take(places).Any(face => face.FaceId == faceId);
}
