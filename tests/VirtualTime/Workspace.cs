using System.Globalization;
using Atmosphere.Grains.Ports;

namespace Atmosphere.VirtualTime;

/// <summary>A message in the channel, with everything that it has shown.</summary>
internal sealed class Message(MessageRef at, string faceId)
{
    public MessageRef Ref => at;

    public string FaceId => faceId;

    /// <summary>Oldest first.</summary>
    public List<PromptView> Shown { get; } = [];

    public PromptView Now => Shown[^1];

    public bool IsDeleted { get; set; }
}

/// <summary>Slack itself: one channel, users, whispers.</summary>
internal sealed class Workspace(OneThread thread, IReadOnlyList<SlackUser> users)
{
    private readonly Dictionary<string, SlackUser> _users = users.ToDictionary(user => user.UserId, StringComparer.Ordinal);
    private int _ids;

    public IReadOnlyList<SlackUser> Users => users;

    public List<Message> Messages { get; } = [];

    /// <summary>Uploaded and not deleted.</summary>
    public HashSet<string> Files { get; } = [];

    public List<(string UserId, string Text)> Whispers { get; } = [];

    /// <summary>What each direct message shows.</summary>
    public Dictionary<MessageRef, PersonQuestion> Questions { get; } = [];

    /// <summary>Called after each post and each update.</summary>
    public Action<Message> Changed { get; set; } = _ => { };

    public Outcome<MessageRef> Post(string channelId, PromptView prompt)
    {
        var seconds = thread.Now.ToUnixTimeSeconds();
        var message = new Message(new() { ChannelId = channelId, Ts = string.Create(CultureInfo.InvariantCulture, $"{seconds}.{++_ids:d6}") }, prompt.FaceId);
        message.Shown.Add(prompt);
        Messages.Add(message);
        Changed(message);
        return Outcome<MessageRef>.Done(message.Ref);
    }

    public Outcome<MessageRef?> Find(string faceId, DateTimeOffset oldest) => Outcome<MessageRef?>.Done(Messages.Find(message =>
        !message.IsDeleted && message.FaceId == faceId && decimal.Parse(message.Ref.Ts, CultureInfo.InvariantCulture) >= oldest.ToUnixTimeSeconds())?.Ref);

    public Outcome<Nothing> Update(MessageRef at, PromptView prompt)
    {
        if (Messages.Find(message => message.Ref == at) is not { IsDeleted: false } found) return Outcome<Nothing>.Refused("message_not_found", "There is no such message.");
        found.Shown.Add(prompt);
        Changed(found);
        return Outcome<Nothing>.Done(Nothing.Value);
    }

    public Outcome<Nothing> Tell(string userId, string text)
    {
        if (!_users.ContainsKey(userId)) return Outcome<Nothing>.Refused("user_not_in_channel", "There is no such user here.");
        Whispers.Add((userId, text));
        return Outcome<Nothing>.Done(Nothing.Value);
    }

    public Outcome<MessageRef> Ask(PersonQuestion question)
    {
        if (!_users.TryGetValue(question.PersonId, out var user) || user.IsBot || user.IsDeactivated) return Outcome<MessageRef>.Refused("cannot_dm_bot", "Nobody reads that.");
        var message = new MessageRef { ChannelId = $"D0{question.PersonId}", Ts = string.Create(CultureInfo.InvariantCulture, $"{thread.Now.ToUnixTimeSeconds()}.{++_ids:d6}") };
        Questions[message] = question;
        return Outcome<MessageRef>.Done(message);
    }

    public Outcome<Nothing> Update(MessageRef at, PersonQuestion question)
    {
        Questions[at] = question;
        return Outcome<Nothing>.Done(Nothing.Value);
    }

    public Outcome<SlackUser> User(string userId) => _users.TryGetValue(userId, out var user)
        ? Outcome<SlackUser>.Done(user)
        : Outcome<SlackUser>.Refused("user_not_found", "There is no such user.");

    public Outcome<string> Upload()
    {
        var id = $"F{++_ids}";
        Files.Add(id);
        return Outcome<string>.Done(id);
    }

    public Outcome<Nothing> Delete(string fileId)
    {
        Files.Remove(fileId);
        return Outcome<Nothing>.Done(Nothing.Value);
    }
}
