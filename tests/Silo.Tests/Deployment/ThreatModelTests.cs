using System.Text.RegularExpressions;

namespace Atmosphere.Silo.Tests.Deployment;

/// <summary>The threat model names a test for each answer. What it names is there.</summary>
public sealed partial class ThreatModelTests
{
    private static readonly string Document = Repository.Read("docs/security.md");

    private static readonly string Sources = string.Join('\n', Repository.Files("tests", "*.cs").Select(Repository.Read));

    [Fact]
    public void Every_test_that_is_named_exists()
    {
        var named = TestName().Matches(Document).Select(name => name.Groups["name"].Value).Distinct().ToList();
        named.Count.ShouldBeGreaterThan(30);
        named.Where(name => !Sources.Contains($" {name}(", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_class_that_is_named_exists()
    {
        var named = ClassName().Matches(Document).Select(name => name.Groups["name"].Value).Distinct().ToList();
        named.Count.ShouldBeGreaterThan(20);
        named.Where(name => !ClassOf(name).IsMatch(Sources)).ShouldBeEmpty();
    }

    private static Regex ClassOf(string name) => new($@"class {name}\b", RegexOptions.ExplicitCapture);

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z0-9]*(_[A-Za-z0-9]+)+)`", RegexOptions.ExplicitCapture)]
    private static partial Regex TestName();

    [GeneratedRegex("`([A-Za-z.]+/)*(?<name>[A-Za-z]+(Tests|Properties))`", RegexOptions.ExplicitCapture)]
    private static partial Regex ClassName();
}
