namespace Atmosphere.Slack.Tests.WebApi;

public sealed class BuiltInClientTests : SlackPortTests
{
    protected override SlackClientKind Client => SlackClientKind.BuiltIn;
}
