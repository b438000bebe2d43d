namespace Atmosphere.Grains.Ports;

/// <summary>What became of asking the outside world for something. Only <see cref="Refused"/> is final; everything else is a retry.</summary>
public enum OutcomeKind
{
    /// <summary>It was done; <see cref="Outcome{T}.Value"/> is set.</summary>
    Done = 0,

    /// <summary>A definite no: asking again with the same input gives the same answer.</summary>
    Refused = 1,

    /// <summary>Too many requests (429): wait <see cref="Outcome{T}.RetryAfter"/>, or back off when it is not given.</summary>
    Throttled = 2,

    /// <summary>It can't be done now, by design: training is running, another write is under way, a file is still processed.</summary>
    Busy = 3,

    /// <summary>A short-lived id (the recogniser's 24-hour face id) is no longer known: get a fresh one and ask again.</summary>
    Expired = 4,

    /// <summary>Failed, hung or garbled: the request may or may not have had its effect. Look before repeating.</summary>
    Unavailable = 5,

    /// <summary>Key, token, scope or endpoint is wrong. An operator has to act; until then, retry seldom.</summary>
    Misconfigured = 6,
}

/// <summary>The answer of a port. Ports never throw for what the other side answered; they throw only for bugs and cancellation.</summary>
/// <typeparam name="T">What comes back when it was done.</typeparam>
public sealed record Outcome<T>
{
    private Outcome(OutcomeKind kind) => Kind = kind;

    public OutcomeKind Kind { get; private init; }

    /// <summary>Set when <see cref="Kind"/> is <see cref="OutcomeKind.Done"/>.</summary>
    public T? Value { get; private init; }

    /// <summary>The other side's error code, for example <c>InvalidImage</c> or <c>channel_not_found</c>; empty when done.</summary>
    public string Code { get; private init; } = "";

    /// <summary>A sentence for an operator. Never holds a token, a name or a payload.</summary>
    public string Reason { get; private init; } = "";

    /// <summary>How long the other side asked us to wait, if it said so.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    public bool IsDone => Kind == OutcomeKind.Done;

    public static Outcome<T> Done(T value) => new(OutcomeKind.Done) { Value = value };

    public static Outcome<T> Refused(string code, string reason) => new(OutcomeKind.Refused) { Code = code, Reason = reason };

    public static Outcome<T> Throttled(TimeSpan? retryAfter, string code = "429") =>
        new(OutcomeKind.Throttled) { Code = code, Reason = "Too many requests.", RetryAfter = retryAfter };

    public static Outcome<T> Busy(string code, string reason, TimeSpan? retryAfter = null) =>
        new(OutcomeKind.Busy) { Code = code, Reason = reason, RetryAfter = retryAfter };

    public static Outcome<T> Expired(string code, string reason) => new(OutcomeKind.Expired) { Code = code, Reason = reason };

    public static Outcome<T> Unavailable(string code, string reason, TimeSpan? retryAfter = null) =>
        new(OutcomeKind.Unavailable) { Code = code, Reason = reason, RetryAfter = retryAfter };

    public static Outcome<T> Misconfigured(string code, string reason) =>
        new(OutcomeKind.Misconfigured) { Code = code, Reason = reason };

    /// <summary>The same failure, for a caller that wanted something else.</summary>
    /// <exception cref="InvalidOperationException">The outcome is a success: there is no failure to pass on.</exception>
    public Outcome<TOther> As<TOther>() => IsDone
        ? throw new InvalidOperationException("A success can't be passed on as a failure.")
        : Outcome<TOther>.Failed(Kind, Code, Reason, RetryAfter);

    internal static Outcome<T> Failed(OutcomeKind kind, string code, string reason, TimeSpan? retryAfter) =>
        new(kind) { Code = code, Reason = reason, RetryAfter = retryAfter };
}

/// <summary>The value of an outcome that has none.</summary>
public sealed record Nothing
{
    public static Nothing Value { get; } = new();

    private Nothing() { }
}
