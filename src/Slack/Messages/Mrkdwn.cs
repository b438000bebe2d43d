using System.Globalization;
using System.Text;

namespace Atmosphere.Slack.Messages;

/// <summary>Text for Slack's mrkdwn: what somebody else wrote must not become a mention, a link or a line of its own.</summary>
public static class Mrkdwn
{
    /// <summary>How much of a name is shown, in characters. Slack's own limit for display names is 80.</summary>
    public const int LongestName = 80;

    /// <summary>A mention: Slack shows the user's present name in its place.</summary>
    public static string Mention(string userId) => $"<@{userId}>";

    /// <summary>A name for mrkdwn, never blank: the name, else the mention, else "somebody".</summary>
    /// <param name="name">As Slack told it; may be empty.</param>
    /// <param name="userId">The user, or null.</param>
    public static string Name(string name, string? userId)
    {
        var shown = PlainName(name);
        if (shown.Length > 0) return Escape(shown);
        return SlackIds.IsUser(userId) ? Mention(userId!) : "somebody";
    }

    /// <summary>A name for plain text on one line; empty when there is nothing to see in it.</summary>
    public static string PlainName(string name) => Shorten(OneLine(name), LongestName);

    /// <summary>Escapes the three characters that Slack gives a meaning to.</summary>
    public static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>Escapes a sentence of ours that may mention users: <c>&lt;@U…&gt;</c> stays, everything else is text.</summary>
    public static string EscapeKeepingMentions(string text)
    {
        var result = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (rest.IndexOf("<@") is >= 0 and var start)
        {
            result.Append(Escape(rest[..start].ToString()));
            rest = rest[start..];
            var end = rest.IndexOf('>');
            var isMention = end > 0 && SlackIds.IsUser(rest[2..end].ToString());
            var taken = isMention ? end + 1 : 1;
            result.Append(isMention ? rest[..taken] : "&lt;");
            rest = rest[taken..];
        }

        return result.Append(Escape(rest.ToString())).ToString();
    }

    /// <summary>At most so many characters; a cut text ends in "…" and no character is cut in two.</summary>
    public static string Shorten(string text, int longest)
    {
        if (text.Length <= longest) return text;
        var end = longest - 1;
        if (char.IsHighSurrogate(text[end - 1])) end--;
        return string.Concat(text.AsSpan(0, end), "…");
    }

    /// <summary>One line, without control characters and without the marks that turn the direction of the text that follows.</summary>
    private static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune)) line.Append(' ');
            else if (!TurnsDirection(rune)) line.Append(rune.ToString());
        }

        var shown = line.ToString().Trim();
        return shown.EnumerateRunes().Any(IsVisible) ? shown : "";
    }

    private static bool TurnsDirection(Rune rune) => rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    private static bool IsVisible(Rune rune) =>
        !Rune.IsWhiteSpace(rune) && Rune.GetUnicodeCategory(rune) is not UnicodeCategory.Format and not UnicodeCategory.OtherNotAssigned
        && rune.Value is not (0x115F or 0x1160 or 0x3164 or 0xFFA0); // Hangul fillers: letters that show nothing
}
