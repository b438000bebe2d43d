using System.Text.RegularExpressions;
using Atmosphere.Grains.Photos;

namespace Atmosphere.Api.Access;

/// <summary>What a camera may be called. The name is a part of its photos' ids, is shown to operators, and stands in addresses.</summary>
internal static partial class CameraName
{
    public const int Longest = 40;

    /// <summary>The camera of photos that are dropped on the page.</summary>
    public const string Page = "page";

    /// <summary>The camera of the sample photos.</summary>
    public const string Samples = "samples";

    /// <summary>The camera of the watched folder, unless it is given another.</summary>
    public const string Folder = "folder";

    /// <summary>What is wrong with the name of a camera that gets a token, as a sentence, or null.</summary>
    public static string? Flaw(string? name) => name == Folder ? Reserved(name, "Photos from the watched folder") : ShapeFlaw(name);

    /// <summary>What is wrong with a name that may be the watched folder's, as a sentence, or null.</summary>
    public static string? ShapeFlaw(string? name) => name switch
    {
        null or "" => "A camera needs a name, for example lobby.",
        Page or Samples => Reserved(name, "Photos from the start page"),
        PhotoId.ReferenceCamera => Reserved(name, "Reference photos"),
        _ when !Pattern().IsMatch(name) => $"A camera's name is up to {Longest} lower-case letters, digits and hyphens, with a letter or digit at both ends, for example lobby-2.",
        _ => null,
    };

    private static string Reserved(string name, string whose) => $"{whose} have the camera '{name}': choose another name, for example lobby.";

    [GeneratedRegex(@"\A[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
