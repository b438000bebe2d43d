using System.Diagnostics.CodeAnalysis;

namespace Atmosphere.Grains.Faces;

/// <summary>The key of a face everywhere: a GUID in lower-case hexadecimal with dashes. One spelling only: two would be two faces.</summary>
public static class FaceIds
{
    public static bool IsValid([NotNullWhen(true)] string? text) =>
        text is { Length: 36 } && Guid.TryParseExact(text, "D", out var guid) && guid.ToString("D") == text;
}
