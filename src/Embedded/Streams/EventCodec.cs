using System.Collections.Concurrent;
using System.Reflection;

namespace Atmosphere.Embedded.Streams;

/// <summary>Serialises events as what they are, not as what the stream is declared to carry.</summary>
internal sealed class EventCodec(IGrainStorageSerializer serializer)
{
    private static readonly MethodInfo WriteMethod = typeof(EventCodec).GetMethod(nameof(Write), BindingFlags.Static | BindingFlags.NonPublic)!;
    private static readonly MethodInfo ReadMethod = typeof(EventCodec).GetMethod(nameof(Read), BindingFlags.Static | BindingFlags.NonPublic)!;
    private static readonly ConcurrentDictionary<Type, Func<IGrainStorageSerializer, object, BinaryData>> Writers = new();
    private static readonly ConcurrentDictionary<Type, Func<IGrainStorageSerializer, BinaryData, object?>> Readers = new();

    public ReadOnlyMemory<byte> Serialize(object item) =>
        Writers.GetOrAdd(item.GetType(), static t => WriteMethod.MakeGenericMethod(t).CreateDelegate<Func<IGrainStorageSerializer, object, BinaryData>>())(serializer, item).ToMemory();

    /// <exception cref="InvalidOperationException">The consumer can't take a type of that name, or the payload is empty.</exception>
    public T Deserialize<T>(string eventType, ReadOnlyMemory<byte> payload)
    {
        if (!EventTypes.TryFind(typeof(T), eventType, out var type))
            throw new InvalidOperationException($"The stored event type '{eventType}' is neither {typeof(T)} nor derived from it.");
        var read = Readers.GetOrAdd(type, static t => ReadMethod.MakeGenericMethod(t).CreateDelegate<Func<IGrainStorageSerializer, BinaryData, object?>>());
        return (T)(read(serializer, BinaryData.FromBytes(payload)) ?? throw new InvalidOperationException($"A stored event of type '{eventType}' is empty."));
    }

    private static BinaryData Write<T>(IGrainStorageSerializer serializer, object item) => serializer.Serialize((T)item);

    private static object? Read<T>(IGrainStorageSerializer serializer, BinaryData payload) => serializer.Deserialize<T>(payload);
}
