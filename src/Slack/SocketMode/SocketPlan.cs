using System.Collections.Immutable;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Slack.SocketMode;

/// <summary>How far a connection is.</summary>
internal enum LinkPhase
{
    /// <summary>Waiting for its turn, being opened, or not greeted yet.</summary>
    Opening = 0,

    /// <summary>Slack has said hello: envelopes come.</summary>
    Open = 1,

    /// <summary>Slack wants it to end. It still brings envelopes, and stays until another one is open.</summary>
    Leaving = 2,
}

/// <param name="Number">1, 2, 3 … in the order of opening.</param>
/// <param name="Phase">How far it is.</param>
/// <param name="OpenSince">When Slack said hello.</param>
internal sealed record PlannedLink(int Number, LinkPhase Phase, DateTimeOffset? OpenSince = null);

/// <summary>What happened to the connections. A closed set.</summary>
internal abstract record SocketEvent
{
    private SocketEvent() { }

    internal sealed record Started : SocketEvent;

    internal sealed record Greeted(int Link) : SocketEvent;

    internal sealed record DisconnectAsked(int Link, DisconnectReason Reason) : SocketEvent;

    /// <summary>It could not be opened, broke, or was closed by either side.</summary>
    /// <param name="Link">Which.</param>
    /// <param name="Kind">What went wrong.</param>
    /// <param name="Reason">A sentence for an operator.</param>
    /// <param name="RetryAfter">How long Slack asked us to wait, if it did.</param>
    internal sealed record Ended(int Link, OutcomeKind Kind, string Reason, TimeSpan? RetryAfter = null) : SocketEvent;
}

/// <summary>What is to be done with the connections. A closed set.</summary>
internal abstract record SocketAction
{
    private SocketAction() { }

    internal sealed record Open(int Link, TimeSpan After) : SocketAction;

    internal sealed record Close(int Link, TimeSpan After) : SocketAction;
}

/// <summary>Why there is no connection.</summary>
/// <param name="Kind">Whether it may pass by itself.</param>
/// <param name="Reason">A sentence for an operator.</param>
/// <param name="Since">Since when there is none.</param>
internal sealed record SocketTrouble(OutcomeKind Kind, string Reason, DateTimeOffset Since);

/// <summary>
/// Which connections there are, and which there should be: one that is open, and a second one while Slack replaces the first. Pure: the
/// time and the jitter are given.
/// </summary>
internal sealed record SocketPlan
{
    /// <summary>A connection that lasts shorter than this is a failure like one that can't be opened: else a server that greets and hangs up would be called without a pause.</summary>
    public static readonly TimeSpan Steady = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection that was replaced stays for envelopes that are on their way. Slack mostly closes it first.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    public const string SwitchedOff =
        "Socket Mode is switched off for the app of Slack:AppToken: switch it on at api.slack.com/apps → Socket Mode, or remove Slack:AppToken and let Slack call over HTTP (Slack:SigningSecret).";

    public ImmutableArray<PlannedLink> Links { get; init; } = [];

    public SocketTrouble? Trouble { get; init; }

    /// <summary>In a row.</summary>
    public int Failures { get; init; }

    public int LastNumber { get; init; }

    public bool IsOpen => Links.Any(link => link.Phase != LinkPhase.Opening);

    public (SocketPlan Plan, ImmutableArray<SocketAction> Actions) After(SocketEvent happened, DateTimeOffset now, Backoff backoff) => happened switch
    {
        SocketEvent.Started => Replace(TimeSpan.Zero),
        SocketEvent.Greeted greeted when Find(greeted.Link) is { Phase: LinkPhase.Opening } link => Greet(link, now),
        SocketEvent.DisconnectAsked asked when Find(asked.Link) is { } link => Leave(link, asked.Reason, now, backoff),
        SocketEvent.Ended ended when Find(ended.Link) is { } link => End(link, ended, now, backoff),
        SocketEvent.Greeted or SocketEvent.DisconnectAsked or SocketEvent.Ended => (this, []), // of a connection that was given up
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened.GetType().Name, "Nothing is planned for this."),
    };

    private (SocketPlan, ImmutableArray<SocketAction>) Greet(PlannedLink greeted, DateTimeOffset now)
    {
        var others = Links.Where(link => link.Number != greeted.Number && link.Phase != LinkPhase.Opening).ToList();
        var plan = this with { Links = [.. Links.Except(others).Select(link => link == greeted ? greeted with { Phase = LinkPhase.Open, OpenSince = now } : link)], Trouble = null };
        return (plan, [.. others.Select(link => new SocketAction.Close(link.Number, Grace))]);
    }

    private (SocketPlan, ImmutableArray<SocketAction>) Leave(PlannedLink link, DisconnectReason reason, DateTimeOffset now, Backoff backoff)
    {
        if (reason == DisconnectReason.LinkDisabled) return GiveUp(link, OutcomeKind.Misconfigured, SwitchedOff, now, backoff);
        if (link.Phase == LinkPhase.Opening) return GiveUp(link, OutcomeKind.Unavailable, "Slack sent the connection away before it said hello.", now, backoff);

        var leaving = this with { Links = Links.Replace(link, link with { Phase = LinkPhase.Leaving }) };
        if (link.Phase == LinkPhase.Leaving) return (leaving, []);
        if (IsSteady(link, now)) return (leaving with { Failures = 0 }).Replace(TimeSpan.Zero);
        leaving = leaving with { Failures = Failures + 1 };
        return leaving.Replace(backoff.Next(OutcomeKind.Unavailable, leaving.Failures, null));
    }

    private (SocketPlan, ImmutableArray<SocketAction>) GiveUp(PlannedLink link, OutcomeKind kind, string reason, DateTimeOffset now, Backoff backoff)
    {
        var (plan, actions) = End(link, new SocketEvent.Ended(link.Number, kind, reason), now, backoff);
        return (plan, actions.Insert(0, new SocketAction.Close(link.Number, TimeSpan.Zero)));
    }

    private (SocketPlan, ImmutableArray<SocketAction>) End(PlannedLink link, SocketEvent.Ended ended, DateTimeOffset now, Backoff backoff)
    {
        var left = this with { Links = Links.Remove(link) };
        if (link.Phase == LinkPhase.Leaving && left.Links.Any(other => other.Phase != LinkPhase.Leaving)) return (left.Troubled(ended, now), []); // as was announced
        left = left with { Failures = IsSteady(link, now) ? 1 : Failures + 1 };
        return left.Troubled(ended, now).Replace(backoff.Next(ended.Kind, left.Failures, ended.RetryAfter));
    }

    private SocketPlan Troubled(SocketEvent.Ended ended, DateTimeOffset now) =>
        IsOpen ? this : this with { Trouble = new(ended.Kind, ended.Reason, Trouble?.Since ?? now) };

    /// <summary>Opens one more, unless one that is to stay is there or on its way.</summary>
    private (SocketPlan, ImmutableArray<SocketAction>) Replace(TimeSpan after)
    {
        if (Links.Any(link => link.Phase != LinkPhase.Leaving)) return (this, []);
        var next = LastNumber + 1;
        return (this with { LastNumber = next, Links = Links.Add(new(next, LinkPhase.Opening)) }, [new SocketAction.Open(next, after)]);
    }

    private PlannedLink? Find(int number) => Links.FirstOrDefault(link => link.Number == number);

    private static bool IsSteady(PlannedLink link, DateTimeOffset now) => link.OpenSince is { } since && now - since >= Steady;
}
