using Atmosphere.Office.Bench;
using OfficeScale = Atmosphere.Office.Bench.Scale;

namespace Atmosphere.Simulation.Tests;

/// <summary>Keeps <c>bench/Office</c> alive, on an office small enough for seconds. Its figures are in docs/office.md.</summary>
public sealed class OfficeTests
{
    private static readonly OfficeScale Small = new() { People = 8, LookAlikes = 1, Cameras = 2, Visitors = 2 };

    [Fact]
    public void In_a_small_office_few_are_asked_and_on_the_second_day_most_are_recognised()
    {
        var findings = Run(seed: 1);

        findings.Words.Values.Sum().ShouldBe(findings.Faces);
        findings.Words.Keys.ShouldNotContain(Word.Unusable);
        findings.Prompts.ShouldBeInRange(1, findings.Faces / 4, "one question for all pictures of one person");
        findings.Days.Count.ShouldBe(2);
        findings.Days[0].Identified.ShouldBe(0, "nobody is known before the first training");
        findings.Days[1].Identified.ShouldBeGreaterThan(findings.Days[1].Faces / 2);
        findings.Answers.Values.Sum().ShouldBe(findings.Prompts);
        findings.Lines().Last().ShouldMatch(@"^prompts per named face 0\.\d{3}, precision [01]\.\d{4}$");
    }

    [Fact]
    public void The_same_seed_is_the_same_week() => Run(seed: 2, days: 1).Lines().ShouldBe(Run(seed: 2, days: 1).Lines());

    private static Findings Run(ulong seed, int days = 2)
    {
        // No test framework's context may take what is awaited here.
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var world = new Office.Bench.World(seed, Small with { Days = days }, new Dictionary<string, string?>());
            world.Run();
            return Findings.Of(world.Judge);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }
}
