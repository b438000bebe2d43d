using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Training;

/// <summary>The state of a gallery's training. Key of the grain: the gallery.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.TrainingState")]
public sealed record TrainingState : OwingState<TrainingEffect>
{
    /// <summary>How much history is kept.</summary>
    public const int HistoryLength = 30;

    /// <summary>Changes that no successful training covers, by person: the latest of each.</summary>
    [Id(0)] public ImmutableSortedDictionary<string, long> Changes { get; init; } = ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    [Id(1)] public TrainingRun? Running { get; init; }

    [Id(2)] public DateTimeOffset? LastSuccessAt { get; init; }

    /// <summary>The local date of the last night that was handled, whether or not there was something to train.</summary>
    [Id(3)] public DateOnly? LastNight { get; init; }

    /// <summary>When the schedule wants to be woken.</summary>
    [Id(4)] public DateTimeOffset? NextNightAt { get; init; }

    /// <summary>Newest first.</summary>
    [Id(5)] public ImmutableList<TrainingResult> History { get; init; } = [];

    /// <summary>Somebody was ever enrolled: an empty gallery is not trained.</summary>
    [Id(6)] public bool HasPeople { get; init; }

    /// <summary>How many trainings were ever decided on: each has a number, so that "one that began after this" needs no clock.</summary>
    [Id(7)] public long? Decided { get; init; }

    /// <summary>The number of the last that succeeded.</summary>
    [Id(8)] public long? Succeeded { get; init; }

    [JsonIgnore]
    public override DateTimeOffset? WakeAt => NextNightAt;
}

/// <summary>What the training can be told.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.TrainingCommand")]
public abstract record TrainingCommand
{
    [Id(0)] public DateTimeOffset At { get; init; }
}

[GenerateSerializer, Immutable, Alias("Atmosphere.NoteGalleryChange")]
public sealed record NoteGalleryChange : TrainingCommand
{
    [Id(0)] public string PersonId { get; init; } = "";

    [Id(1)] public long Change { get; init; }
}

/// <summary>Registers the schedule, and catches up on a night that was missed.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.TrainingTick")]
public sealed record TrainingTick : TrainingCommand;

[GenerateSerializer, Immutable, Alias("Atmosphere.TrainOnDemand")]
public sealed record TrainOnDemand : TrainingCommand
{
    /// <summary>One of <see cref="Actors"/>.</summary>
    [Id(0)] public string Actor { get; init; } = Actors.OperatorKey;
}

/// <summary>The recogniser took the training.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.NoteTrainingStarted")]
public sealed record NoteTrainingStarted : TrainingCommand;

[GenerateSerializer, Immutable, Alias("Atmosphere.NoteTrainingEnded")]
public sealed record NoteTrainingEnded : TrainingCommand
{
    [Id(0)] public TrainingPhase Phase { get; init; }

    [Id(1)] public string Message { get; init; } = "";
}

/// <summary>What happened to the training.</summary>
public abstract record TrainingEvent
{
    public DateTimeOffset At { get; init; }
}

public sealed record GalleryChanged(string PersonId, long Change) : TrainingEvent;

public sealed record NightHandled(DateOnly Night, DateTimeOffset NextAt) : TrainingEvent;

public sealed record TrainingDecided(TrainingCause Cause, string Actor = Actors.Rule) : TrainingEvent;

public sealed record TrainingStarted : TrainingEvent;

public sealed record TrainingEnded(TrainingPhase Phase, string Message) : TrainingEvent;

/// <summary>What the training can owe.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.TrainingEffect")]
[JsonDerivedType(typeof(StartTraining), "start-training")]
[JsonDerivedType(typeof(AuditTraining), "audit-training")]
public abstract record TrainingEffect : IOwedEffect
{
    [JsonIgnore]
    public abstract string Slot { get; }
}

/// <summary>The original's StartTraining: start it, then watch it to its end.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.StartTraining")]
public sealed record StartTraining : TrainingEffect
{
    [JsonIgnore]
    public override string Slot => "training";
}

/// <summary>Tell the audit who wanted a training at once.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.AuditTraining")]
public sealed record AuditTraining : TrainingEffect
{
    /// <summary>Without its source, which is the grain.</summary>
    [Id(0)] public required AuditEntry Entry { get; init; }

    [JsonIgnore]
    public override string Slot => string.Create(CultureInfo.InvariantCulture, $"audit:{Entry.Index}");
}
