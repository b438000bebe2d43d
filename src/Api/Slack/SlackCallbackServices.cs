using Atmosphere.Api.Slack.Commands;
using Atmosphere.Slack;

namespace Atmosphere.Api.Slack;

/// <summary>What the Slack callbacks need.</summary>
internal static class SlackCallbackServices
{
    /// <exception cref="Silo.Hosting.SettingException"><c>Access:Operators</c> can't be read.</exception>
    public static void AddSlackCallbacks(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(SlackOperators.Read(configuration));
        services.AddSingleton<IAboutPerson, AboutPerson>();
        services.AddSingleton<PersonalAnswers>();
        services.AddSingleton<HomeQueue>();
        services.AddHostedService(sp => sp.GetRequiredService<HomeQueue>());
        services.AddSingleton<WhisperQueue>();
        services.AddHostedService(sp => sp.GetRequiredService<WhisperQueue>());
        services.AddSingleton<ISlackCallbacks, SlackCallbacks>();
        services.AddSingleton<CallbackServices>();
        services.AddSlackSocketMode();
        services.AddHealthChecks().AddCheck<SocketModeCheck>(SocketModeCheck.Name);
    }
}
