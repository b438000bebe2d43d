namespace Atmosphere.Slack.Interactions;

/// <summary>What somebody did in Slack, read from a signed request. A closed set.</summary>
public abstract record Interaction
{
    private protected Interaction() { }

    /// <summary>Who did it. Empty only for what nobody did: <see cref="AddressChecked"/>, <see cref="Irrelevant"/> and <see cref="Malformed"/>.</summary>
    public string UserId { get; init; } = "";

    /// <summary>Where; empty for what happened in no channel.</summary>
    public string ChannelId { get; init; } = "";

    /// <summary>The message's timestamp, its key in the channel.</summary>
    public string MessageTs { get; init; } = "";

    /// <summary>When it was pressed, by Slack's clock: of two presses by one person the later counts. See <see cref="SlackTs"/>.</summary>
    public string ActionTs { get; init; } = "";

    /// <summary>The workspace, or empty when Slack does not say (an organisation-wide installation).</summary>
    public string TeamId { get; init; } = "";

    /// <summary>The app that Slack says this is for, or empty. Read of commands and events.</summary>
    public string AppId { get; init; } = "";
}

/// <summary>Something about a face.</summary>
public abstract record FaceInteraction : Interaction
{
    private protected FaceInteraction() { }

    /// <summary>The face and the round that the pressed message was showing.</summary>
    public FaceRef Face { get; init; } = new();
}

/// <summary>What a vote says.</summary>
public enum VoteChoice
{
    /// <summary>It is <see cref="VotePressed.PersonId"/>.</summary>
    Person = 0,

    NotAFace = 1,

    NobodyWeKnow = 2,

    /// <summary>It is not <see cref="VotePressed.PersonId"/>.</summary>
    NotThem = 3,
}

/// <summary>Somebody said who a face is.</summary>
public sealed record VotePressed : FaceInteraction
{
    public VoteChoice Choice { get; init; }

    /// <summary>The user that was chosen, or that "yes" or "no" was said about; unverified: the picker offers bots too. Null for the other choices.</summary>
    public string? PersonId { get; init; }
}

/// <summary>Somebody withdrew a vote.</summary>
public sealed record VoteTakenBack : FaceInteraction;

/// <summary>"Not X?" was pressed.</summary>
public sealed record IdentificationDisputed : FaceInteraction;

/// <summary>Somebody said that one of several pictures shows somebody else.</summary>
public sealed record FaceSplitOff : FaceInteraction
{
    /// <summary>The face on that picture; <see cref="FaceInteraction.Face"/> is the one whose prompt it is.</summary>
    public string OtherFaceId { get; init; } = "";
}

/// <summary>"Ask again" was pressed on a question that ended without an answer.</summary>
public sealed record FaceReopened : FaceInteraction;

/// <summary>"Undo" was pressed on a tag.</summary>
public sealed record TagUndone : FaceInteraction;

/// <summary>Somebody gave the slash command.</summary>
public sealed record CommandGiven : Interaction
{
    /// <summary>The command itself, for example <c>/atmosphere</c>.</summary>
    public string Command { get; init; } = "";

    /// <summary>What followed it, as typed; at most <see cref="CommandParser.LongestText"/> characters.</summary>
    public string Text { get; init; } = "";
}

/// <summary>Somebody looks at the app's Home tab.</summary>
public sealed record HomeOpened : Interaction;

/// <summary>Somebody pressed the button of the setup page's test message.</summary>
public sealed record SetupPressed : Interaction
{
    /// <summary>Which test: a GUID in text form.</summary>
    public string TestId { get; init; } = "";
}

/// <summary>Somebody pressed "Train now". Whether she may is for the handler to say.</summary>
public sealed record TrainingAsked : Interaction;

/// <summary>Somebody pressed "Forget me", and confirmed it.</summary>
public sealed record ForgettingAsked : Interaction;

/// <summary>Somebody who was forgotten pressed "Remember me".</summary>
public sealed record RememberingAsked : Interaction;

/// <summary>Slack checks the events address when it is entered: <see cref="Challenge"/> is to be sent back. Only over HTTP.</summary>
public sealed record AddressChecked : Interaction
{
    public string Challenge { get; init; } = "";
}

/// <summary>A genuine request that asks nothing of us, such as a link button or another app's action: answer 200 and do nothing.</summary>
public sealed record Irrelevant : Interaction
{
    /// <summary>For the log: fixed words, never text from the request.</summary>
    public string Reason { get; init; } = "";
}

/// <summary>Not something that Slack or our messages send: answer 400.</summary>
public sealed record Malformed : Interaction
{
    /// <summary>For the log: fixed words, never text from the request.</summary>
    public string Reason { get; init; } = "";
}
