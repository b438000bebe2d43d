using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Slack.Messages;

/// <summary>What a prompt looks like. Pure: the same view is always the same message.</summary>
public static class PromptBlocks
{
    /// <summary>How many votes are listed; the rest is "and 12 more".</summary>
    public const int ListedVotes = 20;

    private const int LongestReason = 500;
    private const string Asking = ":large_blue_circle:";
    private const string Done = ":large_green_circle:";
    private const string Closed = ":red_circle:";
    private const string Unanswered = ":white_circle:";

    /// <exception cref="ArgumentException">The face id is not a lower-case GUID, or the round is negative.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The kind is not one of <see cref="PromptKind"/>.</exception>
    public static SlackMessage Render(PromptView prompt)
    {
        var face = FaceRef.Of(prompt.FaceId, prompt.Round);
        var person = Mrkdwn.Name(prompt.PersonName, prompt.PersonId);
        return prompt.Kind switch
        {
            PromptKind.Question => new Layout(face, prompt)
                .Headline(Asking, "Who is this?", Advice(prompt), text: "Who is this? Help to name a face.")
                .ZoomIn()
                .Others()
                .Votes(Tally(prompt))
                .Answers(AnswersTo(prompt, face), fingerprintOf: prompt.Votes)
                .Message(),

            PromptKind.Suggestion => new Layout(face, prompt)
                .Headline(Asking, $"Is this {person}?", $"The recogniser is {Percent(prompt.Confidence)} sure, which is too little.\n{Advice(prompt)}", text: $"Is this {person}?")
                .ZoomIn()
                .Others()
                .Votes(Tally(prompt))
                .Verdict(YesOrNo(prompt, face))
                .Answers(AnswersTo(prompt, face), fingerprintOf: prompt.Votes)
                .Message(),

            PromptKind.Identified => new Layout(face, prompt)
                .Headline(Done, $"Identified as {person}", $"{Percent(prompt.Confidence)} sure.", text: $"Identified as {person}, {Percent(prompt.Confidence)}.")
                .Answers([Button(face, ActionIds.WrongIdentification, NotThem(prompt), "danger")])
                .Message(),

            PromptKind.Agreed => new Layout(face, prompt)
                .Headline(Asking, $"Agreed: this is {person}", "Adding the picture to the gallery…", text: $"Agreed: this is {person}.")
                .Votes(WhoSaid(prompt))
                .Message(),

            PromptKind.Tagged => new Layout(face, prompt)
                .Headline(Done, $"Tagged as {person}", $"The picture is in the gallery: after the next training this face is recognised.{WithOthers(prompt)}", text: $"Tagged as {person}.")
                .Votes(WhoSaid(prompt))
                .Answers([Button(face, ActionIds.UndoTag, "Undo")])
                .Message(),

            PromptKind.TaggedNotEnrolled => new Layout(face, prompt)
                .Headline(
                    Done,
                    $"Tagged as {person}",
                    $"The gallery of {person} is full ({FullGallery} faces), so this picture was not added to it.{WithOthers(prompt)}",
                    text: $"Tagged as {person}, whose gallery is full.")
                .Votes(WhoSaid(prompt))
                .Answers([Button(face, ActionIds.UndoTag, "Undo")])
                .Message(),

            PromptKind.Unusable => new Layout(face, prompt)
                .Headline(Closed, "This face can't be used", Reason(prompt, "It is too small, too blurred, or no face can be seen."), text: "This face can't be used.")
                .Message(),

            PromptKind.Dismissed => new Layout(face, prompt)
                .Headline(Unanswered, "Closed", Reason(prompt, "It is not somebody to tag."), text: "Closed: not somebody to tag.")
                .Votes(WhoSaid(prompt))
                .Message(),

            PromptKind.Disputed => new Layout(face, prompt)
                .Headline(Closed, "No agreement", "Too many different answers, so nobody is tagged.", text: "No agreement on who this is.")
                .Votes(WhoSaid(prompt))
                .Answers([Button(face, ActionIds.AskAgain, "Ask again")])
                .Message(),

            PromptKind.Expired => new Layout(face, prompt)
                .Headline(Unanswered, TooLate(prompt), "The question is closed.", text: $"{TooLate(prompt)}.")
                .Votes(WhoSaid(prompt))
                .Answers([Button(face, ActionIds.AskAgain, "Ask again")])
                .Message(),

            PromptKind.Forgotten => new Layout(face, prompt with { CropFileId = null, ZoomInFileId = null })
                .Headline(Unanswered, "This face was removed", "Its pictures and votes are deleted.", text: "This face was removed.")
                .Message(),

            _ => throw new ArgumentOutOfRangeException(nameof(prompt), prompt.Kind, "Not a kind of prompt."),
        };
    }

