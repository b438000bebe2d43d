using System.Collections.Immutable;

namespace Atmosphere.Grains.Ports;

/// <summary>
/// What the grains need from Slack. They say what a message shows (<see cref="PromptView"/>); how it looks in Block Kit
/// is the Slack project's business.
/// </summary>
public interface ISlack
{
    /// <summary>
    /// Posts a prompt. Our key travels in the message's metadata, so that <see cref="FindPromptAsync"/> can find it.
    /// An <see cref="OutcomeKind.Unavailable"/> post may have happened.
    /// </summary>
    Task<Outcome<MessageRef>> PostPromptAsync(string channelId, PromptView prompt, CancellationToken cancellationToken);

    /// <summary>The message that an earlier try posted for this face, or null.</summary>
    /// <param name="channelId">Where it would be.</param>
    /// <param name="faceId">The key in its metadata.</param>
    /// <param name="oldest">Nothing was posted before this time.</param>
    /// <param name="cancellationToken">Bounds the call.</param>
    Task<Outcome<MessageRef?>> FindPromptAsync(string channelId, string faceId, DateTimeOffset oldest, CancellationToken cancellationToken);

    /// <summary>Replaces what a prompt shows (<c>chat.update</c> on channel and ts).</summary>
    Task<Outcome<Nothing>> UpdatePromptAsync(MessageRef message, PromptView prompt, CancellationToken cancellationToken);

    /// <summary>Tells one person something in the channel that nobody else sees.</summary>
    Task<Outcome<Nothing>> TellAsync(string channelId, string userId, string text, CancellationToken cancellationToken);

    /// <summary>Asks one person, in a direct message, whether a face shows her. After <see cref="OutcomeKind.Unavailable"/> it may have been posted.</summary>
    Task<Outcome<MessageRef>> AskPersonAsync(PersonQuestion question, CancellationToken cancellationToken);

    /// <summary>Replaces what that message shows.</summary>
    Task<Outcome<Nothing>> UpdatePersonQuestionAsync(MessageRef message, PersonQuestion question, CancellationToken cancellationToken);

    /// <summary>Who a user is. An unknown or invisible user is <see cref="OutcomeKind.Refused"/>.</summary>
    Task<Outcome<SlackUser>> GetUserAsync(string userId, CancellationToken cancellationToken);

    /// <summary>Uploads a picture that only this app can see and show in its messages, and waits until Slack can show it.</summary>
    /// <returns>The file's id, for <see cref="PromptView"/>.</returns>
    Task<Outcome<string>> UploadPictureAsync(string fileName, string altText, ReadOnlyMemory<byte> jpeg, CancellationToken cancellationToken);

    /// <summary>Deletes an uploaded picture. Already gone is a success.</summary>
    Task<Outcome<Nothing>> DeletePictureAsync(string fileId, CancellationToken cancellationToken);
}

/// <summary>The key of a posted message.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.MessageRef")]
public sealed record MessageRef
{
    [Id(0)] public string ChannelId { get; init; } = "";

    /// <summary>Slack's timestamp text, for example <c>1712345678.000100</c>.</summary>
    [Id(1)] public string Ts { get; init; } = "";
}

/// <summary>A Slack user, as far as Atmosphere cares.</summary>
public sealed record SlackUser
{
    public string UserId { get; init; } = "";

    /// <summary>May be empty.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>May be empty.</summary>
    public string RealName { get; init; } = "";

    public bool IsBot { get; init; }

    /// <summary>The account was deactivated.</summary>
    public bool IsDeactivated { get; init; }
}

/// <summary>How far "Is this you?" is.</summary>
public enum PersonQuestionKind
{
    /// <summary>With "Yes" and "No".</summary>
    Open = 0,

    SaidYes = 1,

    SaidNo = 2,

    /// <summary>Colleagues have named her before she answered. With "No".</summary>
    Named = 3,

    /// <summary>Settled in another way, or asked anew.</summary>
    Closed = 4,
}

/// <summary>"Is this you?"</summary>
public sealed record PersonQuestion
{
    public string FaceId { get; init; } = "";

    /// <summary>Travels in the buttons.</summary>
    public int Round { get; init; }

