using System.Text.Json;

namespace Atmosphere.Slack;

/// <summary>Reads JSON that somebody else wrote: what is missing, of another type or not text is absent, never an exception.</summary>
internal static class JsonReading
{
    /// <summary>The member, or an undefined element.</summary>
    public static JsonElement Member(this JsonElement parent, string name)
    {
        try
        {
            return parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var member) ? member : default;
        }
        catch (InvalidOperationException)
        {
            // A neighbour's name holds half a surrogate pair: valid JSON, but no string.
            return default;
        }
    }

    /// <summary>The member's text, or null.</summary>
    public static string? Text(this JsonElement parent, string name)
    {
        var member = parent.Member(name);
        if (member.ValueKind != JsonValueKind.String) return null;
        try
        {
            return member.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public static bool IsTrue(this JsonElement parent, string name) => parent.Member(name).ValueKind == JsonValueKind.True;
}
