using System.Collections.Immutable;
using System.Globalization;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Silo.Outside;

/// <summary>How one outside service is, as far as calls to it tell. Pure: the time is given.</summary>
internal sealed record OutsideHealth
{
    /// <summary>A failure that may pass by itself is told when it has lasted so long: until then it is a retry like any other.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Trouble that was not met again for so long is not told any more: whatever ran into it is not owed now. Three times the longest
    /// pause between two tries (<see cref="Grains.Owing.Backoff.LongestMisconfigured"/>).
    /// </summary>
    public static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(15);

    private ImmutableDictionary<string, Trouble> Troubles { get; init; } = ImmutableDictionary<string, Trouble>.Empty;

    private DateTimeOffset? LastAnswer { get; init; }

    /// <summary>The first call that was not answered since the last that was.</summary>
    private DateTimeOffset? SilentSince { get; init; }

    /// <summary>What is known after one more call.</summary>
    /// <param name="call">Which: trouble with one call is over when that call is answered, not when another is.</param>
    /// <param name="kind">What became of it.</param>
    /// <param name="reason">A sentence for an operator.</param>
    /// <param name="retryAfter">How long the service asked us to wait, if it did.</param>
    /// <param name="now">When.</param>
    public OutsideHealth After(string call, OutcomeKind kind, string reason, TimeSpan? retryAfter, DateTimeOffset now)
    {
        // A refusal is an answer: the service works, and the picture or the user is at fault.
        if (kind is OutcomeKind.Done or OutcomeKind.Refused or OutcomeKind.Expired) return this with { Troubles = Troubles.Remove(call), LastAnswer = now, SilentSince = null };
        var known = Troubles.RemoveRange(Troubles.Where(trouble => trouble.Value.KnownUntil <= now).Select(trouble => trouble.Key));
        var since = known.TryGetValue(call, out var before) ? before.Since : now;
        return this with
        {
            Troubles = known.SetItem(call, new(kind, since, now + (retryAfter ?? TimeSpan.Zero) + Forgotten, reason)),
            SilentSince = known.IsEmpty ? now : SilentSince ?? now,
        };
    }

    /// <param name="service">How the service is called at the start of a sentence.</param>
    /// <param name="now">When this is asked.</param>
    public OutsideReport Report(string service, DateTimeOffset now)
    {
        var told = Troubles.Values.Select(trouble => SilentSince < trouble.Since ? trouble with { Since = SilentSince.Value } : trouble)
            .Where(trouble => trouble.IsTold(now))
            .OrderByDescending(trouble => trouble.Kind == OutcomeKind.Misconfigured)
            .ThenBy(trouble => trouble.Since);
        return told.FirstOrDefault() is { } worst
            ? new(false, $"{Words(service, worst, now)} {worst.Reason} Votes are taken all the while; what waits for it is tried again by itself.")
            : new(true, LastAnswer is null ? $"{service} has not been asked since the start." : $"{service} answers.");
    }

    private string Words(string service, Trouble trouble, DateTimeOffset now)
    {
        var time = Span(now - trouble.Since);
        return trouble.Kind switch
        {
            OutcomeKind.Misconfigured => $"{service} refuses to work with these settings.",
            OutcomeKind.Throttled => $"{service} has been asking to be asked less for {time}.",
            OutcomeKind.Busy => $"{service} has been busy for {time}.",
            _ when LastAnswer > trouble.Since => $"{service} has been failing for {time}, not always.",
            _ => $"{service} has not answered for {time}.",
        };
    }

    /// <summary>In whole minutes: a page that shows it reads it out at each change.</summary>
    private static string Span(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => "less than a minute",
        { TotalMinutes: < 2 } => "a minute",
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalMinutes} minutes"),
        { TotalHours: < 2 } => "an hour",
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours} hours"),
    };

    private sealed record Trouble(OutcomeKind Kind, DateTimeOffset Since, DateTimeOffset KnownUntil, string Reason)
    {
        public bool IsTold(DateTimeOffset now) => now < KnownUntil && (Kind == OutcomeKind.Misconfigured || now - Since >= Patience);
    }
}

/// <param name="IsWell">Nothing to tell an operator.</param>
/// <param name="Message">In words. No token, no name, no payload.</param>
public sealed record OutsideReport(bool IsWell, string Message);
