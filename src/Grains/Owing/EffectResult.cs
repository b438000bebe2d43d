using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.Owing;

/// <summary>What performing an effect came to.</summary>
internal abstract record EffectResult<TCommand>
    where TCommand : class
{
    private EffectResult() { }

    /// <summary>It was performed, or need not be any more.</summary>
    /// <param name="Command">What the grain shall make of it; null when nothing but "done".</param>
    public sealed record Performed(TCommand? Command) : EffectResult<TCommand>;

    /// <summary>A part was performed and is worth keeping; the effect is still owed.</summary>
    public sealed record Advanced(TCommand Command) : EffectResult<TCommand>;

    /// <summary>Nothing went wrong, but it is not its time: a slot or a lease is missing, an answer is awaited.</summary>
    public sealed record Wait(TimeSpan For, string Reason) : EffectResult<TCommand>;

    /// <summary>It failed and will be tried again.</summary>
    public sealed record Failed(OutcomeKind Kind, string Reason, TimeSpan? RetryAfter) : EffectResult<TCommand>;

    public static EffectResult<TCommand> Done { get; } = new Performed(null);

    /// <summary>The failure of a port's answer that is neither done nor refused.</summary>
    public static EffectResult<TCommand> Retry<T>(Outcome<T> outcome) =>
        new Failed(outcome.Kind, $"{outcome.Code}: {outcome.Reason}", outcome.RetryAfter);
}

/// <summary>What a step knows about the try that it makes.</summary>
internal sealed record EffectAttempt
{
    /// <summary>1 for the first try in this activation.</summary>
    public int Number { get; init; }

    /// <summary>An earlier try may have had its effect without our knowing: look before repeating.</summary>
    public bool LookFirst { get; init; }

    /// <summary>Since when it is owed.</summary>
    public DateTimeOffset Since { get; init; }

    public DateTimeOffset Now { get; init; }
}

/// <summary>A pump's report to its own grain, made by an ordinary call.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.EffectReport`1")]
public sealed record EffectReport<TCommand>
    where TCommand : class
{
    [Id(0)] public string Slot { get; init; } = "";

    [Id(1)] public long Number { get; init; }

    /// <summary>False when only a part was performed.</summary>
    [Id(2)] public bool Settles { get; init; }

    [Id(3)] public TCommand? Command { get; init; }
}

/// <summary>An owed effect as the admin API shows it.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.OwedView")]
public sealed record OwedView
{
    [Id(0)] public string Slot { get; init; } = "";

    [Id(1)] public string Effect { get; init; } = "";

    [Id(2)] public DateTimeOffset Since { get; init; }

    /// <summary>Failures in a row in this activation.</summary>
    [Id(3)] public int Failures { get; init; }

    /// <summary>Why it waits, or empty.</summary>
    [Id(4)] public string Waiting { get; init; } = "";

    [Id(5)] public DateTimeOffset? NotBefore { get; init; }
}
