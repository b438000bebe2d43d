using System.Text;
using System.Text.Json.Nodes;
using Atmosphere.Slack.Interactions;

namespace Atmosphere.Slack.Tests.Interactions;

public sealed class CommandParserTests
{
    private static readonly (string Name, string Value)[] Good =
    [
        ("token", "gIkuvaNzQIHg97ATvDxqgjtO"), ("team_id", "T0001"), ("team_domain", "example"), ("channel_id", "C2147483705"), ("channel_name", "test"), ("user_id", "U2147483697"),
        ("user_name", "Steve"), ("command", "/atmosphere"), ("text", "who is waiting?"), ("response_url", "https://hooks.slack.com/commands/1234/5678"), ("trigger_id", "13345224609.738474920.8088930838d88f008e0"),
        ("api_app_id", "A123456"), ("is_enterprise_install", "false"),
    ];

    private static readonly CommandGiven Expected = new()
    {
        Command = "/atmosphere",
        Text = "who is waiting?",
        UserId = "U2147483697",
        ChannelId = "C2147483705",
        TeamId = "T0001",
        AppId = "A123456",
    };

    [Fact]
    public void A_form_is_read() => CommandParser.ParseForm(Form(Good)).ShouldBe(Expected);

    [Fact]
    public void The_same_over_the_socket_is_the_same() => CommandParser.ParsePayload(Json(Good)).ShouldBe(Expected);

    [Fact]
    public void A_command_without_words_has_an_empty_text() =>
        CommandParser.ParseForm(Form(Good.Where(field => field.Name != "text"))).ShouldBe(Expected with { Text = "" });

    [Fact]
    public void A_long_text_is_cut() =>
        CommandParser.ParseForm(Form([.. Good.Where(field => field.Name != "text"), ("text", new string('x', 5_000))]))
            .ShouldBeOfType<CommandGiven>().Text.Length.ShouldBe(CommandParser.LongestText);

    [Theory]
    [InlineData("command", "")]
    [InlineData("command", "atmosphere")]
    [InlineData("user_id", "")]
    [InlineData("user_id", "dana")]
    [InlineData("user_id", "U1 OR 1=1")]
    [InlineData("channel_id", "../etc")]
    [InlineData("team_id", "C123")]
    [InlineData("api_app_id", "T123")]
    public void A_field_of_the_wrong_form_is_malformed_either_way(string name, string value)
    {
        var changed = Good.Select(field => field.Name == name ? (name, value) : field).ToList();
        CommandParser.ParseForm(Form(changed)).ShouldBeOfType<Malformed>();
        CommandParser.ParsePayload(Json(changed)).ShouldBeOfType<Malformed>();
    }

    [Theory]
    [InlineData("")]
    [InlineData("user_id=U1&user_id=U2&command=/a&channel_id=C1")]
    [InlineData("user_id=%ff&command=/a&channel_id=C1")]
    [InlineData("payload={}")]
    public void Other_forms_are_malformed(string body) => CommandParser.ParseForm(Encoding.UTF8.GetBytes(body)).ShouldBeOfType<Malformed>();

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"command":1}""")]
    public void Other_payloads_are_malformed(string json) => CommandParser.ParsePayload(Encoding.UTF8.GetBytes(json)).ShouldBeOfType<Malformed>();

    [Fact]
    public void A_body_that_is_too_large_is_not_looked_at()
    {
        CommandParser.ParseForm(new byte[InteractionParser.LargestBody + 1]).ShouldBeOfType<Malformed>();
        CommandParser.ParsePayload(new byte[InteractionParser.LargestBody + 1]).ShouldBeOfType<Malformed>();
    }

    [Fact]
    public void A_check_of_the_certificate_asks_for_nothing() => CommandParser.ParseForm("ssl_check=1&token=x"u8).ShouldBeOfType<Irrelevant>();

    private static byte[] Form(IEnumerable<(string Name, string Value)> fields) =>
        Encoding.UTF8.GetBytes(string.Join('&', fields.Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value)}")));

    private static byte[] Json(IEnumerable<(string Name, string Value)> fields) =>
        Encoding.UTF8.GetBytes(new JsonObject(fields.Select(field => KeyValuePair.Create<string, JsonNode?>(field.Name, field.Value))).ToJsonString());
}
