using System.Text.RegularExpressions;
using Atmosphere.Slack;

namespace Atmosphere.Silo.Tests.Deployment;

/// <summary>The Slack app that the manifests make may do what the code does, and no more.</summary>
public sealed partial class SlackManifestTests
{
    private const string Socket = "deploy/slack-manifest.yaml";
    private const string Http = "deploy/slack-manifest-http.yaml";

    [Fact]
    public void Every_method_that_is_called_has_its_scopes_written_down()
    {
        var called = Repository.Files("src/Slack", "*.cs").Where(file => !file.EndsWith("SlackScopes.cs", StringComparison.Ordinal))
            .SelectMany(file => MethodName().Matches(Repository.Read(file)).Select(name => name.Groups["name"].Value))
            .Distinct().Order(StringComparer.Ordinal);
        called.ShouldBe(SlackScopes.OfMethods.Keys.Append("apps.connections.open").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(Socket)]
    [InlineData(Http)]
    public void Manifest_asks_for_these_scopes_and_no_more(string manifest) => ItemsOf(manifest, "bot").ShouldBe(SlackScopes.OfBot);

    [Theory]
    [InlineData(Socket)]
    [InlineData(Http)]
    public void Manifest_subscribes_to_the_one_event_that_is_handled(string manifest) => ItemsOf(manifest, "bot_events").ShouldBe(["app_home_opened"]);

    /// <summary>Without it <c>/atmosphere forget @somebody</c> comes with a name that nothing can be found by.</summary>
    [Theory]
    [InlineData(Socket)]
    [InlineData(Http)]
    public void Manifest_has_mentions_in_commands_escaped(string manifest) => Repository.Read(manifest).ShouldContain("should_escape: true");

    [Fact]
    public void Only_the_manifest_for_HTTP_has_addresses_and_they_are_the_ones_that_are_served()
    {
        Repository.Read(Socket).ShouldContain("socket_mode_enabled: true");
        Address().Matches(Repository.Read(Socket)).ShouldBeEmpty();

        Repository.Read(Http).ShouldContain("socket_mode_enabled: false");
        Address().Matches(Repository.Read(Http)).Select(address => address.Groups["path"].Value).ShouldBe(["/slack/commands", "/slack/events", "/slack/interactions"]);
        var served = Repository.Read("src/Api/Slack/SlackEndpoints.cs");
        foreach (var path in new[] { "/commands", "/events", "/interactions" }) served.ShouldContain($"MapPost(\"{path}\"");
    }

    [Fact]
    public void The_two_manifests_differ_in_nothing_else() => Settings(Http).ShouldBe(Settings(Socket));

    private static string[] Settings(string manifest) =>
        [.. Repository.Read(manifest).Split('\n').Where(line => !line.StartsWith('#') && !line.Contains("url: https://", StringComparison.Ordinal) && !line.Contains("socket_mode_enabled", StringComparison.Ordinal))];

    private static List<string> ItemsOf(string manifest, string list) =>
        [.. Repository.Read(manifest).Split('\n').SkipWhile(line => line.Trim() != $"{list}:").Skip(1).Select(line => Item().Match(line)).TakeWhile(item => item.Success).Select(item => item.Groups["name"].Value)];

    [GeneratedRegex("""
        "(?<name>(apps|auth|bots|chat|conversations|files|reactions|team|users|views)\.[a-zA-Z.]+)"
        """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex MethodName();

    [GeneratedRegex(@"^\s+- (?<name>\S+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Item();

    [GeneratedRegex(@"url: https://atmosphere\.example\.com(?<path>/\S+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Address();
}
