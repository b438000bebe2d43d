using System.Collections.Concurrent;
using System.Globalization;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Engine.Tests.Flows.Simulated;

/// <summary>A workspace with one channel: messages with their keys, whispers, users.</summary>
public sealed class SimulatedSlack : ISlack
{
    private readonly Lock _gate = new();
    private readonly List<(MessageRef Ref, string FaceId, PromptView View)> _messages = [];
    private readonly ConcurrentDictionary<string, SlackUser> _users = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<MessageRef, PersonQuestion> _direct = [];
    private int _ids;
    private int _updates;

    public Faults Faults { get; } = new();

    public ConcurrentQueue<(string UserId, string Text)> Whispers { get; } = new();

    /// <summary>Uploaded and not deleted, by id.</summary>
    public ConcurrentDictionary<string, string> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>What happens while a message is being updated.</summary>
    public Func<Task> DuringUpdate { get; set; } = () => Task.CompletedTask;

    /// <summary>How often a message was changed.</summary>
    public int Updates => Volatile.Read(ref _updates);

    /// <summary>How often something was posted for this face.</summary>
    public int Posts(string faceId)
    {
        lock (_gate) return _messages.Count(message => message.FaceId == faceId);
    }

    /// <summary>What the face's message shows, or null when there is none.</summary>
    public PromptView? Shown(string faceId)
    {
        lock (_gate) return _messages.LastOrDefault(message => message.FaceId == faceId).View;
    }

    public void Delete(string faceId)
    {
        lock (_gate) _messages.RemoveAll(message => message.FaceId == faceId);
    }

    public void AddUser(SlackUser user) => _users[user.UserId] = user;

    public Task<Outcome<MessageRef>> PostPromptAsync(string channelId, PromptView prompt, CancellationToken cancellationToken) => Answer(
        nameof(PostPromptAsync),
        () =>
        {
            var message = new MessageRef { ChannelId = channelId, Ts = string.Create(CultureInfo.InvariantCulture, $"1772442000.{++_ids:d6}") };
            _messages.Add((message, prompt.FaceId, prompt));
            return Outcome<MessageRef>.Done(message);
        },
        cancellationToken);

    public Task<Outcome<MessageRef?>> FindPromptAsync(string channelId, string faceId, DateTimeOffset oldest, CancellationToken cancellationToken) => Answer(
        nameof(FindPromptAsync), () => Outcome<MessageRef?>.Done(_messages.FirstOrDefault(message => message.FaceId == faceId).Ref), cancellationToken);

    public async Task<Outcome<Nothing>> UpdatePromptAsync(MessageRef message, PromptView prompt, CancellationToken cancellationToken)
    {
        await DuringUpdate();
        return await Answer(
            nameof(UpdatePromptAsync),
            () =>
            {
                var index = _messages.FindIndex(posted => posted.Ref == message);
                if (index < 0) return Outcome<Nothing>.Refused("message_not_found", "There is no such message.");
                _messages[index] = _messages[index] with { View = prompt };
                Interlocked.Increment(ref _updates);
                return Outcome<Nothing>.Done(Nothing.Value);
            },
            cancellationToken);
    }

    public Task<Outcome<Nothing>> TellAsync(string channelId, string userId, string text, CancellationToken cancellationToken) => Answer(
        nameof(TellAsync),
        () =>
        {
            Whispers.Enqueue((userId, text));
            return Outcome<Nothing>.Done(Nothing.Value);
        },
        cancellationToken);

    /// <summary>Who takes no direct messages.</summary>
    public string? NotWrittenTo { get; set; }

    /// <summary>What this person's newest direct message shows, or null.</summary>
    public PersonQuestion? Asked(string personId) => _direct.Values.LastOrDefault(question => question.PersonId == personId);

    public Task<Outcome<MessageRef>> AskPersonAsync(PersonQuestion question, CancellationToken cancellationToken) => Answer(
        nameof(AskPersonAsync),
        () =>
        {
            if (question.PersonId == NotWrittenTo) return Outcome<MessageRef>.Refused("cannot_dm_user", "She takes no messages from apps.");
            var message = new MessageRef { ChannelId = $"D0{question.PersonId}", Ts = string.Create(CultureInfo.InvariantCulture, $"1772442000.{++_ids:d6}") };
            _direct[message] = question;
            return Outcome<MessageRef>.Done(message);
        },
        cancellationToken);

    public Task<Outcome<Nothing>> UpdatePersonQuestionAsync(MessageRef message, PersonQuestion question, CancellationToken cancellationToken) => Answer(
        nameof(UpdatePersonQuestionAsync),
        () =>
        {
            _direct[message] = question;
            return Outcome<Nothing>.Done(Nothing.Value);
        },
        cancellationToken);

    public Task<Outcome<SlackUser>> GetUserAsync(string userId, CancellationToken cancellationToken) => Answer(
        nameof(GetUserAsync),
        () => _users.TryGetValue(userId, out var user) ? Outcome<SlackUser>.Done(user) : Outcome<SlackUser>.Refused("user_not_found", "There is no such user."),
        cancellationToken);

    public Task<Outcome<string>> UploadPictureAsync(string fileName, string altText, ReadOnlyMemory<byte> jpeg, CancellationToken cancellationToken) =>
        Answer(
            nameof(UploadPictureAsync),
            () =>
            {
                var id = $"F0{++_ids}";
                Files[id] = fileName;
                return Outcome<string>.Done(id);
            },
            cancellationToken);

    public Task<Outcome<Nothing>> DeletePictureAsync(string fileId, CancellationToken cancellationToken) => Answer(
        nameof(DeletePictureAsync),
        () =>
        {
            Files.TryRemove(fileId, out _);
            return Outcome<Nothing>.Done(Nothing.Value);
        },
        cancellationToken);

    private Task<Outcome<T>> Answer<T>(string method, Func<Outcome<T>> effect, CancellationToken cancellationToken) => Faults.AnswerAsync(
        method,
        () =>
        {
            lock (_gate) return effect();
        },
        cancellationToken);
}
