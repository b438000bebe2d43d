using Atmosphere.Api.Slack.Commands;
using Atmosphere.Grains.Ports;
using Atmosphere.Slack.Messages;
using Atmosphere.Slack.WebApi;

namespace Atmosphere.Api.Slack;

/// <summary>A Home tab to be shown.</summary>
/// <param name="UserId">Whose.</param>
/// <param name="First">What is said before everything else, or null.</param>
internal sealed record HomeToShow(string UserId, Topic? First);

/// <summary>Shows people their Home tab when they look at it. One that is lost comes when they look again.</summary>
internal sealed partial class HomeQueue(ISlackHomes homes, PersonalAnswers answers, ILogger<HomeQueue> logger) : LossyQueue<HomeToShow>
{
    public void Add(string userId, Topic? first = null) => Add(new HomeToShow(userId, first));

    protected override async Task DoAsync(HomeToShow work, CancellationToken stoppingToken)
    {
        var shown = await homes.PublishHomeAsync(work.UserId, await answers.HomeAsync(work.UserId, work.First, stoppingToken), stoppingToken);
        if (!shown.IsDone) LogNotShown(shown.Kind, shown.Code);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A Home tab could not be shown ({Kind}, {Code})")]
    private partial void LogNotShown(OutcomeKind kind, string code);

    [LoggerMessage(Level = LogLevel.Error, Message = "Showing a Home tab failed")]
    protected override partial void LogFaulted(Exception fault);
}
