using System.Text;
using System.Text.Json.Nodes;
using Atmosphere.Slack.SocketMode;

namespace Atmosphere.Slack.Tests.SocketMode;

public sealed class SocketFrameParserTests
{
    [Fact]
    public void A_hello_is_read() =>
        Parse("""{"type":"hello","num_connections":1,"debug_info":{"approximate_connection_time":18060},"connection_info":{"app_id":"A1"}}""").ShouldBeOfType<SocketFrame.Hello>();

    [Theory]
    [InlineData("warning", DisconnectReason.Warning)]
    [InlineData("refresh_requested", DisconnectReason.RefreshRequested)]
    [InlineData("link_disabled", DisconnectReason.LinkDisabled)]
    [InlineData("something_new", DisconnectReason.RefreshRequested)]
    internal void A_disconnect_is_read_with_its_reason(string reason, DisconnectReason expected) =>
        Parse($$"""{"type":"disconnect","reason":"{{reason}}"}""").ShouldBe(new SocketFrame.Disconnect(expected));

    [Theory]
    [InlineData("interactive", EnvelopeKind.Interaction)]
    [InlineData("slash_commands", EnvelopeKind.Command)]
    [InlineData("events_api", EnvelopeKind.Event)]
    internal void An_envelope_is_read_with_its_payload(string type, EnvelopeKind expected)
    {
        var envelope = Parse($$$"""{"type":"{{{type}}}","envelope_id":"e-1","accepts_response_payload":true,"payload":{"a":[1,"ü"]}}""").ShouldBeOfType<SocketFrame.Envelope>();
        (envelope.Id, envelope.Kind, envelope.TakesAnswer).ShouldBe(("e-1", expected, true));
        Encoding.UTF8.GetString(envelope.Payload.Span).ShouldBe("""{"a":[1,"ü"]}""");
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"type":7}""")]
    [InlineData("""{"type":"\ud800"}""")]
    [InlineData("""{"type":"interactive","payload":{}}""")]
    [InlineData("""{"type":"interactive","envelope_id":"","payload":{}}""")]
    [InlineData("""{"type":"interactive","envelope_id":"e-1"}""")]
    [InlineData("""{"type":"interactive","envelope_id":"e-1","payload":"text"}""")]
    [InlineData("""{"type":"something_new","envelope_id":"e-1","payload":{}}""")]
    public void Anything_else_is_odd_and_throws_nothing(string text) => Parse(text).ShouldBeOfType<SocketFrame.Odd>();

    [Fact]
    public void An_envelope_id_of_any_length_is_not_sent_back() =>
        Parse($$$"""{"type":"interactive","envelope_id":"{{{new string('e', 101)}}}","payload":{}}""").ShouldBeOfType<SocketFrame.Odd>();

    [Fact]
    public void An_acknowledgement_names_the_envelope_and_carries_the_answer()
    {
        var bare = JsonNode.Parse(SocketFrameParser.Acknowledge("e\"1", null))!.AsObject();
        bare.Count.ShouldBe(1);
        bare["envelope_id"]!.ToString().ShouldBe("e\"1");
        JsonNode.Parse(SocketFrameParser.Acknowledge("e-1", """{"text":"hi"}"""u8.ToArray()))!["payload"]!["text"]!.ToString().ShouldBe("hi");
    }

    private static SocketFrame Parse(string text) => SocketFrameParser.Parse(Encoding.UTF8.GetBytes(text));
}
