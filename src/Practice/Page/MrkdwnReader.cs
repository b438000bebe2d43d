using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace Atmosphere.Practice.Page;

/// <summary>A piece of a text that was written in mrkdwn.</summary>
internal abstract record Span
{
    private Span() { }

    internal sealed record Words(string Text, bool IsBold) : Span;

    internal sealed record Mention(string UserId, bool IsBold) : Span;

    internal sealed record Emoji(string Name) : Span;

    internal sealed record LineBreak : Span;
}

/// <summary>Reads the part of Slack's mrkdwn that our messages use: bold, mentions, emoji names, line breaks and the three escapes.</summary>
internal static class MrkdwnReader
{
    private const int LongestEmojiName = 40;
    private static readonly SearchValues<char> EmojiCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_+-");

    public static ImmutableArray<Span> Read(string text)
    {
        var spans = ImmutableArray.CreateBuilder<Span>();
        var words = new StringBuilder();
        var isBold = false;

        for (var i = 0; i < text.Length; i++)
        {
            var rest = text.AsSpan(i);
            if (text[i] == '\n')
            {
                Flush();
                isBold = false;
                spans.Add(new Span.LineBreak());
            }
            else if (text[i] == '*' && (isBold || Closes(rest[1..])))
            {
                Flush();
                isBold = !isBold;
            }
            else if (Mentioned(rest) is { } userId)
            {
                Flush();
                spans.Add(new Span.Mention(userId, isBold));
                i += userId.Length + 2;
            }
            else if (EmojiName(rest) is { } name)
            {
                Flush();
                spans.Add(new Span.Emoji(name));
                i += name.Length + 1;
            }
            else
            {
                words.Append(text[i]);
            }
        }

        Flush();
        return spans.ToImmutable();

        void Flush()
        {
            if (words.Length == 0) return;
            spans.Add(new Span.Words(Unescape(words.ToString()), isBold));
            words.Clear();
        }
    }

    /// <summary>A star opens bold only when another one on the same line closes it.</summary>
    private static bool Closes(ReadOnlySpan<char> rest)
    {
        var close = rest.IndexOf('*');
        return close > 0 && rest[0] != ' ' && !rest[..close].Contains('\n');
    }

    private static string? Mentioned(ReadOnlySpan<char> rest)
    {
        if (!rest.StartsWith("<@")) return null;
        var end = rest.IndexOf('>');
        return end > 2 && Slack.SlackIds.IsUser(rest[2..end].ToString()) ? rest[2..end].ToString() : null;
    }

    private static string? EmojiName(ReadOnlySpan<char> rest)
    {
        if (rest[0] != ':') return null;
        var length = rest[1..].IndexOf(':');
        return length is > 1 and <= LongestEmojiName
            && !rest.Slice(1, length).ContainsAnyExcept(EmojiCharacters)
            && rest.Slice(1, length).ContainsAnyInRange('a', 'z') // 12:30:45 is a time
            ? rest.Slice(1, length).ToString()
            : null;
    }

    private static string Unescape(string text) => text
        .Replace("&lt;", "<", StringComparison.Ordinal)
        .Replace("&gt;", ">", StringComparison.Ordinal)
        .Replace("&amp;", "&", StringComparison.Ordinal);
}
