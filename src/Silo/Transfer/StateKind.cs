using System.Collections.Frozen;
using System.Reflection;
using Atmosphere.Grains;
using Atmosphere.Grains.Faces;

namespace Atmosphere.Silo.Transfer;

/// <summary>A state that grains keep.</summary>
/// <param name="GrainType">The grain class's stored name.</param>
/// <param name="Name">The state's name within the grain; no other grain class has one of this name.</param>
/// <param name="Type">What it is.</param>
internal sealed record StateKind(string GrainType, string Name, Type Type)
{
    private const string Suffix = "Grain";

    /// <summary>All of them, by name, as the grains' constructors ask for them.</summary>
    public static FrozenDictionary<string, StateKind> All { get; } = Find().ToFrozenDictionary(kind => kind.Name, StringComparer.Ordinal);

    /// <summary>The types of grain that have a state, and so may have reminders.</summary>
    public static FrozenSet<string> GrainTypes { get; } = All.Values.Select(kind => kind.GrainType).ToFrozenSet(StringComparer.Ordinal);

    private static IEnumerable<StateKind> Find() =>
        from type in typeof(IFaceGrain).Assembly.GetTypes()
        where type is { IsClass: true, IsAbstract: false } && typeof(Grain).IsAssignableFrom(type)
        from parameter in type.GetConstructors().SelectMany(constructor => constructor.GetParameters())
        let asked = parameter.GetCustomAttribute<PersistentStateAttribute>()
        where asked is { StorageName: WellKnownNames.Storage }
        select new StateKind(GrainTypeOf(type), asked.StateName, parameter.ParameterType.GetGenericArguments()[0]);

    /// <summary>Both engines' rule: the class name in lower case, less a trailing "grain".</summary>
    private static string GrainTypeOf(Type type)
    {
        var name = type.Name.EndsWith(Suffix, StringComparison.Ordinal) ? type.Name[..^Suffix.Length] : type.Name;
#pragma warning disable CA1308 // It is lower case in the store.
        return name.ToLowerInvariant();
#pragma warning restore CA1308
    }
}
