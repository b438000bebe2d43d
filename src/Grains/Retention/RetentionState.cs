using System.Globalization;
using System.Text.Json.Serialization;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Retention;

/// <summary>The state of retention.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.RetentionState")]
public sealed record RetentionState : OwingState<RetentionEffect>
{
    /// <summary>When the schedule wants to be woken; null while everything is kept.</summary>
    [Id(0)] public DateTimeOffset? NextAt { get; init; }

    [Id(1)] public RetentionRun? Running { get; init; }

    [Id(2)] public RetentionRun? Last { get; init; }

    [JsonIgnore]
    public override DateTimeOffset? WakeAt => NextAt;
}

/// <summary>What retention can be told.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.RetentionCommand")]
public abstract record RetentionCommand
{
    [Id(0)] public DateTimeOffset At { get; init; }
}

/// <summary>Registers the schedule, and begins the day's run.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.RetentionTick")]
public sealed record RetentionTick : RetentionCommand;

[GenerateSerializer, Immutable, Alias("Atmosphere.RetainOnDemand")]
public sealed record RetainOnDemand : RetentionCommand
{
    /// <summary>One of <see cref="Actors"/>.</summary>
    [Id(0)] public string Actor { get; init; } = Actors.OperatorKey;
}

/// <summary>One page was swept.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.NoteSwept")]
public sealed record NoteSwept : RetentionCommand
{
    [Id(0)] public RetentionStage Stage { get; init; }

    /// <summary>Where the page began: a report that comes twice changes nothing.</summary>
    [Id(1)] public string From { get; init; } = "";

    /// <summary>Where the next one begins.</summary>
    [Id(2)] public string To { get; init; } = "";

    /// <summary>How much was deleted.</summary>
    [Id(3)] public int Deleted { get; init; }

    /// <summary>Nothing is left in this stage.</summary>
    [Id(4)] public bool IsLast { get; init; }
}

/// <summary>What happened to retention.</summary>
public abstract record RetentionEvent
{
    public DateTimeOffset At { get; init; }
}

public sealed record RetentionScheduled(DateTimeOffset? NextAt) : RetentionEvent;

public sealed record SweepBegun(string By) : RetentionEvent;

public sealed record PageSwept(string Cursor, int Deleted) : RetentionEvent;

/// <summary>The next stage begins, or the run ends.</summary>
public sealed record StageEnded : RetentionEvent;

/// <summary>What retention can owe.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.RetentionEffect")]
[JsonDerivedType(typeof(Sweep), "sweep")]
[JsonDerivedType(typeof(AuditRetention), "audit-retention")]
public abstract record RetentionEffect : IOwedEffect
{
    [JsonIgnore]
    public abstract string Slot { get; }
}

/// <summary>Go through everything that is too old, page by page.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.Sweep")]
public sealed record Sweep : RetentionEffect
{
    [JsonIgnore]
    public override string Slot => "sweep";
}

/// <summary>Tell the audit who wanted it at once.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.AuditRetention")]
public sealed record AuditRetention : RetentionEffect
{
    [Id(0)] public required AuditEntry Entry { get; init; }

    [JsonIgnore]
    public override string Slot => string.Create(CultureInfo.InvariantCulture, $"audit:{Entry.Index}");
}
