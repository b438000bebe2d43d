using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Atmosphere.Slack.Messages;

/// <summary>The part of Block Kit that our messages are made of. Serialised with <see cref="SlackJson"/>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(SectionBlock), "section")]
[JsonDerivedType(typeof(ImageBlock), "image")]
[JsonDerivedType(typeof(ContextBlock), "context")]
[JsonDerivedType(typeof(ActionsBlock), "actions")]
public abstract record Block
{
    /// <summary>At most 255 characters, unique in the message.</summary>
    public string? BlockId { get; init; }
}

/// <summary>A paragraph, with a picture or a button beside it.</summary>
public sealed record SectionBlock : Block
{
    public required TextObject Text { get; init; }

    public Element? Accessory { get; init; }
}

/// <summary>A picture over the message's whole width.</summary>
public sealed record ImageBlock : Block
{
    public required SlackFile SlackFile { get; init; }

    /// <summary>Required by Slack.</summary>
    public required string AltText { get; init; }
}

/// <summary>Small print.</summary>
public sealed record ContextBlock : Block
{
    public required ImmutableArray<TextObject> Elements { get; init; }
}

/// <summary>Buttons and selects.</summary>
public sealed record ActionsBlock : Block
{
    public required ImmutableArray<Element> Elements { get; init; }
}

/// <summary>What stands inside a block.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ButtonElement), "button")]
[JsonDerivedType(typeof(UsersSelectElement), "users_select")]
[JsonDerivedType(typeof(ImageElement), "image")]
public abstract record Element;

/// <summary>A button.</summary>
public sealed record ButtonElement : Element
{
    public required string ActionId { get; init; }

    public required TextObject Text { get; init; }

    public required string Value { get; init; }

    /// <summary><c>primary</c>, <c>danger</c> or null.</summary>
    public string? Style { get; init; }

    /// <summary>What Slack asks before it sends the press, or null.</summary>
    public ConfirmObject? Confirm { get; init; }
}

/// <summary>"Are you sure?"</summary>
public sealed record ConfirmObject
{
    /// <summary>At most 100 characters, plain text.</summary>
    public required TextObject Title { get; init; }

    /// <summary>At most 300 characters.</summary>
    public required TextObject Text { get; init; }

    /// <summary>At most 30 characters, plain text.</summary>
    public required TextObject Confirm { get; init; }

    /// <summary>At most 30 characters, plain text.</summary>
    public required TextObject Deny { get; init; }

    /// <summary><c>primary</c>, <c>danger</c> or null.</summary>
    public string? Style { get; init; }
}

/// <summary>A picker of users. It offers bots too.</summary>
public sealed record UsersSelectElement : Element
{
    public required string ActionId { get; init; }

    public required TextObject Placeholder { get; init; }
}

/// <summary>A small picture.</summary>
public sealed record ImageElement : Element
{
    public required SlackFile SlackFile { get; init; }

    /// <summary>Required by Slack.</summary>
    public required string AltText { get; init; }
}

/// <summary>A picture that was uploaded to Slack: no public URL is involved.</summary>
public sealed record SlackFile
{
    public required string Id { get; init; }
}

/// <summary>A text.</summary>
public sealed record TextObject
{
    /// <summary><c>mrkdwn</c> or <c>plain_text</c>.</summary>
    public required string Type { get; init; }

    public required string Text { get; init; }

    public static TextObject Mrkdwn(string text) => new() { Type = "mrkdwn", Text = text };

    public static TextObject Plain(string text) => new() { Type = "plain_text", Text = text };
}

/// <summary>A message, ready to be sent.</summary>
public sealed record SlackMessage
{
    /// <summary>What notifications and screen readers use in place of the blocks.</summary>
    public required string Text { get; init; }

    public required ImmutableArray<Block> Blocks { get; init; }
}
