using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Atmosphere.Practice.Api;

/// <summary>The arguments of a call, whichever way they came: as JSON, or as a form whose complex values are JSON text.</summary>
internal sealed class ApiArguments
{
    private readonly JsonObject _values;

    public ApiArguments(JsonObject values) => _values = values;

    /// <summary>Reads the body, or says which of Slack's errors it is.</summary>
    public static async Task<(ApiArguments? Arguments, string Error)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.HasJsonContentType())
        {
            try
            {
                return await JsonNode.ParseAsync(request.Body, cancellationToken: cancellationToken) is JsonObject json
                    ? (new ApiArguments(json), "")
                    : (null, "json_not_object");
            }
            catch (JsonException)
            {
                return (null, "invalid_json");
            }
        }

        var values = new JsonObject();
        foreach (var (name, value) in request.Query) values[name] = value.ToString();
        if (request.HasFormContentType)
        {
            foreach (var (name, value) in await request.ReadFormAsync(cancellationToken)) values[name] = value.ToString();
        }

        return (new ApiArguments(values), "");
    }

    /// <summary>A text, or null when it is absent, empty or something else.</summary>
    public string? Text(string name) =>
        _values[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    public bool Flag(string name) => _values[name] switch
    {
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
        JsonValue value when value.TryGetValue<string>(out var text) => text is "true" or "1",
        _ => false,
    };

    public int? Number(string name) => _values[name] switch
    {
        JsonValue value when value.TryGetValue<int>(out var number) => number,
        JsonValue value when value.TryGetValue<string>(out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    /// <summary>True when the argument was given at all, be it null.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>A structure.</summary>
    /// <returns>False when there is text that is not JSON. A missing argument is a null node.</returns>
    public bool TryJson(string name, out JsonNode? node)
    {
        node = _values[name];
        if (node is not JsonValue value || !value.TryGetValue<string>(out var text)) return true;
        try
        {
            node = text.Length == 0 ? null : JsonNode.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            node = null;
            return false;
        }
    }
}
