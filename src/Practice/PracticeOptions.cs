namespace Atmosphere.Practice;

/// <summary>How the practice channel is set up. Set in code by the host; there is nothing here that an operator has to choose.</summary>
public sealed class PracticeOptions
{
    /// <summary>As <c>Slack:AppToken</c> it makes the practice channel send what is pressed over a WebSocket, as Slack does in Socket Mode.</summary>
    public const string AppToken = "xapp-practice";

    /// <summary>The folder for <c>practice.db</c>. Created when absent.</summary>
    public string DataFolder { get; set; } = "data";

    /// <summary>Where presses are sent, on the host's own address.</summary>
    public string InteractionsPath { get; set; } = "/slack/interactions";

    /// <summary>How long a completed upload is "still being processed", as Slack's are. Default 300 ms.</summary>
    public TimeSpan FileProcessing { get; set; } = TimeSpan.FromMilliseconds(300);
}
