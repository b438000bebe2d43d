using Atmosphere.Slack.SlackNet;
using Atmosphere.Slack.WebApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Newtonsoft.Json;
using SlackNet;

namespace Atmosphere.Slack;

/// <summary>Puts SlackNet together: its requests and answers, our transport and address.</summary>
internal static class SlackNetClient
{
    public static bool IsHere => true;

    public static ISlackWebApi Create(IServiceProvider provider)
    {
        var transport = provider.GetRequiredService<SlackTransport>();
        var settings = Default.JsonSettings();
        settings.SerializerSettings.DateParseHandling = DateParseHandling.None; // a display name may look like a date
        var slack = new SlackApiClient(
            new SlackNetHttp(transport, settings),
            new SlackNetUrls(provider.GetRequiredService<ISlackApiAddress>(), Default.UrlBuilder(settings)),
            settings,
            provider.GetRequiredService<IOptions<SlackOptions>>().Value.BotToken)
        {
            DisableRetryOnRateLimit = true, // it would wait inside of the call, without end: whoever called has the backoff
        };
        return new SlackNetWebApi(slack, transport);
    }
}
