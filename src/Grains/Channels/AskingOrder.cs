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
        [.. waiting.Order(Comparer<WaitingFace>.Create((one, other) => Compare(one, other, now)))];

    /// <summary>How many of these go before a face.</summary>
    public static int Ahead(IEnumerable<WaitingFace> waiting, WaitingFace face, DateTimeOffset now) => waiting.Count(other => Compare(other, face, now) < 0);

    private static int Compare(WaitingFace one, WaitingFace other, DateTimeOffset now)
    {
        var (oneIsLate, otherIsLate) = (now - one.Since >= LongEnough, now - other.Since >= LongEnough);
        if (oneIsLate != otherIsLate) return oneIsLate ? -1 : 1;
        if (oneIsLate && one.Since != other.Since) return one.Since.CompareTo(other.Since);
        if (one.IsSuggested != other.IsSuggested) return one.IsSuggested ? -1 : 1;
        if (one.Quality != other.Quality) return other.Quality.CompareTo(one.Quality);
        if (one.Side != other.Side) return other.Side.CompareTo(one.Side);
        return one.Since != other.Since ? one.Since.CompareTo(other.Since) : string.CompareOrdinal(one.FaceId, other.FaceId);
    }
}
