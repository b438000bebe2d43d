using System.Text.Json;

namespace Atmosphere.Recognition.Hosting;

/// <summary>Understands what the face service says on its standard output: one JSON object a line.</summary>
internal static class ServiceLine
{
    /// <returns>The port of <c>{"event":"listening","port":N}</c>, or null for every other line, JSON or not.</returns>
    public static int? ListeningPort(string line)
    {
        if (!line.StartsWith('{')) return null;
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            return root.TryGetProperty("event", out var name) && name.ValueKind == JsonValueKind.String && name.ValueEquals("listening")
                && root.TryGetProperty("port", out var value) && value.ValueKind == JsonValueKind.Number
                && value.TryGetInt32(out var port) && port is > 0 and <= 65535
                ? port
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
