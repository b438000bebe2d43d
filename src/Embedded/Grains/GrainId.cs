using System.Runtime.InteropServices;

namespace Atmosphere.Embedded;

/// <summary>The stable name of a grain class.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct GrainType
{
    private readonly string? _value;

    private GrainType(string value) => _value = value;

    public static GrainType Create(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        return new GrainType(value);
    }

    public override string ToString() => _value ?? "";
}

/// <summary>The key part of a <see cref="GrainId"/>.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct IdSpan
{
    private readonly string? _value;

    private IdSpan(string value) => _value = value;

    public static IdSpan Create(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return new IdSpan(id);
    }

    public override string ToString() => _value ?? "";
}

/// <summary>The identity of a grain: its class and its key.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct GrainId(GrainType Type, IdSpan Key)
{
    public static GrainId Create(string type, string key) => new(GrainType.Create(type), IdSpan.Create(key));

    public static GrainId Create(GrainType type, string key) => new(type, IdSpan.Create(key));

    /// <summary><c>type/key</c>, as in logs.</summary>
    public override string ToString() => $"{Type}/{Key}";
}
