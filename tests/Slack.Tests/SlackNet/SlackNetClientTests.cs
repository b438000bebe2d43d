using Atmosphere.Slack.Tests.WebApi;

namespace Atmosphere.Slack.Tests.SlackNet;

public sealed class SlackNetClientTests : SlackPortTests
{
    protected override SlackClientKind Client => SlackClientKind.SlackNet;

    [Fact]
    public void It_is_the_default_of_a_build_that_has_it() => new SlackOptions().Client.ShouldBe(SlackClientKind.SlackNet);
}
