using System.Collections.Immutable;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Slack.Messages;

/// <summary>What "Is this you?" looks like. Its buttons are the prompt's own yes and no. Pure.</summary>
public static class PersonBlocks
{
    /// <exception cref="ArgumentException">The face id is not a lower-case GUID, the round is negative, or the person is not a user id.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The kind is not one of <see cref="PersonQuestionKind"/>.</exception>
    public static SlackMessage Render(PersonQuestion question)
    {
        var value = FaceRef.Of(question.FaceId, question.Round).ToValueAbout(question.PersonId);
        var yes = new ButtonElement { ActionId = ActionIds.Yes, Text = TextObject.Plain("Yes, that's me"), Value = value, Style = "primary" };
        var no = new ButtonElement { ActionId = ActionIds.No, Text = TextObject.Plain("No, that's not me"), Value = value };
        return question.Kind switch
        {
            PersonQuestionKind.Open => Message(
                question, ":large_blue_circle:", "Is this you?", "A colleague says so. With your yes you are named at once; with your no nobody can name you on this picture. Without an answer your colleagues decide.", [yes, no]),
            PersonQuestionKind.SaidYes => Message(question, ":large_green_circle:", "You said that this is you", "Thank you.", []),
            PersonQuestionKind.SaidNo => Message(question, ":red_circle:", "You said that this is not you", "Thank you. Nobody can name you on this picture any more.", []),
            PersonQuestionKind.Named => Message(question, ":large_green_circle:", "Your colleagues say that this is you", "If it is not, say so: then it is taken back.", [no]),
            PersonQuestionKind.Closed => Message(question, ":white_circle:", "The question is closed", "There is nothing to do.", []),
            _ => throw new ArgumentOutOfRangeException(nameof(question), question.Kind, "Not a kind of this question."),
        };
    }

    private static SlackMessage Message(PersonQuestion question, string mark, string title, string body, ImmutableArray<Element> buttons)
    {
        var headline = new SectionBlock
        {
            Text = TextObject.Mrkdwn($"{mark} *{title}*\n{body}"),
            Accessory = question.CropFileId is { } file ? new ImageElement { SlackFile = new SlackFile { Id = file }, AltText = "The face" } : null,
        };
        return new() { Text = title, Blocks = buttons.IsEmpty ? [headline] : [headline, new ActionsBlock { Elements = buttons }] };
    }
}
