namespace Atmosphere.Embedded.Runtime;

/// <summary>References to grains, for grains and for everybody else.</summary>
internal sealed class GrainFactory(EngineCore engine) : IClusterClient
{
    public IServiceProvider ServiceProvider => engine.Services;

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        ArgumentNullException.ThrowIfNull(primaryKey);
        return engine.Reference<TGrainInterface>(ClassOf(typeof(TGrainInterface), grainClassNamePrefix), primaryKey);
    }

    private GrainClass ClassOf(Type grainInterface, string? prefix)
    {
        var all = engine.Classes.Implementing(grainInterface);
        var fitting = prefix is null ? all : [.. all.Where(c => c.Type.FullName!.StartsWith(prefix, StringComparison.Ordinal))];
        return fitting switch
        {
            [var one] => one,
            [] => throw new ArgumentException($"No grain class implements {grainInterface}{(prefix is null ? "" : $" and begins with '{prefix}'")}. Is its assembly among {nameof(Hosting.EmbeddedEngineOptions)}.{nameof(Hosting.EmbeddedEngineOptions.GrainAssemblies)}?", nameof(grainInterface)),
            _ => throw new ArgumentException($"{string.Join(" and ", fitting.Select(c => c.Type))} implement {grainInterface}: pick one by the beginning of its name.", nameof(grainInterface)),
        };
    }
}
