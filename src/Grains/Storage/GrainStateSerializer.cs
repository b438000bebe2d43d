using System.Text.Json;

namespace Atmosphere.Grains.Storage;

/// <summary>The one serialiser of grain state, set on every storage provider of both engines.</summary>
public sealed class GrainStateSerializer : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input, GrainJson.Options));

    /// <exception cref="JsonException">The stored text is not this state.</exception>
    public T Deserialize<T>(BinaryData input) =>
        JsonSerializer.Deserialize<T>(input.ToMemory().Span, GrainJson.Options) ?? throw new JsonException($"The stored {typeof(T).Name} is null.");
}
