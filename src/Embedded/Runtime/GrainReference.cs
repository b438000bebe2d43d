using System.Reflection;

namespace Atmosphere.Embedded.Runtime;

/// <summary>The base of the proxies that grain interfaces are called through. Two references to one grain are equal.</summary>
internal class GrainReference : DispatchProxy, IGrainReference
{
    private EngineCore? _engine;
    private GrainInterface? _interface;
    private GrainClass? _class;
    private string _key = "";

    public GrainId GrainId => GrainId.Create(_class!.GrainType, _key);

    /// <summary>A reference like this one, to a grain. Copying is many times faster than having the proxy made.</summary>
    public GrainReference Copy(EngineCore engine, GrainInterface grainInterface, GrainClass grainClass, string key)
    {
        var copy = (GrainReference)MemberwiseClone();
        copy._engine = engine;
        copy._interface = grainInterface;
        copy._class = grainClass;
        copy._key = key;
        return copy;
    }

    public TGrainInterface AsReference<TGrainInterface>() => _engine!.Reference<TGrainInterface>(_class!, _key);

    public override bool Equals(object? obj) =>
        obj is GrainReference other && ReferenceEquals(_class, other._class) && string.Equals(_key, other._key, StringComparison.Ordinal);

    public override int GetHashCode() => HashCode.Combine(_class, StringComparer.Ordinal.GetHashCode(_key));

    public override string ToString() => $"reference to {GrainId}";

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var (request, returned) = _interface!.Method(targetMethod!).NewCall(args ?? [], _engine!.OnPool);
        _engine.Call(_class!, _key, request);
        return returned;
    }
}
