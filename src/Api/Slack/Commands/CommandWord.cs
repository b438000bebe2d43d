using System.Text.RegularExpressions;
using Atmosphere.Slack;

namespace Atmosphere.Api.Slack.Commands;

/// <summary>What <c>/atmosphere</c> can be asked.</summary>
internal enum CommandWord
{
    /// <summary>Also for every word that is not known.</summary>
    Help = 0,
    Status = 1,
    WhoIsWaiting = 2,
    TrainNow = 3,
    WhatDoYouKnowAboutMe = 4,

    /// <summary>Asks first.</summary>
    ForgetMe = 5,
    ForgetMeForGood = 6,
    RememberMe = 7,

    /// <summary>For operators. Asks first.</summary>
    ForgetThem = 8,
    ForgetThemForGood = 9,
}

/// <summary>What somebody wants of the command.</summary>
/// <param name="Word">The word.</param>
/// <param name="IsKnown">Whether it is one that is known; help is for those that are not, too.</param>
/// <param name="PersonId">Whom it is about, of <see cref="CommandWord.ForgetThem"/> and <see cref="CommandWord.ForgetThemForGood"/>; null when that can't be told.</param>
internal sealed record CommandWish(CommandWord Word, bool IsKnown = true, string? PersonId = null);

/// <summary>Reads what was typed after the command. Pure.</summary>
internal static partial class CommandWords
{
    private static readonly char[] Ends = ['.', '!', '?', '…'];

    public static CommandWish Read(string text)
    {
        var typed = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd(Ends).TrimEnd();
        return typed.ToLowerInvariant() switch
        {
            "" or "help" => new(CommandWord.Help),
            "status" => new(CommandWord.Status),
            "who is waiting" or "who's waiting" or "who’s waiting" or "waiting" => new(CommandWord.WhoIsWaiting),
            "train now" or "train" => new(CommandWord.TrainNow),
            "what do you know about me" or "what do you know" or "about me" => new(CommandWord.WhatDoYouKnowAboutMe),
            "forget me" => new(CommandWord.ForgetMe),
            "forget me for good" => new(CommandWord.ForgetMeForGood),
            "remember me" or "remember me again" => new(CommandWord.RememberMe),
            _ => Forget().Match(typed) is { Success: true } forget ? ReadForget(forget) : new(CommandWord.Help, IsKnown: false),
        };
    }

    private static CommandWish ReadForget(Match forget)
    {
        var id = forget.Groups["id"].Value;
        return new(forget.Groups["sure"].Success ? CommandWord.ForgetThemForGood : CommandWord.ForgetThem, PersonId: SlackIds.IsUser(id) ? id : null);
    }

    /// <summary>
    /// Somebody as Slack writes it for an app that has commands escaped (<c>&lt;@U0123|name&gt;</c>, the name may be missing), by the bare id,
    /// or as typed (<c>@name</c>), which says that nothing was escaped.
    /// </summary>
    [GeneratedRegex(@"^forget (<@(?<id>[^|>]*)(\|[^>]*)?>|@.*?|(?-i:(?<id>[UW][A-Z0-9]+)))(?<sure> for good)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Forget();
}
