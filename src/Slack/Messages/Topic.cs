using System.Collections.Immutable;
using System.Text.Json;

namespace Atmosphere.Slack.Messages;

/// <summary>One paragraph with its heading, of an answer that only one person sees.</summary>
/// <param name="Title">A few words of ours.</param>
/// <param name="Body">mrkdwn; what others wrote in it is escaped already. Cut at Slack's limit.</param>
public sealed record Topic(string Title, string Body);

/// <summary>Answers to one person: the reply to a command, and the Home tab. Pure.</summary>
public static class Topics
{
    /// <summary>The body of the answer to a slash command, as JSON. Only who gave the command sees it.</summary>
    public static byte[] Reply(ImmutableArray<Topic> topics) =>
        JsonSerializer.SerializeToUtf8Bytes(new { ResponseType = "ephemeral", Text = Mrkdwn.Shorten(string.Join("\n\n", topics.Select(Text)), SlackLimits.MessageText), Blocks = Blocks(topics) }, SlackJson.Options);

    /// <summary>The Home tab.</summary>
    /// <param name="topics">What it says.</param>
    /// <param name="mayTrain">Whether it has the button "Train now".</param>
    /// <param name="wish">What she can wish about herself.</param>
    public static HomeView Home(ImmutableArray<Topic> topics, bool mayTrain, HomeWish wish = HomeWish.None)
    {
        ImmutableArray<Element> buttons =
        [
            .. mayTrain ? [new ButtonElement { ActionId = ActionIds.TrainNow, Text = TextObject.Plain("Train now"), Value = "train" }] : ImmutableArray<Element>.Empty,
            .. wish switch { HomeWish.ForgetMe => [ForgetMe], HomeWish.RememberMe => [RememberMe], _ => ImmutableArray<Element>.Empty },
        ];
        return new() { Blocks = buttons.IsEmpty ? Blocks(topics) : Blocks(topics).Add(new ActionsBlock { Elements = buttons }) };
    }

    private static ButtonElement ForgetMe { get; } = new()
    {
        ActionId = ActionIds.ForgetMe,
        Text = TextObject.Plain("Forget me"),
        Value = "forget",
        Style = "danger",
        Confirm = new()
        {
            Title = TextObject.Plain("Forget you?"),
            Text = TextObject.Plain("Your pictures, your votes and your name are deleted, and nobody can tag you until you ask to be remembered. This can't be undone."),
            Confirm = TextObject.Plain("Forget me"),
            Deny = TextObject.Plain("Keep everything"),
            Style = "danger",
        },
    };

    private static ButtonElement RememberMe { get; } = new() { ActionId = ActionIds.RememberMe, Text = TextObject.Plain("Remember me again"), Value = "remember" };

    private static ImmutableArray<Block> Blocks(ImmutableArray<Topic> topics) =>
        [.. topics.Select(topic => new SectionBlock { Text = TextObject.Mrkdwn(Mrkdwn.Shorten(Text(topic), SlackLimits.SectionText)) })];

    private static string Text(Topic topic) => $"*{topic.Title}*\n{topic.Body}";
}

/// <summary>Which button about herself somebody gets on the Home tab.</summary>
public enum HomeWish
{
    None = 0,
    ForgetMe = 1,
    RememberMe = 2,
}

/// <summary>What somebody sees on the app's Home tab.</summary>
public sealed record HomeView
{
    public string Type { get; } = "home";

    public required ImmutableArray<Block> Blocks { get; init; }
}
