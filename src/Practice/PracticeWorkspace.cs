namespace Atmosphere.Practice;

/// <summary>The fixed ids of the practice workspace. They have the shapes of real ones.</summary>
public static class PracticeWorkspace
{
    public const string TeamId = "T0PRACTICE";

    public const string TeamDomain = "practice";

    public const string ChannelId = "C0PRACTICE";

    /// <summary>The direct message between Atmosphere and one person.</summary>
    public static string DirectMessageWith(string userId) => "D" + userId[1..];

    public const string ChannelName = "faces";

    public const string AppId = "A0ATMOSPHERE";

    /// <summary>The user behind Atmosphere's own messages.</summary>
    public const string BotUserId = "U0ATMOSPHERE";

    public const string BotId = "B0ATMOSPHERE";

    public const string BotName = "Atmosphere";
}