    /// <summary>Faces in one person's gallery: Azure Face's limit.</summary>
    private const int FullGallery = 248;

    private static string Advice(PromptView prompt)
    {
        const string advice = "Please don't tag a face that is unclear, blurred or too small: it would spoil the recognition.";
        var more = prompt.OtherCount > 0 ? $"Your answer is for {prompt.OtherCount + 1} pictures, which look like the same person.{Unseen(prompt)}\n" : "";
        return prompt.NotPersonId is null && string.IsNullOrWhiteSpace(prompt.NotPersonName)
            ? more + advice
            : $"Somebody says this is not *{Mrkdwn.Name(prompt.NotPersonName, prompt.NotPersonId)}*.\n{more}{advice}";
    }

    private static string Unseen(PromptView prompt) => prompt.Others.Length < prompt.OtherCount ? $" {prompt.Others.Length + 1} of them are shown." : "";

    private static string TooLate(PromptView prompt) => prompt.Votes.IsDefaultOrEmpty ? "Nobody answered in time" : "Too few answered in time";

    private static string WithOthers(PromptView prompt) => prompt.OtherCount switch
    {
        0 => "",
        1 => " One more picture was tagged with it.",
        var count => $" {count} more pictures were tagged with it.",
    };

    private static ImmutableArray<Element> AnswersTo(PromptView prompt, FaceRef face)
    {
        ImmutableArray<Element> answers =
        [
            new UsersSelectElement { ActionId = ActionIds.TaggedPerson, Placeholder = TextObject.Plain(prompt.Kind == PromptKind.Suggestion ? "Somebody else" : "Choose the person") },
            Button(face, ActionIds.NotAFace, "Not a face"),
            Button(face, ActionIds.NobodyWeKnow, "Nobody we know"),
        ];
        return prompt.Votes.IsDefaultOrEmpty ? answers : answers.Add(Button(face, ActionIds.TakeBack, "Take back my vote"));
    }

    private static ImmutableArray<Element> YesOrNo(PromptView prompt, FaceRef face) => SlackIds.IsUser(prompt.PersonId)
        ?
        [
            new ButtonElement { ActionId = ActionIds.Yes, Text = TextObject.Plain("Yes"), Value = face.ToValueAbout(prompt.PersonId!), Style = "primary" },
            new ButtonElement { ActionId = ActionIds.No, Text = TextObject.Plain("No"), Value = face.ToValueAbout(prompt.PersonId!) },
        ]
        : [];

    private static string NotThem(PromptView prompt)
    {
        var name = Mrkdwn.PlainName(prompt.PersonName);
        var first = name.Split(' ')[0];
        return first.Length == 0 ? "Not this person?" : $"Not {Mrkdwn.Shorten(first, 60)}?";
    }

    private static string Tally(PromptView prompt)
    {
        var needed = prompt.Required == 1 ? "1 vote needed." : $"{prompt.Required} agreeing votes needed.";
        return prompt.Votes.IsDefaultOrEmpty ? $"No votes yet. {needed}" : $"{VoteList(prompt)}\n{needed}{Disagreement(prompt)}";
    }

    /// <summary>A request to those who have not voted yet, on a line of its own; empty while nobody contradicts anybody.</summary>
    private static string Disagreement(PromptView prompt)
    {
        var choices = prompt.Votes.GroupBy(vote => vote with { VoterId = "" }).Select(group => group.Count()).ToList();
        if (choices.Count < 2) return "";
        var missing = Math.Max(1, prompt.Required - choices.Max());
        return missing == 1 ? "\n*Opinions differ:* one more voter, please." : $"\n*Opinions differ:* {missing} more voters, please.";
    }

    private static string WhoSaid(PromptView prompt) => prompt.Votes.IsDefaultOrEmpty ? "" : VoteList(prompt);

    private static string VoteList(PromptView prompt)
    {
        var lines = prompt.Votes.Take(ListedVotes).Select(VoteLine);
        var more = prompt.Votes.Length - ListedVotes;
        return string.Join('\n', more > 0 ? lines.Append($"• and {more} more") : lines);
    }

