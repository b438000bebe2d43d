namespace Atmosphere.Slack;

/// <summary>Slack's limits for messages (docs.slack.dev, "Blocks reference" and "Block elements"). All in characters unless named otherwise.</summary>
public static class SlackLimits
{
    /// <summary>Blocks in one message.</summary>
    public const int Blocks = 50;

    /// <summary><c>block_id</c> and <c>action_id</c>.</summary>
    public const int BlockId = 255;

    /// <summary>A section's text.</summary>
    public const int SectionText = 3_000;

    /// <summary>Fields of a section, in number.</summary>
    public const int SectionFields = 10;

    /// <summary>One field of a section.</summary>
    public const int FieldText = 2_000;

    /// <summary>A header's text.</summary>
    public const int HeaderText = 150;

    /// <summary>Elements of an actions block, in number.</summary>
    public const int ActionElements = 25;

    /// <summary>Elements of a context block, in number.</summary>
    public const int ContextElements = 10;

    /// <summary>A button's text.</summary>
    public const int ButtonText = 75;

    /// <summary>A button's value.</summary>
    public const int ButtonValue = 2_000;

    /// <summary>A URL in a button or an image.</summary>
    public const int Url = 3_000;

    /// <summary>An image's alt text, and its title.</summary>
    public const int AltText = 2_000;

    /// <summary>The placeholder of a select.</summary>
    public const int Placeholder = 150;

    /// <summary>The text beside the blocks: what <c>chat.update</c> takes. <c>chat.postMessage</c> would cut at 40,000.</summary>
    public const int MessageText = 4_000;
}
