using Atmosphere.Grains.Ports;
using Atmosphere.Slack.Messages;

namespace Atmosphere.Slack.WebApi;

/// <summary>The Home tab of the app, which everybody has for herself.</summary>
public interface ISlackHomes
{
    /// <summary>Replaces what one person sees there (<c>views.publish</c>).</summary>
    Task<Outcome<Nothing>> PublishHomeAsync(string userId, HomeView view, CancellationToken cancellationToken);
}
