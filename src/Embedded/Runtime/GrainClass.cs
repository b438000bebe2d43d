using System.Collections.Concurrent;
using System.Reflection;

namespace Atmosphere.Embedded.Runtime;

/// <summary>What the engine knows of a grain class, and its activations.</summary>
internal sealed class GrainClass
{
    private GrainClass(Type type, string name)
    {
        Type = type;
        GrainType = GrainType.Create(name);
        Name = name;
        Construct = GrainConstructor.Of(type);
        AgeLimit = type.GetCustomAttribute<KeepAliveAttribute>() is not null
            ? TimeSpan.MaxValue
            : type.GetCustomAttribute<CollectionAgeLimitAttribute>()?.AgeLimit;
        Namespaces = [.. type.GetCustomAttributes<ImplicitStreamSubscriptionAttribute>().Select(a => a.StreamNamespace).Distinct(StringComparer.Ordinal)];
        Interfaces = [.. type.GetInterfaces().Where(i => i != typeof(IGrain) && i != typeof(IGrainWithStringKey) && typeof(IGrain).IsAssignableFrom(i))];
    }

    public Type Type { get; }

    public GrainType GrainType { get; }

    /// <summary>The stable name under which states, reminders and events are stored.</summary>
    public string Name { get; }

    public GrainConstructor.Factory Construct { get; }

    /// <summary>The class's own limit; null for the engine's.</summary>
    public TimeSpan? AgeLimit { get; }

    /// <summary>The stream namespaces the class is subscribed to.</summary>
    public IReadOnlyList<string> Namespaces { get; }

    public IReadOnlyList<Type> Interfaces { get; }

    /// <summary>By key. An activation that has ended is replaced or removed under its own lock.</summary>
    public ConcurrentDictionary<string, Activation> Activations { get; } = new(StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">The class can't be a grain; the message says why.</exception>
    public static GrainClass Of(Type type)
    {
        if (!typeof(IGrainWithStringKey).IsAssignableFrom(type))
            throw new InvalidOperationException($"Grain class {type} has no interface derived from {nameof(IGrainWithStringKey)}: the embedded engine knows text keys only.");
        if (type.IsGenericTypeDefinition) throw new InvalidOperationException($"Grain class {type} is generic: the embedded engine has no generic grains.");
        var subscribed = type.GetCustomAttributes<ImplicitStreamSubscriptionAttribute>().Any();
        if (subscribed && !typeof(IStreamSubscriptionObserver).IsAssignableFrom(type))
            throw new InvalidOperationException($"Grain class {type} has an implicit stream subscription and does not implement {nameof(IStreamSubscriptionObserver)}.");
        return new GrainClass(type, type.GetCustomAttribute<GrainTypeAttribute>()?.GrainType ?? DefaultName(type));
    }

    /// <summary>Orleans' rule: the class name in lower case, less a trailing "grain".</summary>
    private static string DefaultName(Type type)
    {
        const string suffix = "Grain";
        var name = type.Name;
        if (name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal)) name = name[..^suffix.Length];
#pragma warning disable CA1308 // The name is lower case in Orleans.
        return name.ToLowerInvariant();
#pragma warning restore CA1308
    }
}
