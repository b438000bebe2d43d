using Atmosphere.Silo.Scaling;

namespace Atmosphere.Silo.Tests.Scaling;

public sealed class ScalingOptionsTests
{
    public static TheoryData<string, Action<ScalingOptions>> Wrong => new()
    {
        { "Scaling:Key", options => options.Key = "short" },
        { "Scaling:Key", options => options.Key = new string('k', 30) + "\n" },
        { "Scaling:MinSilos", options => options.MinSilos = 0 },
        { "Scaling:MaxSilos", options => (options.MinSilos, options.MaxSilos) = (3, 2) },
        { "Scaling:MaxSilos", options => options.MaxSilos = 33 },
        { "Scaling:EffectsPerSilo", options => options.EffectsPerSilo = 0 },
        { "Scaling:ActivationsPerSilo", options => options.ActivationsPerSilo = 1 },
        { "Scaling:CpuPerSilo", options => options.CpuPerSilo = double.NaN },
        { "Scaling:EventsPerSilo", options => options.EventsPerSilo = 0 },
        { "Scaling:EventAge", options => options.EventAge = TimeSpan.Zero },
        { "Scaling:ShrinkBelow", options => options.ShrinkBelow = 1 },
        { "Scaling:GrowAfter", options => options.GrowAfter = TimeSpan.FromSeconds(-1) },
        { "Scaling:ShrinkAfter", options => options.ShrinkAfter = TimeSpan.Zero },
        { "Scaling:CoolDown", options => options.CoolDown = TimeSpan.Zero },
        { "Scaling:ReportEvery", options => options.ReportEvery = TimeSpan.Zero },
    };

    [Fact]
    public void The_defaults_have_no_flaw() => new ScalingOptions().Flaws().ShouldBeEmpty();

    [Theory, MemberData(nameof(Wrong))]
    public void A_value_that_can_not_work_is_named(string setting, Action<ScalingOptions> spoil)
    {
        var options = new ScalingOptions();
        spoil(options);
        options.Flaws().ShouldHaveSingleItem().ShouldStartWith(setting);
    }

    [Fact]
    public void The_key_is_never_repeated() =>
        new ScalingOptions { Key = "hush-hush" }.Flaws().ShouldHaveSingleItem().ShouldNotContain("hush-hush");
}