    private static string VoteLine(ShownVote vote)
    {
        var voter = Mrkdwn.Name("", vote.VoterId);
        if (vote.NotThem) return $"• {voter} says it is not {Mrkdwn.Name("", vote.PersonId)}";
        if (vote.NotAFace) return $"• {voter} says it is not a face";
        return vote.PersonId is null ? $"• {voter} says it is nobody we know" : $"• {voter} says {Mrkdwn.Name("", vote.PersonId)}";
    }

    private static string Reason(PromptView prompt, string otherwise) => string.IsNullOrWhiteSpace(prompt.Reason)
        ? otherwise
        : Mrkdwn.Escape(Mrkdwn.Shorten(prompt.Reason.Trim(), LongestReason));

    /// <summary>Rounded down, so that "100 %" is never said of something less.</summary>
    private static string Percent(double confidence) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(Math.Clamp(double.IsNaN(confidence) ? 0 : confidence, 0, 1) * 100)} %");

    private static ButtonElement Button(FaceRef face, string actionId, string text, string? style = null) =>
        new() { ActionId = actionId, Text = TextObject.Plain(text), Value = face.ToString(), Style = style };

    /// <summary>Puts the blocks in order and gives each an id that changes when its content does, as <c>chat.update</c> wants it.</summary>
    private sealed class Layout(FaceRef face, PromptView prompt)
    {
        private readonly ImmutableArray<Block>.Builder _blocks = ImmutableArray.CreateBuilder<Block>();
        private string _text = "";

        public Layout Headline(string mark, string title, string body, string text)
        {
            _text = text;
            Add("headline", new SectionBlock
            {
                Text = TextObject.Mrkdwn($"{mark} *{title}*\n{body}"),
                Accessory = (prompt.CropFileId ?? prompt.ZoomInFileId) is { } file ? new ImageElement { SlackFile = new SlackFile { Id = file }, AltText = "The face" } : null,
            });
            return this;
        }

        /// <summary>Only where somebody has to look closely: a closed prompt takes little room.</summary>
        public Layout ZoomIn()
        {
            if (prompt.ZoomInFileId is { } file)
                Add("zoom-in", new ImageBlock { SlackFile = new SlackFile { Id = file }, AltText = "The face with its surroundings" });
            return this;
        }

        /// <summary>The other pictures of the same person, each with a way to say that it is not.</summary>
        public Layout Others()
        {
            foreach (var (index, other) in prompt.Others.IsDefault ? [] : prompt.Others.Index())
            {
                Add($"other-{index + 2}", new SectionBlock
                {
                    Text = TextObject.Mrkdwn($"Picture {index + 2}"),
                    Accessory = other.FileId is { } file ? new ImageElement { SlackFile = new SlackFile { Id = file }, AltText = $"Picture {index + 2}" } : null,
                });
                Add($"split-{index + 2}", new ActionsBlock
                {
                    Elements =
                    [
                        new ButtonElement
                        {
                            ActionId = ActionIds.SomebodyElse,
                            Text = TextObject.Plain($"Picture {index + 2} is somebody else"),
                            Value = face.ToValueAboutFace(other.FaceId),
                        },
                    ],
                });
            }

            return this;
        }

        public Layout Votes(string list)
        {
            if (list.Length > 0) Add("votes", new SectionBlock { Text = TextObject.Mrkdwn(list) });
            return this;
        }

        /// <summary>The buttons that answer the headline.</summary>
        public Layout Verdict(ImmutableArray<Element> elements)
        {
            if (elements.Length > 0) Add("verdict", new ActionsBlock { Elements = elements });
            return this;
        }

        /// <param name="elements">The picker and the buttons.</param>
        /// <param name="fingerprintOf">
        /// What else the block id depends on. The picker takes the votes: under an old id it would still show the choice that its
        /// user took back, and choosing the same person again would send nothing.
        /// </param>
        public Layout Answers(ImmutableArray<Element> elements, ImmutableArray<ShownVote> fingerprintOf = default)
        {
            Add("answers", new ActionsBlock { Elements = elements }, fingerprintOf.IsDefaultOrEmpty ? "" : string.Join(',', fingerprintOf));
            return this;
        }

        public SlackMessage Message() => new() { Text = _text, Blocks = _blocks.ToImmutable() };

        private void Add(string part, Block block, string also = "") =>
            _blocks.Add(block with { BlockId = face.ToBlockId(part, Fingerprint(JsonSerializer.Serialize(block, SlackJson.Options) + also)) });

        private static string Fingerprint(string content) =>
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)).AsSpan(0, 4));
    }
}
