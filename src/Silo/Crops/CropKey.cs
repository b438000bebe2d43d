using System.Text.RegularExpressions;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Silo.Crops;

/// <summary>The one form that keys of pictures have, in every store: nothing in them can leave the store's folder or mean another picture.</summary>
internal static partial class CropKey
{
    /// <exception cref="ArgumentException">The key is not one of <see cref="CropKeys"/>.</exception>
    public static (string Kind, string Id) Split(string key)
    {
        if (!Pattern().IsMatch(key)) throw new ArgumentException($"'{key}' is not the key of a picture, such as crops/0f1e-2d3c.", nameof(key));
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return (key[..slash], key[(slash + 1)..]);
    }

    [GeneratedRegex(@"\A[a-z-]+/[0-9a-f-]{1,64}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
