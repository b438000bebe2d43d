using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;

namespace Atmosphere.Engine.Tests.Contract;

/// <summary>Finds out whether a type's values can never change, so that engines need not copy them.</summary>
public static class DeepImmutability
{
    private static readonly FrozenSet<Type> Leaves = new[]
    {
        typeof(string), typeof(decimal), typeof(Guid), typeof(Uri), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan),
        typeof(Version), typeof(CancellationToken), typeof(void), typeof(Task), typeof(ValueTask),
    }.ToFrozenSet();

    private static readonly FrozenSet<Type> Transparent = new[]
    {
        typeof(Task<>), typeof(ValueTask<>), typeof(Nullable<>), typeof(ImmutableArray<>), typeof(ImmutableList<>), typeof(ImmutableDictionary<,>),
        typeof(ImmutableSortedDictionary<,>), typeof(ImmutableHashSet<>), typeof(ImmutableSortedSet<>), typeof(ImmutableQueue<>), typeof(ImmutableStack<>),
        typeof(FrozenDictionary<,>), typeof(FrozenSet<>),
        typeof(ValueTuple<,>), typeof(ValueTuple<,,>),
    }.ToFrozenSet();

    /// <summary>What is mutable in the messages of all grain interfaces of an assembly; empty when nothing is.</summary>
    public static IReadOnlyList<string> FaultsIn(Assembly assembly) =>
    [
        .. assembly.GetTypes()
            .Where(t => t.IsInterface && typeof(IGrain).IsAssignableFrom(t))
            .SelectMany(t => t.GetMethods())
            .SelectMany(m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType).SelectMany(t => FaultsOf(t).Select(f => $"{m.DeclaringType!.Name}.{m.Name}: {f}")))
            .Distinct(),
    ];

    public static IReadOnlyList<string> FaultsOf(Type type)
    {
        var faults = new List<string>();
        Visit(type, type.Name, [], faults);
        return faults;
    }

    private static void Visit(Type type, string path, HashSet<Type> seen, List<string> faults)
    {
        if (type.IsPrimitive || type.IsEnum || Leaves.Contains(type) || typeof(IGrain).IsAssignableFrom(type) || !seen.Add(type)) return;
        if (type.IsGenericType && Transparent.Contains(type.GetGenericTypeDefinition()))
        {
            foreach (var argument in type.GetGenericArguments()) Visit(argument, path, seen, faults);
            return;
        }

        if (type.IsArray || type.IsInterface || type == typeof(object))
        {
            faults.Add($"{path} is {type}, which can change or hide what can");
            return;
        }

        if (type is { IsValueType: false, IsSealed: false, IsAbstract: false }) faults.Add($"{path} is {type}, which is neither sealed nor abstract");
        for (var level = type; level is not null && level != typeof(object) && level != typeof(ValueType); level = level.BaseType)
        {
            foreach (var field in level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                var name = field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>')] : field.Name;
                if (!field.IsInitOnly) faults.Add($"{path}.{name} can be set");
                Visit(field.FieldType, $"{path}.{name}", seen, faults);
            }
        }

        if (!type.IsAbstract) return;
        foreach (var derived in type.Assembly.GetTypes().Where(t => t.IsSubclassOf(type))) Visit(derived, derived.Name, seen, faults);
    }
}
