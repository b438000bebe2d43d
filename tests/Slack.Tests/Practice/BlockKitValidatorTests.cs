using System.Text.Json.Nodes;
using Atmosphere.Practice.BlockKit;

namespace Atmosphere.Slack.Tests.Practice;

/// <summary>The check that the prompts are held against has to be able to fail.</summary>
public sealed class BlockKitValidatorTests
{
    private const string Text = """{"type":"mrkdwn","text":"x"}""";
    private const string Plain = """{"type":"plain_text","text":"x"}""";

    public static TheoryData<string, string> Wrong => new()
    {
        { "not an array", "{}" },
        { "a block that is no object", "[1]" },
        { "no type", "[{}]" },
        { "an unknown type", """[{"type":"marquee"}]""" },
        { "51 blocks", $"[{string.Join(',', Enumerable.Repeat("""{"type":"divider"}""", 51))}]" },
        { "a block id twice", """[{"type":"divider","block_id":"a"},{"type":"divider","block_id":"a"}]""" },
        { "a block id of 256", $$"""[{"type":"divider","block_id":"{{new string('a', 256)}}"}]""" },
        { "a field nobody knows", """[{"type":"divider","colour":"red"}]""" },
        { "a section without text", """[{"type":"section"}]""" },
        { "an empty text", """[{"type":"section","text":{"type":"mrkdwn","text":""}}]""" },
        { "a text of 3001", $$$"""[{"type":"section","text":{"type":"mrkdwn","text":"{{{new string('a', 3001)}}}"}}]""" },
        { "a text of another type", """[{"type":"section","text":{"type":"html","text":"x"}}]""" },
        { "11 fields", $$"""[{"type":"section","fields":[{{string.Join(',', Enumerable.Repeat(Text, 11))}}]}]""" },
        { "a header in mrkdwn", $$"""[{"type":"header","text":{{Text}}}]""" },
        { "no elements", """[{"type":"actions","elements":[]}]""" },
        { "26 elements", $$"""[{"type":"actions","elements":[{{string.Join(',', Enumerable.Range(0, 26).Select(i => Button($"a{i}")))}}]}]""" },
        { "an action id twice", $$"""[{"type":"actions","elements":[{{Button("a")}},{{Button("a")}}]}]""" },
        { "a picture among the buttons", """[{"type":"actions","elements":[{"type":"image","alt_text":"x","image_url":"https://a/b.png"}]}]""" },
        { "a button without an id", $$"""[{"type":"actions","elements":[{"type":"button","text":{{Plain}}}]}]""" },
        { "a button in mrkdwn", $$"""[{"type":"actions","elements":[{"type":"button","action_id":"a","text":{{Text}}}]}]""" },
        { "a button of 76", Buttons(text: new string('a', 76)) },
        { "a value of 2001", Buttons(value: new string('a', 2001)) },
        { "an unknown style", Buttons(style: "warning") },
        { "a placeholder of 151", $$$"""[{"type":"actions","elements":[{"type":"users_select","action_id":"a","placeholder":{"type":"plain_text","text":"{{{new string('a', 151)}}}"}}]}]""" },
        { "a picture without alt text", """[{"type":"image","slack_file":{"id":"F0READY0000"}}]""" },
        { "a picture with an empty alt text", """[{"type":"image","alt_text":"","slack_file":{"id":"F0READY0000"}}]""" },
        { "a picture from two places", """[{"type":"image","alt_text":"x","image_url":"https://a/b.png","slack_file":{"id":"F0READY0000"}}]""" },
        { "a picture from nowhere", """[{"type":"image","alt_text":"x"}]""" },
        { "a file that is not ready", """[{"type":"image","alt_text":"x","slack_file":{"id":"F0NOTREADY0"}}]""" },
        { "11 pieces of small print", $$"""[{"type":"context","elements":[{{string.Join(',', Enumerable.Repeat(Text, 11))}}]}]""" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void It_finds(string what, string blocks) => Check(blocks).ShouldNotBeEmpty(what);

    [Fact]
    public void It_takes_what_is_right() =>
        Check($$"""
            [{"type":"section","block_id":"a","text":{{Text}},"fields":[{{Text}},{{Plain}}],"accessory":{"type":"image","alt_text":"x","slack_file":{"id":"F0READY0000"} } },
             {"type":"header","text":{{Plain}} },
             {"type":"divider"},
             {"type":"image","alt_text":"x","image_url":"https://example.com/a.png","title":{{Plain}} },
             {"type":"context","elements":[{{Text}},{"type":"image","alt_text":"x","slack_file":{"id":"F0READY0000"} }]},
             {"type":"actions","elements":[{{Button("a")}},{{Button("b")}},{"type":"users_select","action_id":"c","placeholder":{{Plain}},"initial_user":"U0DANALEVI"}]}]
            """).ShouldBeEmpty();

    [Fact]
    public void It_says_where() =>
        Check(Buttons(text: "")).ShouldHaveSingleItem().ShouldBe("[ERROR] must be more than 0 characters [json-pointer:/blocks/0/elements/0/text/text]");

    private static string Button(string actionId) => $$"""{"type":"button","action_id":"{{actionId}}","text":{{Plain}}}""";

    private static string Buttons(string text = "x", string value = "x", string style = "danger") =>
        $$$"""[{"type":"actions","elements":[{"type":"button","action_id":"a","text":{"type":"plain_text","text":"{{{text}}}"},"value":"{{{value}}}","style":"{{{style}}}"}]}]""";

    private static IReadOnlyList<string> Check(string blocks) => BlockKitValidator.Check(JsonNode.Parse(blocks), id => id == "F0READY0000");
}
