using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Atmosphere.Embedded.Streams;

/// <summary>The stable names of event types, and the way back.</summary>
internal static class EventTypes
{
    private static readonly ConcurrentDictionary<Type, string> Names = new();
    private static readonly ConcurrentDictionary<(Type Consumed, string Name), Type?> Found = new();

    /// <summary>The type's first alias, else its full name.</summary>
    public static string NameOf(Type type) => Names.GetOrAdd(type, static t =>
        t.GetCustomAttributes<AliasAttribute>(inherit: false).FirstOrDefault()?.Alias ?? t.FullName ?? t.Name);

    /// <summary>The type of that name which a consumer of <paramref name="consumed"/> can take: that type, or one derived from it in the same assembly.</summary>
    public static bool TryFind(Type consumed, string name, [NotNullWhen(true)] out Type? type)
    {
        type = Found.GetOrAdd((consumed, name), static wanted =>
            IsNamed(wanted.Consumed, wanted.Name)
                ? wanted.Consumed
                : wanted.Consumed.Assembly.GetTypes().FirstOrDefault(t => !t.ContainsGenericParameters && wanted.Consumed.IsAssignableFrom(t) && IsNamed(t, wanted.Name)));
        return type is not null;
    }

    private static bool IsNamed(Type type, string name) =>
        string.Equals(type.FullName, name, StringComparison.Ordinal)
        || type.GetCustomAttributes<AliasAttribute>(inherit: false).Any(a => string.Equals(a.Alias, name, StringComparison.Ordinal));
}
