using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atmosphere.Grains.Storage;

/// <summary>How grain states and events are written, for ever: fixed type names, enums by name, nothing that depends on a CLR type's name.</summary>
public static class GrainJson
{
    /// <summary>The property that carries the fixed type name of a <c>[JsonDerivedType]</c>.</summary>
    public const string TypeProperty = "$type";

    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            AllowOutOfOrderMetadataProperties = true,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
