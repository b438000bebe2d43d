using Atmosphere.Practice.Api;
using Atmosphere.Practice.Page;
using Atmosphere.Practice.Pressing;
using Atmosphere.Practice.Sockets;
using Atmosphere.Practice.Store;
using Atmosphere.Slack;
using Atmosphere.Slack.WebApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace Atmosphere.Practice;

/// <summary>Adds the practice channel to a host.</summary>
public static class PracticeServices
{
    /// <summary>
    /// Adds the practice channel beside <see cref="SlackServices.AddSlack"/>, in either order: token, secret, channel and address of Slack become its own.
    /// </summary>
    /// <exception cref="InvalidOperationException">The environment is not Development.</exception>
    public static IServiceCollection AddPracticeSlack(this IServiceCollection services, IHostEnvironment environment, Action<PracticeOptions>? configure = null)
    {
        DemandDevelopment(environment);
        services.AddOptions<PracticeOptions>().Configure(options => configure?.Invoke(options));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<PracticeStore>();
        services.TryAddSingleton<PracticeSettings>();
        services.AddSingleton<IPostConfigureOptions<SlackOptions>>(provider => provider.GetRequiredService<PracticeSettings>());
        services.TryAddSingleton<PracticeAddress>();
        services.Replace(ServiceDescriptor.Singleton<ISlackApiAddress>(provider => provider.GetRequiredService<PracticeAddress>()));
        services.TryAddSingleton<PostingRate>();
        services.TryAddSingleton<PracticeFaults>();
        services.TryAddSingleton<PracticeSockets>();
        services.TryAddSingleton<PracticeHomes>();
        services.TryAddSingleton<PracticeSlack>();
        services.TryAddSingleton<Presser>();
        services.TryAddSingleton<PageRenderer>();
        services.TryAddSingleton<LiveMessages>();
        services.AddHttpClient(Presser.HttpClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
            .RemoveAllLoggers();
        // Slack is on this machine now: a proxy meant for the real one would not find it, or would see the pictures.
        services.PostConfigure<HttpClientFactoryOptions>(SlackServices.HttpClientName, options => options.HttpMessageHandlerBuilderActions.Add(handler =>
        {
            if (handler.PrimaryHandler is SocketsHttpHandler sockets) sockets.UseProxy = false;
        }));
        return services;
    }

    /// <summary>Maps the page at <see cref="PracticePaths.Page"/> and the stand-in for Slack's Web API at <see cref="PracticePaths.Api"/>. Both answer on loopback only.</summary>
    /// <exception cref="InvalidOperationException">The environment is not Development, or <see cref="AddPracticeSlack"/> was not called.</exception>
    public static IEndpointRouteBuilder MapPractice(this IEndpointRouteBuilder endpoints)
    {
        DemandDevelopment(endpoints.ServiceProvider.GetRequiredService<IHostEnvironment>());
        if (endpoints.ServiceProvider.GetService<PracticeSlack>() is null)
            throw new InvalidOperationException("The practice channel is not registered: call services.AddPracticeSlack(…) first.");
        endpoints.MapPracticeSlackApi(PracticePaths.Api);
        endpoints.MapPracticeSocket(PracticePaths.Socket);
        endpoints.MapPracticePage(PracticePaths.Page);
        return endpoints;
    }

    private static void DemandDevelopment(IHostEnvironment environment)
    {
        if (!environment.IsDevelopment())
        {
            throw new InvalidOperationException(
                $"The practice channel lets anybody at this machine vote as anybody, so it runs only in Development; this is {environment.EnvironmentName}. "
                + "Configure a real Slack app (Slack:BotToken, Slack:SigningSecret, Slack:Channel), or set ASPNETCORE_ENVIRONMENT=Development.");
        }
    }
}
