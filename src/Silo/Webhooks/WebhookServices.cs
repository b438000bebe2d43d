using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Webhooks;
using Atmosphere.Silo.Outside;
using Microsoft.Extensions.Options;

namespace Atmosphere.Silo.Webhooks;

/// <summary>Registers the webhook when one is configured.</summary>
internal static class WebhookServices
{
    /// <param name="services">The host's.</param>
    /// <param name="configuration">Section <c>Webhook</c>; its values are validated at start.</param>
    public static void AddWebhook(this IServiceCollection services, IConfiguration configuration)
    {
        if (string.IsNullOrEmpty(configuration["Webhook:Url"])) return;
        services.WatchWebhook();
        services.AddSingleton<IWebhook>(sp => new HttpWebhook(sp.GetRequiredService<IOptions<WebhookOptions>>().Value, sp.GetRequiredService<OutsideServices>(), sp.GetRequiredService<TimeProvider>()));
    }
}
