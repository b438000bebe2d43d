using Atmosphere.Slack.Signing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Atmosphere.Slack.Tests;

public sealed class SlackOptionsTests
{
    private static readonly Dictionary<string, string?> Good = new()
    {
        ["Slack:BotToken"] = "xoxb-1234-5678-abcDEF",
        ["Slack:SigningSecret"] = "8f742231b10e8888abcd99yyyzzz85a5",
        ["Slack:Channel"] = "C0123456789",
    };

    [Fact]
    public void Good_settings_are_taken()
    {
        var options = Bind();
        options.BotToken.ShouldBe("xoxb-1234-5678-abcDEF");
        options.SigningSecrets.ShouldBe(["8f742231b10e8888abcd99yyyzzz85a5"]);
        options.ApiUrl.ShouldBe("https://slack.com/api/");
        options.Timeout.ShouldBe(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Several_secrets_come_with_commas_or_as_a_list()
    {
        Bind(("Slack:SigningSecret", "first-secret-123456, second-secret-12345,")).SigningSecrets.ShouldBe(["first-secret-123456", "second-secret-12345"]);
        Bind(("Slack:SigningSecret", null), ("Slack:SigningSecret:0", "first-secret-123456"), ("Slack:SigningSecret:1", "second-secret-12345"))
            .SigningSecrets.ShouldBe(["first-secret-123456", "second-secret-12345"]);
    }

    [Theory]
    [InlineData("Slack:BotToken", null, "xoxb-")]
    [InlineData("Slack:BotToken", "xoxp-1234-5678", "xoxb-")]
    [InlineData("Slack:BotToken", "xoxb-1234 5678", "xoxb-")]
    [InlineData("Slack:SigningSecret", null, "8f742231")]
    [InlineData("Slack:SigningSecret", " , ", "8f742231")]
    [InlineData("Slack:SigningSecret", "short", "8f742231")]
    [InlineData("Slack:SigningSecret", null, "xapp-1-")]
    [InlineData("Slack:AppToken", "xoxb-1234-5678", "xapp-1-")]
    [InlineData("Slack:AppToken", "xapp-1 A01", "xapp-1-")]
    [InlineData("Slack:Channel", null, "C0123456789")]
    [InlineData("Slack:Channel", "#faces", "C0123456789")]
    [InlineData("Slack:Channel", "c0123456789", "C0123456789")]
    [InlineData("Slack:Channel", "D0123456789", "C0123456789")]
    [InlineData("Slack:ApiUrl", "http://slack.com/api/", "https://slack.com/api/")]
    [InlineData("Slack:ApiUrl", "https://slack.com/api", "https://slack.com/api/")]
    [InlineData("Slack:ApiUrl", "slack.com/", "https://slack.com/api/")]
    [InlineData("Slack:Client", "7", "BuiltIn")]
    [InlineData("Slack:Timeout", "00:00:00", "00:00:10")]
    [InlineData("Slack:Timeout", "01:00:00", "00:00:10")]
    [InlineData("Slack:FileReadyWithin", "-00:00:01", "00:00:15")]
    public void A_bad_setting_is_named_with_an_example(string setting, string? value, string example)
    {
        var problem = Should.Throw<OptionsValidationException>(() => Bind((setting, value))).Message;
        problem.ShouldContain(setting);
        problem.ShouldContain(example);
    }

    [Fact]
    public void With_an_app_token_no_signing_secret_is_needed()
    {
        var options = Bind(("Slack:AppToken", "xapp-1-A0123456789-1234567890-abcdef"), ("Slack:SigningSecret", null));
        options.AppToken.ShouldBe("xapp-1-A0123456789-1234567890-abcdef");
        options.SigningSecrets.ShouldBeEmpty();
    }

    [Fact]
    public void Both_ways_in_may_be_open_and_both_are_checked()
    {
        Bind(("Slack:AppToken", "xapp-1-A0123456789-1234567890-abcdef")).SigningSecrets.ShouldNotBeEmpty();
        Should.Throw<OptionsValidationException>(() => Bind(("Slack:AppToken", "xapp-1-A0123456789-1234567890-abcdef"), ("Slack:SigningSecret", "short")))
            .Message.ShouldContain("Slack:SigningSecret");
    }

    [Fact]
    public void A_problem_never_shows_a_secret()
    {
        var problem = Should.Throw<OptionsValidationException>(() => Bind(("Slack:BotToken", "xoxp-very-secret"), ("Slack:SigningSecret", "oh so secret"))).Message;
        problem.ShouldNotContain("very-secret");
        problem.ShouldNotContain("oh so");
        Should.Throw<OptionsValidationException>(() => Bind(("Slack:AppToken", "xoxb-very-secret"))).Message.ShouldNotContain("very-secret");
    }

    [Fact]
    public void Without_secrets_configured_no_request_is_valid() =>
        SlackSignature.Verify([], "1531420618", "v0=" + new string('0', 64), new SlackOptions().SigningSecrets, DateTimeOffset.FromUnixTimeSeconds(1531420618))
            .ShouldBe(SignatureVerdict.NoSecret);

    private static SlackOptions Bind(params (string Name, string? Value)[] changes)
    {
        var values = new Dictionary<string, string?>(Good);
        foreach (var (name, value) in changes)
        {
            if (value is null) values.Remove(name);
            else values[name] = value;
        }

        using var services = new ServiceCollection().AddLogging().AddSlack(new ConfigurationBuilder().AddInMemoryCollection(values).Build()).BuildServiceProvider();
        return services.GetRequiredService<IOptions<SlackOptions>>().Value;
    }
}
