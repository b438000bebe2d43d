namespace Atmosphere.Slack.SocketMode;

/// <summary>Why Slack is about to close a connection.</summary>
internal enum DisconnectReason
{
    /// <summary>It ends in some ten seconds.</summary>
    Warning = 0,

    /// <summary>It has to be replaced now. Reasons that are not known here are taken for this one.</summary>
    RefreshRequested = 1,

    /// <summary>Socket Mode was switched off in the app's settings.</summary>
    LinkDisabled = 2,
}

/// <summary>What an envelope carries: what HTTP would bring to one of three addresses.</summary>
internal enum EnvelopeKind
{
    Interaction = 0,
    Command = 1,
    Event = 2,
}

/// <summary>One message of Slack's over the socket (docs.slack.dev, "Using Socket Mode"). A closed set.</summary>
internal abstract record SocketFrame
{
    private SocketFrame() { }

    /// <summary>The connection is ready: from here on it may bring envelopes.</summary>
    internal sealed record Hello : SocketFrame;

    internal sealed record Disconnect(DisconnectReason Reason) : SocketFrame;

    /// <param name="Id">To be named in the acknowledgement.</param>
    /// <param name="Kind">What the payload is.</param>
    /// <param name="TakesAnswer">The acknowledgement may carry what an HTTP answer would.</param>
    /// <param name="Payload">JSON.</param>
    internal sealed record Envelope(string Id, EnvelopeKind Kind, bool TakesAnswer, ReadOnlyMemory<byte> Payload) : SocketFrame;

    /// <summary>Not something that is known here: nothing is done, and nothing acknowledged.</summary>
    /// <param name="Reason">For the log: fixed words.</param>
    internal sealed record Odd(string Reason) : SocketFrame;
}
