using Atmosphere.Api.Slack;
using Atmosphere.Grains.Ports;
using Atmosphere.Slack.WebApi;

namespace Atmosphere.Api.Setup;

/// <summary>Says in a test message that its button was pressed. The page knows it at once; the message may be late, or never told.</summary>
internal sealed partial class SetupPressQueue(ISlackSetup slack, PressTest test, ILogger<SetupPressQueue> logger) : LossyQueue<MessageRef>
{
    public void Add(string testId, MessageRef message)
    {
        // Of several replicas only the one that posted knows the test; the message is told by whichever got the press.
        test.Press(testId);
        Add(message);
    }

    protected override async Task DoAsync(MessageRef work, CancellationToken stoppingToken)
    {
        var told = await slack.FinishTestAsync(work, stoppingToken);
        if (!told.IsDone) LogNotTold(told.Kind, told.Code);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A test message could not be changed ({Kind}, {Code})")]
    private partial void LogNotTold(OutcomeKind kind, string code);

    [LoggerMessage(Level = LogLevel.Error, Message = "Changing a test message failed")]
    protected override partial void LogFaulted(Exception fault);
}
