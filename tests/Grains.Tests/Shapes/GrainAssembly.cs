using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using Atmosphere.Grains.Streams;

namespace Atmosphere.Grains.Tests.Shapes;

/// <summary>The domain's assembly, as the tests of its shape walk it.</summary>
internal static class GrainAssembly
{
    public static readonly Assembly Itself = typeof(WellKnownNames).Assembly;

    public static ImmutableArray<Type> Types { get; } = [.. Itself.GetTypes().Where(type => !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false))];

    public static ImmutableArray<Type> GrainInterfaces { get; } =
        [.. Types.Where(type => type.IsInterface && typeof(IGrainWithStringKey).IsAssignableFrom(type))];

    public static ImmutableArray<Type> Grains { get; } = [.. Types.Where(type => type.IsClass && !type.IsAbstract && typeof(Grain).IsAssignableFrom(type))];

    /// <summary>What grains ask for as <c>IPersistentState</c>.</summary>
    public static ImmutableArray<Type> States { get; } =
    [
        .. Grains.SelectMany(grain => grain.GetConstructors()).SelectMany(constructor => constructor.GetParameters())
            .Where(parameter => parameter.GetCustomAttribute<PersistentStateAttribute>() is not null)
            .Select(parameter => parameter.ParameterType.GetGenericArguments().Single()).Distinct(),
    ];

    public static ImmutableArray<Type> StreamEvents { get; } = [.. Types.Where(type => typeof(IStreamEvent).IsAssignableFrom(type) && !type.IsInterface)];

    /// <summary>Everything that is stored or sent: reached from the states, the stream events and the grain interfaces, with all subtypes.</summary>
    public static ImmutableArray<Type> Reached { get; } = [.. Walk(States.Concat(StreamEvents).Concat(GrainInterfaces.SelectMany(Messages)))];

    /// <summary>What is stored: states and stream events, and what they are made of.</summary>
    public static ImmutableArray<Type> Stored { get; } = [.. Walk(States.Concat(StreamEvents))];

    public static IEnumerable<Type> Messages(Type grainInterface) => grainInterface.GetMethods()
        .SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(Unwrap(method.ReturnType)))
        .Where(type => type != typeof(void));

    public static bool IsOurRecord(Type type) => type.Assembly == Itself && !type.IsEnum && !type.IsInterface;

    /// <summary>Instance properties that hold something: computed ones have no backing field.</summary>
    public static IEnumerable<PropertyInfo> Held(Type type) => type
        .GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        .Where(property => type.GetField($"<{property.Name}>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic) is not null);

    public static Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    private static Type Unwrap(Type returned) =>
        returned == typeof(Task) || returned == typeof(ValueTask) ? typeof(void)
        : returned.IsGenericType && returned.GetGenericTypeDefinition() is var open && (open == typeof(Task<>) || open == typeof(ValueTask<>)) ? returned.GetGenericArguments()[0]
        : returned;

    private static HashSet<Type> Walk(IEnumerable<Type> roots)
    {
        var seen = new HashSet<Type>();
        var ahead = new Queue<Type>(roots);
        while (ahead.TryDequeue(out var type))
        {
            if (!seen.Add(type)) continue;
            foreach (var argument in type.IsGenericType ? type.GetGenericArguments() : []) ahead.Enqueue(argument);
            if (!IsOurRecord(type)) continue;
            for (var current = type; current is not null && IsOurRecord(current); current = current.BaseType)
            {
                ahead.Enqueue(current);
                foreach (var property in Held(current)) ahead.Enqueue(property.PropertyType);
            }

            if (type.IsAbstract) foreach (var subtype in Types.Where(candidate => candidate.IsSubclassOf(type))) ahead.Enqueue(subtype);
        }

        return seen;
    }
}
