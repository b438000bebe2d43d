using Atmosphere.Practice;

namespace Atmosphere.Api.Hosting;

/// <summary>Whether the practice channel takes Slack's place: in Development, on loopback only, while no Slack token is
/// configured; not for a cluster, whose silos would not find it in this process.</summary>
/// <param name="IsOn">True for practice.</param>
internal sealed record PracticeMode(bool IsOn)
{
    public static PracticeMode Choose(IHostEnvironment environment, IConfiguration configuration) =>
        new(environment.IsDevelopment() && CoHosting.IsOn(configuration) && string.IsNullOrWhiteSpace(configuration["Slack:BotToken"])
            && !IsRealApp(configuration["Slack:AppToken"]) && ListensOnLoopbackOnly(configuration));

    /// <summary>Who gives the token of an app of her own and forgets the other one is to be told, not put into practice.</summary>
    private static bool IsRealApp(string? appToken) => !string.IsNullOrWhiteSpace(appToken) && appToken != PracticeOptions.AppToken;

    /// <summary>The ways to tell Kestrel where to listen; without any it takes localhost. Ports alone, which urls override, mean every interface.</summary>
    private static bool ListensOnLoopbackOnly(IConfiguration configuration)
    {
        var urls = configuration["urls"] ?? "";
        var portsOnly = urls.Length == 0 && (configuration["http_ports"] ?? configuration["https_ports"]) is { Length: > 0 };
        return !portsOnly && urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Concat(configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"] ?? ""))
            .All(IsLoopback);
    }

    private static bool IsLoopback(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.IsLoopback;
}
