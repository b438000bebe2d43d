using System.Text;
using Atmosphere.Slack.Interactions;

namespace Atmosphere.Slack.Tests.Interactions;

public sealed class EventParserTests
{
    [Fact]
    public void An_opened_home_is_read() => Parse(
        """
        {"token":"x","team_id":"T123","api_app_id":"A123","type":"event_callback","event_id":"Ev1","event_time":1,
         "event":{"type":"app_home_opened","user":"U123","channel":"D123","event_ts":"1515449522000016","tab":"home","view":{"id":"V1"}}}
        """).ShouldBe(new HomeOpened { UserId = "U123", TeamId = "T123", AppId = "A123" });

    [Fact]
    public void The_check_of_the_address_is_read() =>
        Parse("""{"type":"url_verification","token":"x","challenge":"3eZbrw1aB"}""").ShouldBe(new AddressChecked { Challenge = "3eZbrw1aB" });

    [Theory]
    [InlineData("""{"type":"event_callback","event":{"type":"app_home_opened","user":"U123","tab":"messages"}}""")]
    [InlineData("""{"type":"event_callback","event":{"type":"message","user":"U123"}}""")]
    [InlineData("""{"type":"app_rate_limited"}""")]
    public void Other_events_ask_for_nothing(string json) => Parse(json).ShouldBeOfType<Irrelevant>();

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"type":"url_verification"}""")]
    [InlineData("""{"type":"url_verification","challenge":7}""")]
    [InlineData("""{"type":"event_callback"}""")]
    [InlineData("""{"type":"event_callback","event":"app_home_opened"}""")]
    [InlineData("""{"type":"event_callback","event":{"type":"app_home_opened","user":"dana"}}""")]
    [InlineData("""{"type":"event_callback","team_id":"x","event":{"type":"app_home_opened","user":"U1"}}""")]
    [InlineData("""{"type":"event_callback","api_app_id":"x","event":{"type":"app_home_opened","user":"U1"}}""")]
    public void Anything_else_is_malformed(string json) => Parse(json).ShouldBeOfType<Malformed>();

    [Fact]
    public void A_challenge_of_any_length_is_not_echoed() =>
        Parse($$"""{"type":"url_verification","challenge":"{{new string('c', 1_001)}}"}""").ShouldBeOfType<Malformed>();

    private static Interaction Parse(string json) => EventParser.Parse(Encoding.UTF8.GetBytes(json));
}
