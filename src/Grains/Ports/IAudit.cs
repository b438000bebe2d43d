using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Atmosphere.Grains.Ports;

/// <summary>
/// Who decided what about whom, when and from where. Entries are added and never changed; only retention takes old ones away, and only
/// the wish to be forgotten takes a user's id out of them.
/// </summary>
public interface IAudit
{
    /// <summary>
    /// Adds entries; they are on disk when this returns. One that is there already (the same source, index and action) is skipped, so
    /// an owed effect may repeat. A decision without a grain: append first, then act.
    /// </summary>
    Task AppendAsync(ImmutableArray<AuditEntry> entries, CancellationToken cancellationToken);

    /// <summary>For retention: removes the oldest entries from before a time.</summary>
    /// <param name="before">The first instant that stays.</param>
    /// <param name="most">No more at once.</param>
    /// <param name="cancellationToken">Bounds the call.</param>
    /// <returns>How many were removed: fewer than <paramref name="most"/> means that nothing is left to remove.</returns>
    Task<int> RemoveBeforeAsync(DateTimeOffset before, int most, CancellationToken cancellationToken);

    /// <summary>For the wish to be forgotten: puts something else in the place of a user's id, wherever it stands.</summary>
    /// <returns>How many entries were changed.</returns>
    Task<int> ReplaceUserAsync(string userId, string replacement, CancellationToken cancellationToken);
}

/// <summary>One decision. Ids only: no names, no words of anybody's.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.AuditEntry")]
public sealed record AuditEntry
{
    /// <summary>Where it was decided: the grain, for example <c>face/0196f000-…</c>, or for what has no grain <c>api/</c> and a new GUID.</summary>
    [Id(0)] public string Source { get; init; } = "";

    /// <summary>The place among the decisions of this source.</summary>
    [Id(1)] public long Index { get; init; }

    [Id(2)] public DateTimeOffset At { get; init; }

    /// <summary>What was decided, for example <c>vote-cast</c>. A name that stays.</summary>
    [Id(3)] public string Action { get; init; } = "";

    /// <summary>Who: one of <see cref="Actors"/>.</summary>
    [Id(4)] public string Actor { get; init; } = "";

    /// <summary>About whom: a Slack user id; null when it is about nobody in particular.</summary>
    [Id(5)] public string? About { get; init; }

    /// <summary>What else belongs to it, for example <c>not-a-face</c>; never anything about a person.</summary>
    [Id(6)] public string Detail { get; init; } = "";

    /// <summary>The way it came.</summary>
    [JsonIgnore]
    public string Via => Actors.Via(Actor);
}

/// <summary>Those who decide, in one word: a Slack user by the user id, everybody else by these. The word tells the way, too.</summary>
public static class Actors
{
    /// <summary>Whoever has the operator key.</summary>
    public const string OperatorKey = "operator";

    /// <summary>Nobody in person: what follows from what people decided.</summary>
    public const string Rule = "atmosphere";

    /// <summary>Whoever may start programs on the machine.</summary>
    public const string Console = "console";

    private const string SessionPrefix = "session:";

    /// <summary>A browser that an operator has signed in.</summary>
    public static string Session(string sessionId) => SessionPrefix + sessionId;

    public static bool IsSlackUser(string actor) => Via(actor) == "slack";

    /// <summary><c>slack</c>, <c>page</c>, <c>api</c>, <c>command</c>, or <c>rule</c>.</summary>
    public static string Via(string actor) => actor switch
    {
        OperatorKey => "api",
        Rule => "rule",
        Console => "command",
        _ => actor.StartsWith(SessionPrefix, StringComparison.Ordinal) ? "page" : "slack",
    };
}
