using Atmosphere.Slack.WebApi;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Atmosphere.Practice;

/// <summary>The host's own address on this machine. Known when the server listens.</summary>
internal sealed class PracticeAddress(IServer server) : ISlackApiAddress
{
    private Uri? _self;

    /// <summary>For example <c>http://127.0.0.1:5000/</c>, or null while the server does not listen yet.</summary>
    public Uri? Self => _self ??= FindSelf(server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []);

    public Uri? BaseAddress => Self is { } self ? new Uri(self, $"{PracticePaths.Api}/") : null;

    /// <summary>http before https, whose development certificate this process may not trust. An address for every interface is reached on loopback.</summary>
    internal static Uri? FindSelf(IEnumerable<string> addresses) => addresses
        .Select(address => address
            .Replace("://*", "://127.0.0.1", StringComparison.Ordinal)
            .Replace("://+", "://127.0.0.1", StringComparison.Ordinal)
            .Replace("://0.0.0.0", "://127.0.0.1", StringComparison.Ordinal)
            .Replace("://[::]", "://127.0.0.1", StringComparison.Ordinal))
        .Select(address => Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri : null)
        .Where(uri => uri is { IsLoopback: true, Port: > 0 })
        .OrderBy(uri => uri!.Scheme == Uri.UriSchemeHttp ? 0 : 1)
        .FirstOrDefault();
}
