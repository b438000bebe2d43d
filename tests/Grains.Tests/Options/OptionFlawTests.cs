using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Hosting;
using Atmosphere.Grains.People;
using Atmosphere.Grains.Photos;
using Atmosphere.Grains.Recognition;
using Atmosphere.Grains.Retention;
using Atmosphere.Grains.Streams;
using Atmosphere.Grains.Training;
using Atmosphere.Grains.Webhooks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Atmosphere.Grains.Tests.Options;

/// <summary>A bad value stops the process at start with the name of the setting, what is wrong, and an example.</summary>
public sealed class OptionFlawTests
{
    private const string GoodSecret = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    [Fact]
    public void The_defaults_have_no_flaw()
    {
        new VotingOptions().Flaws().ShouldBeEmpty();
        new AskingOptions().Flaws().ShouldBeEmpty();
        new RecognitionRulesOptions().Flaws().ShouldBeEmpty();
        new PeopleOptions().Flaws().ShouldBeEmpty();
        new PhotoOptions().Flaws().ShouldBeEmpty();
        new TrainingOptions().Flaws().ShouldBeEmpty();
        new RetentionOptions().Flaws().ShouldBeEmpty();
        new StreamOptions().Flaws().ShouldBeEmpty();
        new WebhookOptions().Flaws().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Voting:Required", "0")]
    [InlineData("Voting:Required", "21")]
    [InlineData("Voting:MaxVoters", "1")]
    [InlineData("Voting:MaxVoters", "101")]
    [InlineData("Voting:ExpireAfter", "00:00:59")]
    [InlineData("Voting:ExpireAfter", "50.00:00:00")]
    [InlineData("Asking:MinimumSide", "0")]
    [InlineData("Asking:MinimumSide", "1001")]
    [InlineData("Asking:MaxOpen", "0")]
    [InlineData("Asking:MaxOpen", "1001")]
    [InlineData("Asking:PostInterval", "00:00:00.09")]
    [InlineData("Asking:PostInterval", "00:01:01")]
    [InlineData("Recognition:Threshold", "0")]
    [InlineData("Recognition:Threshold", "1.01")]
    [InlineData("Recognition:Threshold", "NaN")]
    [InlineData("Asking:GroupWithin", "-00:00:01")]
    [InlineData("Asking:GroupWithin", "23:00:01")]
    [InlineData("Asking:GatherFor", "00:01:01")]
    [InlineData("Asking:PerDay", "-1")]
    [InlineData("Asking:TimeZone", "Europe/Atlantis")]
    [InlineData("Asking:QuietHours", "at night")]
    [InlineData("Recognition:DuplicateAbove", "0")]
    [InlineData("Recognition:AskAbove", "0")]
    [InlineData("Recognition:AskAbove", "0.71")]
    [InlineData("Recognition:AskAbove", "NaN")]
    [InlineData("Recognition:CallsPerSecond", "0.05")]
    [InlineData("Recognition:CallsPerSecond", "1001")]
    [InlineData("Photos:CutAtOnce", "0")]
    [InlineData("Photos:CutAtOnce", "65")]
    [InlineData("People:MaxFaces", "0")]
    [InlineData("People:MaxFaces", "249")]
    [InlineData("People:ProfileMaxAge", "00:00:30")]
    [InlineData("Training:At", "3 o'clock")]
    [InlineData("Training:At", "24:00")]
    [InlineData("Training:TimeZone", "Europe/Atlantis")]
    [InlineData("Retention:PhotosDays", "-1")]
    [InlineData("Retention:CropsDays", "36501")]
    [InlineData("Retention:AuditDays", "-7")]
    [InlineData("Streams:RepublishAfter", "00:00:00.9")]
    [InlineData("Streams:RepublishAfter", "01:00:01")]
    [InlineData("Webhook:GiveUpAfter", "00:00:59")]
    [InlineData("Webhook:Timeout", "00:01:01")]
    public void A_bad_value_is_refused_by_the_name_of_its_setting_with_an_example(string setting, string value)
    {
        var refused = Should.Throw<OptionsValidationException>(() => Start(new() { [setting] = value }));

        refused.Message.ShouldContain(setting);
        refused.Message.ShouldContain("for example");
    }

    [Theory]
    [InlineData("hooks.example.com", GoodSecret, "Webhook:Url")]
    [InlineData("http://hooks.example.com/x", GoodSecret, "Webhook:Url")]
    [InlineData("ftp://127.0.0.1/x", GoodSecret, "Webhook:Url")]
    [InlineData("https://me:pass@hooks.example.com/x", GoodSecret, "Webhook:Url")]
    [InlineData("https://hooks.example.com/x#y", GoodSecret, "Webhook:Url")]
    [InlineData(" ", GoodSecret, "Webhook:Url")]
    [InlineData("", GoodSecret, "Webhook:Url")]
    [InlineData("https://hooks.example.com/x", "", "Webhook:Secret")]
    [InlineData("https://hooks.example.com/x", "secret", "Webhook:Secret")]
    [InlineData("https://hooks.example.com/x", "whsec_tooshort", "Webhook:Secret")]
    [InlineData("https://hooks.example.com/x", "whsec_not base64 at all, really", "Webhook:Secret")]
    [InlineData("https://hooks.example.com/x", GoodSecret + "," + GoodSecret + "," + GoodSecret, "Webhook:Secret")]
    public void A_webhook_that_can_not_work_is_refused_and_its_secrets_not_repeated(string url, string secret, string named)
    {
        var refused = Should.Throw<OptionsValidationException>(() => Start(new() { ["Webhook:Url"] = url, ["Webhook:Secret"] = secret }));
        refused.Message.ShouldContain(named);
        refused.Message.ShouldContain("for example");
        refused.Message.ShouldNotContain("MDEyMzQ1");
        refused.Message.ShouldNotContain("pass@");
    }

    [Theory]
    [InlineData("https://hooks.example.com/x?code=y", GoodSecret)]
    [InlineData("http://127.0.0.1:9000/x", GoodSecret + ", " + GoodSecret)]
    [InlineData("http://[::1]/x", GoodSecret)]
    public void A_webhook_that_can_work_starts(string url, string secret) => Should.NotThrow(() => Start(new() { ["Webhook:Url"] = url, ["Webhook:Secret"] = secret }));

    [Fact]
    public void Two_flaws_are_both_told()
    {
        var refused = Should.Throw<OptionsValidationException>(() => Start(new() { ["Voting:Required"] = "0", ["Voting:MaxVoters"] = "1000" }));

        refused.Failures.Count().ShouldBe(2);
    }

    [Fact]
    public void Good_values_at_the_edges_start() => Should.NotThrow(() => Start(new()
    {
        ["Voting:Required"] = "1",
        ["Voting:MaxVoters"] = "1",
        ["Voting:ExpireAfter"] = "49.00:00:00",
        ["Asking:PostInterval"] = "00:00:00.1",
        ["People:MaxFaces"] = "1",
        ["Training:TimeZone"] = "Europe/Helsinki",
        ["Training:At"] = "23:59",
    }));

    private static void Start(Dictionary<string, string?> settings)
    {
        using var services = new ServiceCollection()
            .AddLogging()
            .AddAtmosphereGrains(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .BuildServiceProvider();
        services.GetRequiredService<IStartupValidator>().Validate();
    }
}
