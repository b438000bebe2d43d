using System.Text;
using System.Text.Json;

namespace Atmosphere.Slack.SocketMode;

/// <summary>Reads what Slack sends over the socket, and writes the acknowledgement. Every text gives an answer; none makes it throw.</summary>
internal static class SocketFrameParser
{
    private const int LongestEnvelopeId = 100;

    private static readonly JsonDocumentOptions Bounded = new() { MaxDepth = 64 };

    public static SocketFrame Parse(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Bounded);
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            return new SocketFrame.Odd("It is not JSON.");
        }
    }

    /// <param name="envelopeId">As it came.</param>
    /// <param name="answer">JSON, or null when there is nothing to say.</param>
    public static byte[] Acknowledge(string envelopeId, ReadOnlyMemory<byte>? answer)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("envelope_id", envelopeId);
            if (answer is { } payload)
            {
                json.WritePropertyName("payload");
                json.WriteRawValue(payload.Span);
            }

            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private static SocketFrame Read(JsonElement frame) => frame.Text("type") switch
    {
        "hello" => new SocketFrame.Hello(),
        "disconnect" => new SocketFrame.Disconnect(frame.Text("reason") switch
        {
            "warning" => DisconnectReason.Warning,
            "link_disabled" => DisconnectReason.LinkDisabled,
            _ => DisconnectReason.RefreshRequested,
        }),
        "interactive" => Envelope(frame, EnvelopeKind.Interaction),
        "slash_commands" => Envelope(frame, EnvelopeKind.Command),
        "events_api" => Envelope(frame, EnvelopeKind.Event),
        null => new SocketFrame.Odd("It has no type."),
        _ => new SocketFrame.Odd("Its type is not known."),
    };

    private static SocketFrame Envelope(JsonElement frame, EnvelopeKind kind)
    {
        if (frame.Text("envelope_id") is not { Length: > 0 and <= LongestEnvelopeId } id) return new SocketFrame.Odd("The envelope has no id.");
        var payload = frame.Member("payload");
        if (payload.ValueKind != JsonValueKind.Object) return new SocketFrame.Odd("The envelope has no payload.");
        return new SocketFrame.Envelope(id, kind, frame.IsTrue("accepts_response_payload"), Encoding.UTF8.GetBytes(payload.GetRawText()));
    }
}
