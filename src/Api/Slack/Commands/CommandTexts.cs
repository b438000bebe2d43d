using System.Collections.Immutable;
using System.Globalization;
using Atmosphere.Grains.Forgetting;
using Atmosphere.Grains.Training;
using Atmosphere.Slack.Messages;

namespace Atmosphere.Api.Slack.Commands;

/// <summary>An open question in the channel.</summary>
/// <param name="Link">To the message, or null while Slack has not told the workspace's address.</param>
/// <param name="AskedAt">When.</param>
/// <param name="Votes">Live votes.</param>
/// <param name="Answered">By who is looking.</param>
internal sealed record OpenQuestion(Uri? Link, DateTimeOffset AskedAt, int Votes, bool Answered);

/// <summary>What the command and the Home tab say. Pure.</summary>
internal static class CommandTexts
{
    /// <summary>How many questions are listed.</summary>
    public const int ListedQuestions = 10;

    public static Topic Help(bool known) => new(
        known ? "What I can tell you" : "I don't know that word. What I can tell you:",
        """
        • `/atmosphere status`: how things are
        • `/atmosphere who is waiting`: the questions that nobody has settled yet
        • `/atmosphere what do you know about me`: only you see the answer, and all of it comes as a file
        • `/atmosphere forget me`: your pictures, votes and name are deleted; it asks first
        • `/atmosphere remember me`: takes back that you can't be tagged
        • `/atmosphere train now`: learn at once, not only in the night (operators)
        • `/atmosphere forget @somebody`: the same as `forget me` for somebody else; it asks first (operators)
        """);

    public static Topic Status(IReadOnlyDictionary<string, long> faces, TrainingView training, IReadOnlyList<string> troubles)
    {
        var lines = new List<string> { troubles.Count == 0 ? ":large_green_circle: Everything works." : $":red_circle: {Mrkdwn.Escape(string.Join(' ', troubles))}" };
        lines.Add(faces.Count == 0
            ? "No face has come in yet."
            : $"Faces: {string.Join(", ", faces.Select(status => $"{status.Value.ToString(CultureInfo.InvariantCulture)} {InWords(status.Key)}"))}.");
        lines.Add(Training(training));
        return new("Status", string.Join('\n', lines));
    }

    /// <param name="questions">Oldest first.</param>
    /// <param name="open">How many there are; not all need to be in the list.</param>
    /// <param name="now">When this is read.</param>
    public static Topic Waiting(ImmutableArray<OpenQuestion> questions, int open, DateTimeOffset now)
    {
        if (open == 0) return new("Nobody is waiting", "Every question in the channel is settled.");
        var lines = questions.Take(ListedQuestions).Select(question => Line(question, now)).ToList();
        if (open > lines.Count) lines.Add($"• and {open - lines.Count} more");
        return new(open == 1 ? "1 question waits for an answer" : $"{open} questions wait for an answer", string.Join('\n', lines));
    }

    public static Topic AboutYou(PersonSummary you)
    {
        var lines = new List<string>
        {
            you.NameAskedAt is { } asked
                ? $"• Your name as Slack gave it on {Date(asked)}: {(you.Name.Length > 0 ? Mrkdwn.Escape(Mrkdwn.PlainName(you.Name)) : "none")}."
                : "• Slack was never asked who you are.",
            you.Tagged + you.Identified == 0
                ? "• No picture carries your name."
                : $"• Pictures that carry your name: {you.Tagged} because colleagues said so, {you.Identified} because you were recognised.",
            you.Enrolled == 0
                ? "• You can't be recognised: no picture of you is in the gallery."
                : $"• Pictures in the gallery that you are recognised by: {you.Enrolled}.",
            $"• Votes: {you.VotesCast} that you have cast, {you.VotesFor} that name you.",
        };
        return new("What I know about you", string.Join('\n', lines));
    }

