using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Atmosphere.Slack.Tests.NoSlackNet;

public sealed class MissingSlackNetTests
{
    [Fact]
    public void A_build_without_SlackNet_uses_our_own_client() => new SlackOptions().Client.ShouldBe(SlackClientKind.BuiltIn);

    [Fact]
    public void Asking_a_build_without_SlackNet_for_it_stops_the_start_with_a_sentence()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Slack:BotToken"] = "xoxb-1234-5678",
            ["Slack:SigningSecret"] = "8f742231b10e8888abcd99yyyzzz85a5",
            ["Slack:Channel"] = "C0123456789",
            ["Slack:Client"] = "SlackNet",
        }).Build();
        using var services = new ServiceCollection().AddLogging().AddSlack(configuration).BuildServiceProvider();
        var problem = Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate()).Message;
        problem.ShouldContain("Slack:Client is SlackNet, which this build leaves out.");
        problem.ShouldContain("docs/engines.md");
    }
}
