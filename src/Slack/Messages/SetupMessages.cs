namespace Atmosphere.Slack.Messages;

/// <summary>The test message of the setup page. Pure.</summary>
internal static class SetupMessages
{
    public static SlackMessage Test(string testId) => new()
    {
        Text = "A test of Atmosphere's setup.",
        Blocks =
        [
            new SectionBlock { Text = TextObject.Mrkdwn("*A test of Atmosphere's setup*\nWhoever sets it up presses the button, to see that presses arrive.") },
            new ActionsBlock { Elements = [new ButtonElement { ActionId = ActionIds.SetupPressed, Text = TextObject.Plain("I can see this"), Value = testId }] },
        ],
    };

    public static SlackMessage Pressed { get; } = new()
    {
        Text = "A test of Atmosphere's setup: the press has arrived.",
        Blocks = [new SectionBlock { Text = TextObject.Mrkdwn(":large_green_circle: *A test of Atmosphere's setup*\nThe press has arrived. This message can be deleted.") }],
    };
}
