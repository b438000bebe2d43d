using System.Runtime.InteropServices;

namespace Atmosphere.Embedded;

/// <summary>The identity of a stream within its provider: a namespace and a key, which is the key of the grains that get its events.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct StreamId : IComparable<StreamId>
{
    private readonly string? _namespace;
    private readonly string? _key;

    private StreamId(string? ns, string key)
    {
        _namespace = ns;
        _key = key;
    }

    public static StreamId Create(string? ns, string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new StreamId(string.IsNullOrEmpty(ns) ? null : ns, key);
    }

    public string? GetNamespace() => _namespace;

    public string GetKeyAsString() => _key ?? "";

    public int CompareTo(StreamId other)
    {
        var byNamespace = string.CompareOrdinal(_namespace, other._namespace);
        return byNamespace != 0 ? byNamespace : string.CompareOrdinal(_key, other._key);
    }

    public static bool operator <(StreamId left, StreamId right) => left.CompareTo(right) < 0;

    public static bool operator <=(StreamId left, StreamId right) => left.CompareTo(right) <= 0;

    public static bool operator >(StreamId left, StreamId right) => left.CompareTo(right) > 0;

    public static bool operator >=(StreamId left, StreamId right) => left.CompareTo(right) >= 0;

    /// <summary><c>namespace/key</c>, as in logs.</summary>
    public override string ToString() => $"{_namespace ?? "null"}/{_key}";
}
