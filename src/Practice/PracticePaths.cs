namespace Atmosphere.Practice;

/// <summary>Where the practice channel lives on the host.</summary>
public static class PracticePaths
{
    /// <summary>The page.</summary>
    public const string Page = "/practice";

    /// <summary>The stand-in for <c>https://slack.com/api</c>.</summary>
    public const string Api = "/practice/api";

    /// <summary>The stand-in for Slack's side of Socket Mode.</summary>
    public const string Socket = "/practice/socket";
}
