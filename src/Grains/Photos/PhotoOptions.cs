namespace Atmosphere.Grains.Photos;

/// <summary>Section <c>Photos</c>.</summary>
public sealed class PhotoOptions
{
    /// <summary>Photos that one process cuts at the same time, 1 to 64. Each holds its upload and its crops, some 30 MB; the others wait on disk.</summary>
    public int CutAtOnce { get; set; } = 4;

    internal IEnumerable<string> Flaws()
    {
        if (CutAtOnce is < 1 or > 64) yield return $"Photos:CutAtOnce is {CutAtOnce}; it must be from 1 to 64, for example 4.";
    }
}
