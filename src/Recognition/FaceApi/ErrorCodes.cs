using System.Text.Json;

namespace Atmosphere.Recognition.FaceApi;

/// <summary>Reads the codes out of <c>{"error":{"code","message","innererror":{"code"}}}</c>. The message stays unread: it may quote what was sent.</summary>
internal static class ErrorCodes
{
    private const int LongestCode = 64;

    /// <returns>The two codes; empty for whatever is absent, unreadable or does not look like a code.</returns>
    public static (string Code, string InnerCode) Read(byte[]? body)
    {
        if (body is null or []) return ("", "");
        try
        {
            var error = JsonSerializer.Deserialize(body, FaceApiJson.Default.ErrorEnvelopeWire)?.Error;
            return (Plausible(error?.Code), Plausible(error?.InnerError?.Code));
        }
        catch (JsonException)
        {
            return ("", "");
        }
    }

    // Codes are logged and stored, so nothing but a plain word passes.
    private static string Plausible(string? code) =>
        code is { Length: <= LongestCode } && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') ? code : "";
}
