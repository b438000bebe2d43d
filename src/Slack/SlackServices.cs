using System.Collections.Immutable;
using Atmosphere.Grains.Ports;
using Atmosphere.Slack.SocketMode;
using Atmosphere.Slack.WebApi;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Atmosphere.Slack;

/// <summary>Registers Slack.</summary>
public static class SlackServices
{
    /// <summary>The <see cref="IHttpClientFactory"/> name of the clients that talk to Slack.</summary>
    public const string HttpClientName = "Atmosphere.Slack";

    /// <summary>
    /// Adds <see cref="ISlack"/> and <see cref="ISlackIdentity"/>, with <see cref="SlackOptions"/> from the section <c>Slack</c>,
    /// checked at start.
    /// </summary>
    public static IServiceCollection AddSlack(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(SlackOptions.Section);
        services.AddOptions<SlackOptions>()
            .Bind(section)
            .Configure(options => options.SigningSecrets = ReadSecrets(section.GetSection("SigningSecret")))
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SlackOptions>, SlackOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ISlackApiAddress, ConfiguredSlackApiAddress>();
        services.TryAddSingleton<SlackTransport>();
        services.TryAddSingleton(WebApi);
        services.TryAddSingleton<SlackClient>();
        services.TryAddSingleton<ISlack>(provider => provider.GetRequiredService<SlackClient>());
        services.TryAddSingleton<ISlackSetup>(provider => provider.GetRequiredService<SlackClient>());
        services.TryAddSingleton<ISlackHomes>(provider => provider.GetRequiredService<SlackClient>());
        services.TryAddSingleton<ISlackFiles>(provider => provider.GetRequiredService<SlackClient>());
        services.TryAddSingleton<ISlackIdentity>(provider => provider.GetRequiredService<SlackClient>());
        services.AddHttpClient(HttpClientName, client =>
            {
                client.Timeout = Timeout.InfiniteTimeSpan; // each call has a time-out of its own, on the injected clock
                client.MaxResponseContentBufferSize = SlackTransport.LargestAnswer;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false, // a token or a face must not follow one
                UseCookies = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            })
            .RemoveAllLoggers(); // they would log upload addresses, which are permissions in themselves
        return services;
    }

    /// <summary>
    /// Adds Socket Mode, which is used when <c>Slack:AppToken</c> is set. What it brings goes to <see cref="ISlackCallbacks"/>, which the caller
    /// registers; how it is, <see cref="SocketModeStatus"/> tells. After <see cref="AddSlack"/>.
    /// </summary>
    public static IServiceCollection AddSlackSocketMode(this IServiceCollection services)
    {
        services.TryAddSingleton<SocketModeStatus>();
        services.TryAddSingleton<SocketOpener>();
        services.TryAddSingleton<SocketPatience>();
        services.AddHostedService<SocketModeService>();
        return services;
    }

    private static ISlackWebApi WebApi(IServiceProvider provider) => provider.GetRequiredService<IOptions<SlackOptions>>().Value.Client switch
    {
        SlackClientKind.BuiltIn => new BuiltInWebApi(provider.GetRequiredService<SlackTransport>()),
        SlackClientKind.SlackNet => SlackNetClient.Create(provider),
        var other => throw new InvalidOperationException($"There is no Slack client {other}."),
    };

    private static ImmutableArray<string> ReadSecrets(IConfigurationSection setting)
    {
        var given = setting.Value is { } text ? text.Split(',') : setting.GetChildren().Select(child => child.Value ?? "");
        return [.. given.Select(secret => secret.Trim()).Where(secret => secret.Length > 0)];
    }
}
