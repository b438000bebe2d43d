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

/// <summary>What a channel remembers only while it is in memory: after a restart Slack's own limit holds, and whoever waits asks again.</summary>
/// <param name="NextPost">The earliest time of the next post.</param>
/// <param name="Waiting">The faces that wait to be asked about, and until when each is expected to ask again.</param>
internal sealed record ChannelMemory(DateTimeOffset NextPost, ImmutableDictionary<string, (WaitingFace Face, DateTimeOffset Until)> Waiting)
{
    public static ChannelMemory Empty { get; } = new(DateTimeOffset.MinValue, ImmutableDictionary<string, (WaitingFace, DateTimeOffset)>.Empty);
}

/// <summary>Who may post when. Pure.</summary>
internal static class ChannelDecider
{
    /// <summary>How long a face waits when all places are taken, or others come first: places are held for minutes to days.</summary>
    public static readonly TimeSpan FullWait = TimeSpan.FromSeconds(15);

    /// <summary>By how much a face may be late without losing its turn. Waits are spread by a tenth or so, and a pump has other things to do.</summary>
    private static readonly TimeSpan Lateness = TimeSpan.FromMinutes(1);

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

        var waiting = memory with { Waiting = memory.Waiting.RemoveRange(memory.Waiting.Where(other => other.Value.Until < now).Select(other => other.Key)) };
        var since = waiting.Waiting.TryGetValue(request.FaceId, out var known) ? known.Face.Since : now;
        var face = new WaitingFace(request.FaceId, request.IsSuggested, request.Quality, request.Side, since);
        waiting = Expected(FullWait);

        if (rules.Hours.QuietFor(now) is var quiet && quiet > TimeSpan.Zero) return Later(quiet);
        var day = rules.Hours.Today(now);
        var today = channel.LastDay?.Day == day ? channel.LastDay.Asked : 0;
        if (rules.PerDay > 0 && today >= rules.PerDay) return Later(rules.Hours.RestOfDay(now));

        var places = Math.Min(rules.MaxOpen - channel.Open.Count, rules.PerDay > 0 ? rules.PerDay - today : int.MaxValue);
        if (!AskingOrder.IsNext(waiting.Waiting.Values.Select(other => other.Face), request.FaceId, places, now)) return Later(FullWait);
        if (memory.NextPost > now) return Later(memory.NextPost - now);
        return (
            Opened(channel) with { LastDay = new() { Day = day, Asked = today + 1 } },
            Posted(waiting with { Waiting = waiting.Waiting.Remove(request.FaceId) }),
            Granted);

        ChannelState Opened(ChannelState before) => before.Open.ContainsKey(request.FaceId) ? before : before with { Open = before.Open.Add(request.FaceId, now) };
        ChannelMemory Posted(ChannelMemory before) => before with { NextPost = now + rules.PostInterval };
        ChannelMemory Expected(TimeSpan wait) => waiting with { Waiting = waiting.Waiting.SetItem(request.FaceId, (face, now + (wait * 1.5) + Lateness)) };
        (ChannelState, ChannelMemory, SlotAnswer) Later(TimeSpan wait) => (channel, Expected(wait), WaitFor(wait));
    }

    public static ChannelState Release(ChannelState channel, string faceId) =>
        channel.Open.ContainsKey(faceId) ? channel with { Open = channel.Open.Remove(faceId) } : channel;

    private static SlotAnswer Granted { get; } = new() { Granted = true };

    private static SlotAnswer WaitFor(TimeSpan wait) => new() { Wait = wait };
}