    /// <summary>Who is asked.</summary>
    public string PersonId { get; init; } = "";

    public PersonQuestionKind Kind { get; init; }

    /// <summary>Slack file id of the crop, or null when there is none.</summary>
    public string? CropFileId { get; init; }
}

/// <summary>What a prompt is about.</summary>
public enum PromptKind
{
    /// <summary>Who is this? With a user picker, "Not a face", "Nobody we know" and, for voters, "Take back my vote".</summary>
    Question = 0,

    /// <summary>"Identified as X, 93 %", with "Not X?".</summary>
    Identified = 1,

    /// <summary>Enough people agree; the gallery has not answered yet. No buttons.</summary>
    Agreed = 2,

    /// <summary>"Tagged as X", with "Undo".</summary>
    Tagged = 3,

    /// <summary>"Tagged as X, but X's gallery is full (248)", with "Undo".</summary>
    TaggedNotEnrolled = 4,

    /// <summary>The picture can't be used, and why. No buttons.</summary>
    Unusable = 5,

    /// <summary>Closed as "not a face" or "nobody we know". No buttons.</summary>
    Dismissed = 6,

    /// <summary>Too many different answers. With "Ask again".</summary>
    Disputed = 7,

    /// <summary>Nobody answered in time. With "Ask again".</summary>
    Expired = 8,

    /// <summary>"Is this X?", with "Yes" and "No" before everything that <see cref="Question"/> offers.</summary>
    Suggestion = 9,

    /// <summary>The face was removed. No name, no picture, no buttons.</summary>
    Forgotten = 10,
}

/// <summary>One vote as the prompt shows it.</summary>
public sealed record ShownVote
{
    public string VoterId { get; init; } = "";

    /// <summary>The person voted for or, with <see cref="NotThem"/>, against; null for "not a face" and "nobody we know".</summary>
    public string? PersonId { get; init; }

    public bool NotAFace { get; init; }

    /// <summary>The voter says that it is not <see cref="PersonId"/>.</summary>
    public bool NotThem { get; init; }
}

/// <summary>One more picture on a prompt.</summary>
public sealed record ShownFace
{
    public string FaceId { get; init; } = "";

    /// <summary>Slack file id of the crop, or null when there is none.</summary>
    public string? FileId { get; init; }
}

/// <summary>Everything that a prompt shows, rendered from the face's state when it is sent.</summary>
public sealed record PromptView
{
    public string FaceId { get; init; } = "";

    /// <summary>Travels in every button's value: a press on an older round is answered "closed".</summary>
    public int Round { get; init; }

    public PromptKind Kind { get; init; }

    /// <summary>Slack file id of the crop, or null when there is none.</summary>
    public string? CropFileId { get; init; }

    /// <summary>Slack file id of the zoom-in, or null.</summary>
    public string? ZoomInFileId { get; init; }

    /// <summary>The person suggested, identified, agreed or tagged; null otherwise.</summary>
    public string? PersonId { get; init; }

    /// <summary>Display name, else real name; empty when neither is known (the mention is shown then).</summary>
    public string PersonName { get; init; } = "";

    /// <summary>0 to 1; for <see cref="PromptKind.Identified"/> and <see cref="PromptKind.Suggestion"/>.</summary>
    public double Confidence { get; init; }

    /// <summary>Why: for <see cref="PromptKind.Unusable"/> and <see cref="PromptKind.Dismissed"/>; a sentence.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Somebody said of this person "that's not them": shown with the question of the next round.</summary>
    public string? NotPersonId { get; init; }

    public string NotPersonName { get; init; } = "";

    /// <summary>Live votes of the round, oldest first.</summary>
    public ImmutableArray<ShownVote> Votes { get; init; } = [];

    /// <summary>Votes needed.</summary>
    public int Required { get; init; }

    /// <summary>Other pictures of the same person that the same answer is for: at most three. Each can be said to show somebody else while the question is open.</summary>
    public ImmutableArray<ShownFace> Others { get; init; } = [];

    /// <summary>How many other faces the answer is for, shown or not.</summary>
    public int OtherCount { get; init; }
}
