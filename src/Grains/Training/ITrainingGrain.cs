using System.Collections.Immutable;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Training;

/// <summary>Trains the recogniser: every night when something changed, and on demand. Key: the gallery.</summary>
[Alias("Atmosphere.ITrainingGrain")]
public interface ITrainingGrain : IGrainWithStringKey
{
    /// <summary>A person's gallery changed. Repeated, or overtaken by a later change, it changes nothing.</summary>
    /// <param name="personId">Whose.</param>
    /// <param name="change">Grows with every change of that person's gallery.</param>
    [Alias("NoteChange")]
    Task NoteChange(string personId, long change);

    /// <summary>Makes sure that the nightly reminder is registered. Called at every start.</summary>
    [Alias("EnsureScheduled")]
    Task EnsureScheduled();

    /// <summary>Trains now, whether or not something changed; not while a training runs.</summary>
    /// <param name="actor">Who wants it: one of <see cref="Actors"/>.</param>
    [Alias("TrainNow")]
    Task<TrainNowAnswer> TrainNow(string actor);

    [ReadOnly, Alias("GetView")]
    Task<TrainingView> GetView();

    /// <summary>The grain's own pump reports here.</summary>
    [Alias("EffectDone")]
    Task EffectDone(EffectReport<TrainingCommand> report);
}

public enum TrainNowAnswer
{
    /// <summary>It is on disk and will happen.</summary>
    Started = 0,

    /// <summary>One runs already. What changed since it began is for the next one.</summary>
    AlreadyRunning = 1,

    /// <summary>Nobody is in the gallery: there is nothing to learn.</summary>
    NothingToLearn = 2,
}

/// <summary>The training, for the admin API and the pages.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.TrainingView")]
public sealed record TrainingView
{
    /// <summary>People whose gallery changed since the last training began.</summary>
    [Id(0)] public int ChangedPeople { get; init; }

    [Id(1)] public TrainingRun? Running { get; init; }

    [Id(2)] public DateTimeOffset? LastSuccessAt { get; init; }

    [Id(3)] public DateTimeOffset? NextScheduledAt { get; init; }

    /// <summary>Newest first.</summary>
    [Id(4)] public ImmutableList<TrainingResult> History { get; init; } = [];

    [Id(5)] public ImmutableArray<OwedView> Owed { get; init; } = [];

    /// <summary>The number of the training that was decided on last, from 1; 0 before the first.</summary>
    [Id(6)] public long Decided { get; init; }

    /// <summary>The number of the training that succeeded last.</summary>
    [Id(7)] public long Succeeded { get; init; }
}

/// <summary>Why a training runs.</summary>
public enum TrainingCause
{
    Nightly = 0,
    OnDemand = 1,
}

/// <summary>A training under way.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.TrainingRun")]
public sealed record TrainingRun
{
    [Id(0)] public TrainingCause Cause { get; init; }

    [Id(1)] public DateTimeOffset DecidedAt { get; init; }

    /// <summary>When the recogniser took it, or null while it has not.</summary>
    [Id(2)] public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The changes that it covers, by person.</summary>
    [Id(3)] public ImmutableSortedDictionary<string, long> Covers { get; init; } = ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <summary>1, 2, 3 … in the order of decision; null before trainings were numbered.</summary>
    [Id(4)] public long? Number { get; init; }
}

/// <summary>A training that ended.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.TrainingResult")]
public sealed record TrainingResult
{
    [Id(0)] public TrainingCause Cause { get; init; }

    [Id(1)] public DateTimeOffset DecidedAt { get; init; }

    [Id(2)] public DateTimeOffset EndedAt { get; init; }

    [Id(3)] public TrainingPhase Phase { get; init; }

    /// <summary>The recogniser's words when it failed.</summary>
    [Id(4)] public string Message { get; init; } = "";

    /// <summary>1, 2, 3 … in the order of decision; null before trainings were numbered.</summary>
    [Id(5)] public long? Number { get; init; }
}
