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
}

/// <summary>Reads what was typed after the command. Pure.</summary>
internal static class CommandWords
{
    private static readonly char[] Ends = ['.', '!', '?', '…'];

    /// <returns>The word, and whether it is one that is known.</returns>
    public static (CommandWord Word, bool IsKnown) Read(string text)
    {
        var words = string.Join(' ', text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd(Ends).TrimEnd();
        return words switch
        {
            "" or "help" => (CommandWord.Help, true),
            "status" => (CommandWord.Status, true),
            "who is waiting" or "who's waiting" or "who’s waiting" or "waiting" => (CommandWord.WhoIsWaiting, true),
            "train now" or "train" => (CommandWord.TrainNow, true),
            "what do you know about me" or "what do you know" or "about me" => (CommandWord.WhatDoYouKnowAboutMe, true),
            "forget me" => (CommandWord.ForgetMe, true),
            "forget me for good" => (CommandWord.ForgetMeForGood, true),
            "remember me" or "remember me again" => (CommandWord.RememberMe, true),
            _ => (CommandWord.Help, false),
        };
    }
}
