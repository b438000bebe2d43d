using Atmosphere.Slack;
using Atmosphere.Slack.WebApi;
using Microsoft.Extensions.Options;

namespace Atmosphere.Api.Setup;

/// <summary>Posts a message with a button into the channel.</summary>
internal sealed class TestMessageCheck(ISlackSetup slack, PressTest test, IOptions<SlackOptions> options) : ISetupCheck
{
    public string Name => "slack-message";

    public string Title => "Slack: a test message";

    public string Doing => "Posting a message with a button …";

    public string Button => "Post a test message";

    public bool RunsByItself => false;

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString("D");
        test.Begin(id);
        var posted = await slack.PostTestAsync(options.Value.Channel, id, cancellationToken);
        return posted.IsDone
            ? CheckResult.Good("The message is in the channel. Press its button there: the next check waits for it.")
            : CheckResult.Bad(posted.Reason, "Put right what the checks above name, then post again.");
    }
}