    /// <summary>What she is told who asks to be forgotten, before it is done.</summary>
    public static Topic ForgetMe { get; } = new(
        "This can't be undone",
        """
        If you go on,
        • every picture that is taken for you is deleted, here and in Slack, and you are taken out of the gallery;
        • the votes that you have cast and those about you are deleted, and so is your name;
        • the recogniser is trained without you at once;
        • nobody can tag you until you say `/atmosphere remember me`.
        Photos that show other people, too, stay. To go on, say `/atmosphere forget me for good`.
        """);

    /// <summary>What an operator is told who wants somebody forgotten, before it is done.</summary>
    public static Topic ForgetThem(string personId) => new(
        "This can't be undone",
        $"""
        If you go on, {Mrkdwn.Mention(personId)} is forgotten:
        • every picture that is taken for this person is deleted, here and in Slack, and the gallery lets go of them;
        • the votes that they have cast and those about them are deleted, and so is their name;
        • the recogniser is trained without them at once;
        • nobody can tag them until they say `/atmosphere remember me` themselves.
        Photos that show other people, too, stay. To go on, say `/atmosphere forget {personId} for good`.
        """);

    /// <param name="receipt">How far it has come.</param>
    public static Topic Forgotten(ForgettingReceipt receipt) => new(
        receipt.FinishedAt is null ? "You are being forgotten" : "You are forgotten",
        string.Join('\n',
        [
            .. Progress(receipt, "you", "yours"),
            receipt.FinishedAt is { } finished
                ? $"• Looked through once more on {Date(finished)}: nothing was left. `/atmosphere remember me` lets people tag you again."
                : "• Everything is looked through once more, half an hour after you asked at the latest if all services work. `/atmosphere forget me` tells how far it is.",
        ]));

    /// <summary>The same, for an operator.</summary>
    public static Topic TheyAreForgotten(string personId, ForgettingReceipt receipt) => new(
        receipt.FinishedAt is null ? $"{Mrkdwn.Mention(personId)} is being forgotten" : $"{Mrkdwn.Mention(personId)} is forgotten",
        string.Join('\n',
        [
            .. Progress(receipt, "them", "theirs"),
            receipt.FinishedAt is { } finished
                ? $"• Looked through once more on {Date(finished)}: nothing was left. Only they themselves can take it back, by `/atmosphere remember me`."
                : $"• Everything is looked through once more, half an hour after the wish at the latest if all services work. `/atmosphere forget {personId}` tells how far it is.",
        ]));

    private static string[] Progress(ForgettingReceipt receipt, string whom, string whose) =>
    [
        $"• Asked on {Date(receipt.AskedAt)}{(receipt.By == ForgottenBy.Operator ? " by an operator" : "")}. Nobody can tag {whom} from then on.",
        $"• Removed: {Count(receipt.Faces, "picture")} of {whom}, {Count(receipt.VotesAbout, "vote")} about {whom}, {Count(receipt.VotesBy, "vote")} of {whose}, {Count(receipt.GalleryFaces, "picture")} in the gallery.",
        receipt.FacesForgottenAt is { } faces ? $"• No picture and no vote names {whom} since {Date(faces)}." : "• Pictures and votes are still being removed.",
        receipt.GalleryForgottenAt is { } gallery ? $"• Out of the gallery since {Date(gallery)}." : "• Being taken out of the gallery.",
        receipt.ModelForgotAt is { } model ? $"• The recogniser does not know {whom} any more since {Date(model)}." : $"• The recogniser is being trained without {whom}.",
    ];

    /// <summary>Nothing names this person: neither a vote nor a picture.</summary>
    public static Topic NobodyKnown(string personId) => new("There is nothing to forget", $"Nothing is known about {Mrkdwn.Mention(personId)}. Nothing was changed.");

    public static Topic WhoIsMeant { get; } = new(
        "I can't tell whom you mean",
        "Nothing was changed. Choose the person from the list that Slack shows behind `@`, or give the member id (⋮ → Copy member ID in a profile): `/atmosphere forget U0123456789`. If the list does not help, the app's command needs *Escape channels, users, and links*.");

