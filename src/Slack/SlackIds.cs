namespace Atmosphere.Slack;

/// <summary>The shapes of ids. Everything that comes back from outside is held against them before it becomes a key.</summary>
public static class SlackIds
{
    private const int LongestId = 21;

    /// <summary>A person or bot user: <c>U…</c> or <c>W…</c>.</summary>
    public static bool IsUser(string? id) => HasShape(id, "UW");

    /// <summary>A channel, private channel or direct message: <c>C…</c>, <c>G…</c>, <c>D…</c>.</summary>
    public static bool IsChannel(string? id) => HasShape(id, "CGD");

    /// <summary>A channel that Atmosphere can ask in: <c>C…</c> or <c>G…</c>.</summary>
    public static bool IsPostableChannel(string? id) => HasShape(id, "CG");

    /// <summary>A workspace <c>T…</c> or organisation <c>E…</c>.</summary>
    public static bool IsTeam(string? id) => HasShape(id, "TE");

    /// <summary>An app: <c>A…</c>.</summary>
    public static bool IsApp(string? id) => HasShape(id, "A");

    /// <summary>A file: <c>F</c> and at least eight more.</summary>
    public static bool IsFile(string? id) => HasShape(id, "F", shortest: 9);

    /// <summary>A timestamp as Slack writes it: <c>1712345678.000100</c>.</summary>
    public static bool IsTs(string? ts)
    {
        if (ts is null) return false;
        var dot = ts.IndexOf('.', StringComparison.Ordinal);
        if (dot is not (> 0 and <= 12)) return false;
        var fraction = ts.AsSpan(dot + 1);
        return fraction.Length is >= 1 and <= 6 && AllDigits(ts.AsSpan(0, dot)) && AllDigits(fraction);
    }

    private static bool HasShape(string? id, string firstLetters, int shortest = 2) =>
        id is not null
        && id.Length >= shortest
        && id.Length <= LongestId
        && firstLetters.Contains(id[0], StringComparison.Ordinal)
        && !id.AsSpan(1).ContainsAnyExcept(UpperLettersAndDigits);

    private static bool AllDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    private static readonly System.Buffers.SearchValues<char> UpperLettersAndDigits =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
}
