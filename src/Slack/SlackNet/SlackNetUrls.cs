using Atmosphere.Grains.Ports;
using Atmosphere.Slack.WebApi;
using SlackNet;

namespace Atmosphere.Slack.SlackNet;

/// <summary>SlackNet's own addresses, moved from slack.com to where <c>Slack:ApiUrl</c> or the practice channel is.</summary>
internal sealed class SlackNetUrls(ISlackApiAddress address, ISlackUrlBuilder slackCom) : ISlackUrlBuilder
{
    /// <exception cref="SlackCallException">The address is not known yet.</exception>
    public string Url(string apiMethod, Dictionary<string, object> args)
    {
        if (address.BaseAddress is not { } baseAddress) throw new SlackCallException(SlackAnswer.AddressUnknown<Nothing>());
        return new Uri(baseAddress, apiMethod).AbsoluteUri + new Uri(slackCom.Url(apiMethod, args)).Query;
    }
}