    public static Topic Remembered(LiftAnswer answer) => answer switch
    {
        LiftAnswer.Lifted => new("You can be tagged again", "What was removed does not come back."),
        LiftAnswer.NotForgotten => new("You never asked to be forgotten", "Nothing was changed."),
        LiftAnswer.StillRemoving => new("You are still being forgotten", "Nothing was changed. Try again when `/atmosphere forget me` says that it is done."),
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "No words for this answer."),
    };

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count.ToString(CultureInfo.InvariantCulture)} {what}s";

    public static Topic Trained(TrainNowAnswer answer) => answer switch
    {
        TrainNowAnswer.Started => new("The training has begun", "It takes seconds to minutes. Afterwards new faces are recognised by what was learnt."),
        TrainNowAnswer.AlreadyRunning => new("A training is running already", "What was agreed on since it began is for the next one."),
        TrainNowAnswer.NothingToLearn => new("There is nothing to learn yet", "Nobody is in the gallery: name somebody first."),
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "No words for this answer."),
    };

    /// <summary>What has not happened, for <see cref="OperatorsOnly"/>.</summary>
    public const string TrainingIsForOperators = "Nothing was started; the training comes by itself in the night.";

    /// <inheritdoc cref="TrainingIsForOperators"/>
    public const string ForgettingIsForOperators = "Nothing was changed. `/atmosphere forget me` is for everybody.";

    /// <param name="userId">Who wanted it.</param>
    /// <param name="consolation">What has not happened, and what can be had.</param>
    public static Topic OperatorsOnly(string userId, string consolation) => new(
        "Only operators can do that", $"{consolation} Whoever runs Atmosphere can add you to its operators: `Access:Operators`, with your id `{userId}`.");

    public static Topic Elsewhere { get; } = new("This Atmosphere belongs to another workspace", "Nothing was done.");

    public static Topic NotNow { get; } = new("That could not be looked up in time", "Nothing was changed. Try again in a moment; if it stays so, the log of Atmosphere says why.");

    private static string Training(TrainingView training)
    {
        if (training.Running is not null) return "A training is running.";
        var last = training.LastSuccessAt is { } at ? $"Last training: {Date(at)}." : "There has been no training yet.";
        var next = training.NextScheduledAt is { } due ? $" The next one comes by itself: {Date(due)}." : "";
        var failed = training.History is [{ Phase: Grains.Ports.TrainingPhase.Failed }, ..] ? " The last try failed." : "";
        return $"{last}{failed}{next} People with something new to learn: {training.ChangedPeople}.";
    }

    private static string Line(OpenQuestion question, DateTimeOffset now)
    {
        var text = $"asked {Ago(now - question.AskedAt)}";
        var shown = question.Link is null ? text : $"<{question.Link.AbsoluteUri}|{text}>";
        var votes = question.Votes == 1 ? "1 answer" : $"{question.Votes} answers";
        return $"• {shown}, {votes}{(question.Answered ? ", one of them yours" : "")}";
    }

    /// <summary>Slack shows it in the reader's own time zone; the text behind the bar is for clients that can't.</summary>
    private static string Date(DateTimeOffset time) =>
        string.Create(CultureInfo.InvariantCulture, $"<!date^{time.ToUnixTimeSeconds()}^{{date_short_pretty}} {{time}}|{time.UtcDateTime:yyyy-MM-dd HH:mm} UTC>");

    private static string Ago(TimeSpan time) => time switch
    {
        { TotalMinutes: < 2 } => "just now",
        { TotalHours: < 2 } => $"{(int)time.TotalMinutes} minutes ago",
        { TotalDays: < 2 } => $"{(int)time.TotalHours} hours ago",
        _ => $"{(int)time.TotalDays} days ago",
    };

    private static string InWords(string status) => status switch
    {
        "Asking" => "being asked about",
        "Following" => "asked about together with another",
        "Detected" => "waiting for the recogniser",
        "Identified" => "recognised",
        "Agreed" or "Tagged" => "named by people",
        "Disputed" => "without agreement",
        "Expired" => "without an answer",
        "Dismissed" => "dismissed",
        "Unusable" => "not usable",
        "Forgotten" => "removed",
        _ => status.ToLowerInvariant(),
    };
}
