using Microsoft.Extensions.Options;

namespace Atmosphere.Slack.WebApi;

/// <summary>Where the Web API is. Asked before each call: the practice channel knows its own port only after the server has started.</summary>
public interface ISlackApiAddress
{
    /// <summary>Ends in a slash. Null while it is not known yet.</summary>
    Uri? BaseAddress { get; }
}

/// <summary>The address from <c>Slack:ApiUrl</c>.</summary>
internal sealed class ConfiguredSlackApiAddress(IOptions<SlackOptions> options) : ISlackApiAddress
{
    public Uri? BaseAddress { get; } = new(options.Value.ApiUrl);
}
