using Atmosphere.Api.Slack;
using Atmosphere.Grains.Ports;
using Atmosphere.Slack.WebApi;

namespace Atmosphere.Api.People;

/// <summary>Hands people what is known about them, as a file in a direct message. One that is lost can be asked for again.</summary>
internal sealed partial class FactsQueue(ISlackFiles slack, FactsReader facts, ILogger<FactsQueue> logger) : LossyQueue<string>
{
    public const string FileName = "what-atmosphere-knows-about-you.json";

    private const string Text = "You asked what Atmosphere knows about you. Here is all of it; only you see this message.";

    /// <param name="userId">Whom.</param>
    public void Send(string userId) => Add(userId);

    protected override async Task DoAsync(string work, CancellationToken stoppingToken)
    {
        var known = await facts.ReadAsync(work, stoppingToken);
        var sent = await slack.SendFileAsync(work, FileName, Text, FactsReader.ToJson(known), stoppingToken);
        if (!sent.IsDone) LogNotSent(sent.Kind, sent.Code);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Somebody could not be sent what is known about her ({Kind}, {Code})")]
    private partial void LogNotSent(OutcomeKind kind, string code);

    [LoggerMessage(Level = LogLevel.Error, Message = "Sending somebody what is known about her failed")]
    protected override partial void LogFaulted(Exception fault);
}
