using System.Collections.Immutable;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Retention;

/// <summary>Deletes what has been kept long enough: once a day, and on demand. There is one, with the key <see cref="OnlyKey"/>.</summary>
[Alias("Atmosphere.IRetentionGrain")]
public interface IRetentionGrain : IGrainWithStringKey
{
    const string OnlyKey = "retention";

    /// <summary>Makes sure that the daily reminder is registered, or removed when everything is kept. Called at every start.</summary>
    [Alias("EnsureScheduled")]
    Task EnsureScheduled();

    /// <summary>Deletes now; not while it is being deleted already.</summary>
    /// <param name="actor">Who wants it: one of <see cref="Actors"/>.</param>
    [Alias("RunNow")]
    Task<RetentionAnswer> RunNow(string actor);

    [ReadOnly, Alias("GetView")]
    Task<RetentionView> GetView();

    /// <summary>The grain's own pump reports here.</summary>
    [Alias("EffectDone")]
    Task EffectDone(EffectReport<RetentionCommand> report);
}

public enum RetentionAnswer
{
    /// <summary>It is on disk and will happen.</summary>
    Started = 0,

    AlreadyRunning = 1,

    /// <summary>The settings keep everything.</summary>
    NothingIsLimited = 2,
}

/// <summary>What is deleted first, second and third.</summary>
public enum RetentionStage
{
    Photos = 0,
    Crops = 1,
    Audit = 2,
}

/// <summary>One sweep over everything that is too old.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.RetentionRun")]
public sealed record RetentionRun
{
    /// <summary>Age counts from here.</summary>
    [Id(0)] public DateTimeOffset BegunAt { get; init; }

    [Id(1)] public DateTimeOffset? EndedAt { get; init; }

    /// <summary>One of <see cref="Actors"/>.</summary>
    [Id(2)] public string By { get; init; } = Actors.Rule;

    [Id(3)] public RetentionStage Stage { get; init; }

    /// <summary>How far the stage has come.</summary>
    [Id(4)] public string Cursor { get; init; } = "";

    /// <summary>Photos whose picture was deleted.</summary>
    [Id(5)] public long Photos { get; init; }

    /// <summary>Faces whose pictures were deleted.</summary>
    [Id(6)] public long Faces { get; init; }

    [Id(7)] public long AuditEntries { get; init; }
}

/// <summary>Retention, for the admin API.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.RetentionView")]
public sealed record RetentionView
{
    [Id(0)] public DateTimeOffset? NextAt { get; init; }

    [Id(1)] public RetentionRun? Running { get; init; }

    [Id(2)] public RetentionRun? Last { get; init; }

    [Id(3)] public ImmutableArray<OwedView> Owed { get; init; } = [];
}
