using System.Collections.Frozen;
using System.Reflection;

namespace Atmosphere.Embedded.Runtime;

/// <summary>A grain interface: its methods, and how to make references of it.</summary>
internal sealed class GrainInterface
{
    private readonly FrozenDictionary<MethodInfo, InterfaceMethod> _methods;
    private readonly GrainReference _prototype;

    /// <exception cref="NotSupportedException">A method can't be a grain method.</exception>
    public GrainInterface(Type type)
    {
        Type = type;
        _methods = type.GetInterfaces().Prepend(type)
            .SelectMany(i => i.GetMethods(BindingFlags.Public | BindingFlags.Instance))
            .ToFrozenDictionary(m => m, InterfaceMethod.Of);
        _prototype = (GrainReference)DispatchProxy.Create(type, typeof(GrainReference));
    }

    public Type Type { get; }

    public IEnumerable<InterfaceMethod> Methods => _methods.Values;

    public InterfaceMethod Method(MethodInfo method) => _methods[method];

    public GrainReference NewReference(EngineCore engine, GrainClass grainClass, string key) => _prototype.Copy(engine, this, grainClass, key);
}
