using Atmosphere.Slack.WebApi;

namespace Atmosphere.Slack;

/// <summary>In a build without the cloud packages: says so.</summary>
internal static class SlackNetClient
{
    public static bool IsHere => false;

    public static ISlackWebApi Create(IServiceProvider provider) =>
        throw new NotSupportedException("Slack:Client is SlackNet, which this build leaves out: the check of the settings should have said so.");
}
