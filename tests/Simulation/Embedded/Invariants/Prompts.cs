using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Simulation.Invariants;

/// <summary>A face has one message, however often its step is retried or a process dies.</summary>
internal sealed class NoPromptIsPostedTwice(World world) : Invariant(world), IMessageInvariant
{
    public void OnMessage(Message message)
    {
        // A message that somebody has deleted can't be found any more: whoever does not know its outcome posts another.
        var posted = World.Workspace.Messages.Where(other => other.FaceId == message.FaceId && !other.IsDeleted).ToList();
        if (posted.Count > 1) Fail($"{Name(message.FaceId)} has {posted.Count} messages");
    }
}

/// <summary>Not more questions are open at once than the channel is to bear. Those of a later round are in a message that is there already.</summary>
internal sealed class ChannelIsNotFlooded(World world) : Invariant(world), IMessageInvariant
{
    public void OnMessage(Message message)
    {
        var open = World.Workspace.Messages.Count(each => World.States.Faces[each.FaceId] is { Status: FaceStatus.Asking, Round: 1 });
        if (open > World.Settings.MaxOpen) Fail($"{open} questions are open, {World.Settings.MaxOpen} may be");
    }
}

/// <summary>A name is the display name, else the real name, else the mention; never blank because the first is.</summary>
internal sealed class NamesAreNeverBlank(World world) : Invariant(world), IMessageInvariant
{
    public void OnMessage(Message message)
    {
        Check(message.Now.PersonId, message.Now.PersonName);
        Check(message.Now.NotPersonId, message.Now.NotPersonName);
    }

    private void Check(string? personId, string name)
    {
        if (personId is null || World.Workspace.Users.FirstOrDefault(user => user.UserId == personId) is not { } user) return;
        var expected = user.DisplayName.Length > 0 ? user.DisplayName : user.RealName;

        // While Slack can't be asked the mention is shown.
        var unknown = name.Length == 0 && World.States.People.GetValueOrDefault(personId)?.Profile is null;
        if (name != expected && !unknown) Fail($"{personId} is called '{name}' and not '{expected}'");
    }
}

/// <summary>At rest every message shows what its face has come to.</summary>
internal sealed class PromptsShowTheState(World world) : Invariant(world), IRestInvariant
{
    public void AtRest()
    {
        foreach (var (faceId, face) in World.States.Faces)
        {
            var messages = World.Workspace.Messages.Where(message => message.FaceId == faceId).ToList();
            if (face.LeadFaceId is not null)
            {
                if (messages.Count > 0) Fail($"{Name(faceId)} follows another face, and has a message");
                continue;
            }

            if (messages.Count == 0 && face.Status == FaceStatus.Forgotten) continue;
            if (messages.Count == 0) Fail($"{Name(faceId)} is {face.Status}, and has no message");
            else if (messages[^1] is { IsDeleted: false, Now: var shown } && Flaw(face, shown) is { } flaw) Fail($"{Name(faceId)} is {face.Status} in round {face.Round}, and its message shows {flaw}");
        }
    }

    private static string? Flaw(FaceState face, PromptView shown)
    {
        var kind = face.Status switch
        {
            FaceStatus.Identified => PromptKind.Identified,
            FaceStatus.Asking => face.Suggestion is null ? PromptKind.Question : PromptKind.Suggestion,
            FaceStatus.Agreed => PromptKind.Agreed,
            FaceStatus.Tagged => face.Enrolled ? PromptKind.Tagged : PromptKind.TaggedNotEnrolled,
            FaceStatus.Dismissed => PromptKind.Dismissed,
            FaceStatus.Disputed => PromptKind.Disputed,
            FaceStatus.Expired => PromptKind.Expired,
            FaceStatus.Forgotten => PromptKind.Forgotten,
            _ => PromptKind.Unusable,
        };
        if (shown.Kind != kind || shown.Round != face.Round) return $"{shown.Kind} in round {shown.Round}";
        if (shown.PersonId != (face.PersonId ?? face.Suggestion?.PersonId)) return $"the person {shown.PersonId}";
        if (shown.OtherCount != face.Together.Followers.Count && face.Status == FaceStatus.Asking) return $"{shown.OtherCount} others";
        if (face.Status == FaceStatus.Asking && !shown.Others.Select(other => other.FaceId).SequenceEqual(face.Together.Followers.Take(3).Select(follower => follower.FaceId))) return "other pictures";
        var votes = face.Votes.Where(vote => vote.Value.IsLive).Select(vote => $"{vote.Key}: {vote.Value.Choice.PersonId}").Order(StringComparer.Ordinal);
        var shownVotes = shown.Votes.Select(vote => $"{vote.VoterId}: {vote.PersonId}").Order(StringComparer.Ordinal);
        return votes.SequenceEqual(shownVotes) ? null : $"the votes {string.Join(", ", shownVotes)}";
    }
}

/// <summary>In the end no message asks or waits any more.</summary>
internal sealed class PromptsAreFinished(World world) : Invariant(world), IEndInvariant
{
    public void AtEnd()
    {
        foreach (var message in World.Workspace.Messages.Where(message => !message.IsDeleted && message.Now.Kind is PromptKind.Question or PromptKind.Suggestion or PromptKind.Agreed))
            Fail($"the message of {Name(message.FaceId)} still shows {message.Now.Kind}");
        foreach (var (faceId, face) in World.States.Faces.Where(face => face.Value.Status is FaceStatus.Detected or FaceStatus.Asking or FaceStatus.Following or FaceStatus.Agreed))
            Fail($"{Name(faceId)} is still {face.Status}");
    }
}

/// <summary>At rest a place in the channel is taken by each face that is asked about, and by no other.</summary>
internal sealed class ChannelPlacesAreRight(World world) : Invariant(world), IRestInvariant
{
    public void AtRest()
    {
        var asking = World.States.Faces.Where(face => face.Value.Status == FaceStatus.Asking).Select(face => face.Key);
        if (!asking.SequenceEqual(World.States.Channel.Open.Keys))
            Fail($"asked about: {string.Join(", ", asking.Select(Name))}; places: {string.Join(", ", World.States.Channel.Open.Keys.Select(Name))}");
    }
}
