using System.Collections.Immutable;

namespace Atmosphere.Grains.DeadLetters;

/// <summary>Keeps what could not be handled, for an operator to read. Key: <see cref="DeadLetterKey"/>.</summary>
[Alias("Atmosphere.IDeadLetterGrain")]
public interface IDeadLetterGrain : IGrainWithStringKey
{
    [Alias("Add")]
    Task Add(DeadLetter letter);

    /// <summary>Newest first.</summary>
    [ReadOnly, Alias("List")]
    Task<ImmutableArray<DeadLetter>> List();
}

/// <summary>One event that could not be handled. Holds no payload: it may be personal data.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.DeadLetter")]
public sealed record DeadLetter
{
    [Id(0)] public string Stream { get; init; } = "";

    /// <summary>The stream's key, cut to <see cref="DeadLetterState.KeyLength"/> characters.</summary>
    [Id(1)] public string Key { get; init; } = "";

    [Id(2)] public string Event { get; init; } = "";

    [Id(3)] public string Reason { get; init; } = "";

    [Id(4)] public DateTimeOffset At { get; init; }
}

/// <summary>Spreads a stream's dead letters over a few grains, so that a flood of garbage has no single queue.</summary>
public static class DeadLetterKey
{
    public static string For(string stream, string key) => Shard(stream, (uint)Hash(key) % WellKnownNames.DeadLetterShards);

    /// <summary>All keys of a stream.</summary>
    public static IEnumerable<string> AllOf(string stream) =>
        Enumerable.Range(0, WellKnownNames.DeadLetterShards).Select(shard => Shard(stream, (uint)shard));

    /// <summary>The key of the stream on which one queue's letters come. No shard: an engine takes a stream that comes out of two queues for one, and skips what it thinks it has had.</summary>
    public static string OfQueue(string stream, string queue) => $"{stream}/queue/{queue}";

    private static string Shard(string stream, uint shard) => $"{stream}/{shard}";

    // FNV-1a: stable over processes, which string.GetHashCode is not.
    private static int Hash(string key)
    {
        var hash = 2166136261u;
        foreach (var c in key) hash = (hash ^ c) * 16777619u;
        return unchecked((int)(hash & 0x7fffffff));
    }
}
