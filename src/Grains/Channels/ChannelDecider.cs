using System.Collections.Immutable;

namespace Atmosphere.Grains.Channels;

/// <summary>The open questions of a channel.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.ChannelState")]
public sealed record ChannelState
{
    /// <summary>Since when each face's question is open.</summary>
    [Id(0)]
    public ImmutableSortedDictionary<string, DateTimeOffset> Open { get; init; } =
        ImmutableSortedDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal);

    /// <summary>The last day on which something was asked, or null.</summary>
    [Id(1)] public DayOfAsking? LastDay { get; init; }
}

/// <summary>A day's questions.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.DayOfAsking")]
public sealed record DayOfAsking
{
    /// <summary>On the local calendar.</summary>
    [Id(0)] public DateOnly Day { get; init; }

    [Id(1)] public int Asked { get; init; }
}

/// <param name="MaxOpen">Open questions at the same time.</param>
/// <param name="PostInterval">Shortest time between two posts.</param>
/// <param name="PerDay">Questions a day; 0 for any number.</param>
/// <param name="Hours">When nobody is asked.</param>
internal sealed record ChannelRules(int MaxOpen, TimeSpan PostInterval, int PerDay, AskingHours Hours);

/// <summary>A face that waits, as the channel remembers it.</summary>
/// <param name="Face">Which.</param>
/// <param name="Next">When it was told to ask again; it comes a little later.</param>
internal sealed record Expected(WaitingFace Face, DateTimeOffset Next);

/// <summary>What a channel remembers only while it is in memory: after a restart Slack's own limit holds, and whoever waits asks again.</summary>
/// <param name="NextPost">The earliest time of the next post.</param>
/// <param name="Waiting">The faces that wait to be asked about.</param>
/// <param name="Taken">When the last places were taken, oldest first.</param>
internal sealed record ChannelMemory(DateTimeOffset NextPost, ImmutableDictionary<string, Expected> Waiting, ImmutableList<DateTimeOffset> Taken)
{
    /// <summary>Enough to tell a colleague who goes through the channel from an answer now and then.</summary>
    private const int Remembered = 5;

    public static ChannelMemory Empty { get; } = new(DateTimeOffset.MinValue, ImmutableDictionary<string, Expected>.Empty, []);

    /// <summary>The time between two places that become free, about; it grows while none does. Zero when nobody can tell.</summary>
    public TimeSpan Pace(DateTimeOffset now) => Taken is [var first, ..] ? (now - first) / Taken.Count : TimeSpan.Zero;

    public ChannelMemory WithTaken(DateTimeOffset now) => this with { Taken = (Taken.Count < Remembered ? Taken : Taken.RemoveAt(0)).Add(now) };
}

/// <summary>Who may post when. Pure.</summary>
internal static class ChannelDecider
{
    /// <summary>How long the first in the line wait when all places are taken: places are held for minutes to days.</summary>
    public static readonly TimeSpan FullWait = TimeSpan.FromSeconds(15);

    /// <summary>How many these are: a colleague who goes through the channel makes free some of the first at a time.</summary>
    public const int Front = 20;

    /// <summary>How long the others wait at most: who is behind may be first sooner than anybody could tell.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    /// <summary>By how much a face may be late without losing its turn. Waits are made up to a minute longer, and a pump has other things to do.</summary>
    private static readonly TimeSpan Lateness = TimeSpan.FromSeconds(90);

    /// <param name="channel">The open questions.</param>
    /// <param name="memory">The next post, and who waits.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="rules">The limits.</param>
    /// <param name="now">The time.</param>
    public static (ChannelState Channel, ChannelMemory Memory, SlotAnswer Answer) Decide(
        ChannelState channel, ChannelMemory memory, SlotRequest request, ChannelRules rules, DateTimeOffset now)
    {
        var holdsPlace = channel.Open.ContainsKey(request.FaceId);
        if (request.AlreadyPosted) return (request.Asks ? Opened(channel) : channel, memory, Granted);
        if (!request.Asks || holdsPlace)
            return memory.NextPost > now ? (channel, memory, WaitFor(memory.NextPost - now)) : (channel, Posted(memory), Granted);

        var since = memory.Waiting.TryGetValue(request.FaceId, out var known) && known.Next + Lateness >= now ? known.Face.Since : now;
        var face = new WaitingFace(request.FaceId, request.IsSuggested, request.Quality, request.Side, since);
        var line = memory.Waiting.RemoveRange(memory.Waiting.Where(other => other.Value.Next + Lateness < now).Select(other => other.Key)).Remove(request.FaceId);

        if (rules.Hours.QuietFor(now) is var quiet && quiet > TimeSpan.Zero) return Later(quiet);
        var day = rules.Hours.Today(now);
        var today = channel.LastDay?.Day == day ? channel.LastDay.Asked : 0;
        if (rules.PerDay > 0 && today >= rules.PerDay) return Later(rules.Hours.RestOfDay(now));

        var places = Math.Max(0, Math.Min(rules.MaxOpen - channel.Open.Count, rules.PerDay > 0 ? rules.PerDay - today : int.MaxValue));

        // A place is kept for who comes soon, not for who comes in ten minutes.
        var ahead = AskingOrder.Ahead(line.Values.Where(other => other.Next <= now + FullWait).Select(other => other.Face), face, now);
        if (ahead >= places) return Later(WaitInLine(face, AskingOrder.Ahead(line.Values.Select(other => other.Face), face, now) - places));

        // Free places are taken one after the other, each as soon as a post is allowed.
        if (memory.NextPost > now) return Later(memory.NextPost - now + Shorter(ahead * rules.PostInterval, FullWait));
        return (
            Opened(channel) with { LastDay = new() { Day = day, Asked = today + 1 } },
            Posted(memory with { Waiting = line }).WithTaken(now),
            Granted);

        ChannelState Opened(ChannelState before) => before.Open.ContainsKey(request.FaceId) ? before : before with { Open = before.Open.Add(request.FaceId, now) };
        ChannelMemory Posted(ChannelMemory before) => before with { NextPost = now + rules.PostInterval };
        (ChannelState, ChannelMemory, SlotAnswer) Later(TimeSpan wait) => (channel, memory with { Waiting = line.Add(request.FaceId, new(face, now + wait)) }, WaitFor(wait));

        // The line moves no faster than posts are allowed, and hardly twice as fast as it just did.
        TimeSpan WaitInLine(WaitingFace waiting, int before)
        {
            if (before < Front) return FullWait;
            var each = memory.Pace(now) / 2 is var half && half > rules.PostInterval ? half : rules.PostInterval;
            var wait = Shorter(before * each, LongestWait);

            // From then on it goes before all others.
            var untilLate = waiting.Since + AskingOrder.LongEnough - now;
            if (untilLate > TimeSpan.Zero) wait = Shorter(wait, untilLate);
            return wait > FullWait ? wait : FullWait;
        }
    }

    public static ChannelState Release(ChannelState channel, string faceId) =>
        channel.Open.ContainsKey(faceId) ? channel with { Open = channel.Open.Remove(faceId) } : channel;

    private static SlotAnswer Granted { get; } = new() { Granted = true };

    private static SlotAnswer WaitFor(TimeSpan wait) => new() { Wait = wait };

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
