using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Atmosphere.Embedded.Runtime;

/// <summary>Finds the grain class for an interface, for a stored name and for a stream namespace.</summary>
internal sealed class GrainClassMap
{
    private readonly FrozenDictionary<Type, GrainClass[]> _byInterface;
    private readonly FrozenDictionary<string, GrainClass> _byName;
    private readonly FrozenDictionary<string, GrainClass[]> _byNamespace;

    /// <exception cref="InvalidOperationException">A class can't be a grain, or two have the same stored name.</exception>
    public GrainClassMap(IEnumerable<Assembly> assemblies)
        : this(assemblies.Distinct().SelectMany(a => a.GetTypes()).Where(t => t is { IsClass: true, IsAbstract: false } && typeof(Grain).IsAssignableFrom(t)))
    {
    }

    /// <inheritdoc cref="GrainClassMap(IEnumerable{Assembly})"/>
    public GrainClassMap(IEnumerable<Type> classes)
    {
        All = [.. classes.Select(GrainClass.Of).OrderBy(c => c.Name, StringComparer.Ordinal)];
        if (All.GroupBy(c => c.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Skip(1).Any()) is { } twins)
            throw new InvalidOperationException($"The grain type '{twins.Key}' is used by {string.Join(" and ", twins.Select(c => c.Type))}. Give each class a [GrainType] of its own.");
        _byName = All.ToFrozenDictionary(c => c.Name, StringComparer.Ordinal);
        _byInterface = Group(All.SelectMany(c => c.Interfaces.Select(i => (Key: i, Class: c))));
        _byNamespace = Group(All.SelectMany(c => c.Namespaces.Select(n => (Key: n, Class: c))));
    }

    public IReadOnlyList<GrainClass> All { get; }

    /// <summary>The classes that implement an interface.</summary>
    public IReadOnlyList<GrainClass> Implementing(Type grainInterface) => _byInterface.GetValueOrDefault(grainInterface) ?? [];

    /// <summary>The classes that are subscribed to a stream namespace.</summary>
    public IReadOnlyList<GrainClass> SubscribedTo(string streamNamespace) => _byNamespace.GetValueOrDefault(streamNamespace) ?? [];

    public bool TryGet(string name, [NotNullWhen(true)] out GrainClass? grainClass) => _byName.TryGetValue(name, out grainClass);

    private static FrozenDictionary<TKey, GrainClass[]> Group<TKey>(IEnumerable<(TKey Key, GrainClass Class)> pairs) where TKey : notnull =>
        pairs.GroupBy(p => p.Key, p => p.Class).ToFrozenDictionary(g => g.Key, g => g.ToArray());
}
