using System.Runtime.InteropServices;

namespace Atmosphere.Silo.Clustering;

/// <summary>
/// One of the equal parts into which silos divide the hashes of all grains, so that each looks after its own. A part reaches from
/// <paramref name="Begin"/>, exclusive, to <paramref name="End"/>, inclusive, and past the greatest hash to nought if the end is not
/// above the beginning: how a reminder table is asked.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct HashShare(uint Begin, uint End)
{
    /// <param name="index">Which part, from 0.</param>
    /// <param name="parts">How many, 1 or more.</param>
    public static HashShare Of(int index, int parts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, parts);
        return new(Boundary(index, parts), Boundary(index + 1, parts));
    }

    public bool Has(uint hash) => Begin < End ? hash > Begin && hash <= End : hash > Begin || hash <= End;

    /// <summary>The last part ends where the first one begins.</summary>
    private static uint Boundary(int index, int parts) => index == parts ? 0 : (uint)((1UL << 32) / (ulong)parts * (ulong)index);
}
