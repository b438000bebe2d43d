using Atmosphere.Grains.Ports;

namespace Atmosphere.Api.Slack;

/// <summary>A sentence for one person in a channel.</summary>
internal sealed record Whisper(string ChannelId, string UserId, string Text);

/// <summary>
/// Tells people privately why a press was not honoured. Nothing was accepted then: when the whisper is lost, the press can be repeated.
/// </summary>
internal sealed partial class WhisperQueue(ISlack slack, ILogger<WhisperQueue> logger) : LossyQueue<Whisper>
{
    public void Add(string channelId, string userId, string text) => Add(new Whisper(channelId, userId, text));

    protected override async Task DoAsync(Whisper work, CancellationToken stoppingToken)
    {
        var told = await slack.TellAsync(work.ChannelId, work.UserId, work.Text, stoppingToken);
        if (!told.IsDone) LogNotTold(told.Kind, told.Code);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Somebody could not be told why a press was not honoured ({Kind}, {Code})")]
    private partial void LogNotTold(OutcomeKind kind, string code);

    [LoggerMessage(Level = LogLevel.Error, Message = "Telling somebody why a press was not honoured failed")]
    protected override partial void LogFaulted(Exception fault);
}
