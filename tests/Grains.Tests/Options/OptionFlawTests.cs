using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Hosting;
using Atmosphere.Grains.People;
using Atmosphere.Grains.Photos;
using Atmosphere.Grains.Recognition;
using Atmosphere.Grains.Retention;
using Atmosphere.Grains.Streams;
using Atmosphere.Grains.Training;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Atmosphere.Grains.Tests.Options;

/// <summary>A bad value stops the process at start with the name of the setting, what is wrong, and an example.</summary>
public sealed class OptionFlawTests
{
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
    public void A_bad_value_is_refused_by_the_name_of_its_setting_with_an_example(string setting, string value)
    {
        var refused = Should.Throw<OptionsValidationException>(() => Start(new() { [setting] = value }));

        refused.Message.ShouldContain(setting);
        refused.Message.ShouldContain("for example");
    }

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
