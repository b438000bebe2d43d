using System.Net.WebSockets;
using Atmosphere.Grains.Ports;
using Atmosphere.Slack.Interactions;
using Microsoft.Extensions.Logging;

namespace Atmosphere.Slack.SocketMode;

/// <summary>How long a connection waits for the other side.</summary>
internal sealed record SocketPatience
{
    /// <summary>For the handshake, and then for the hello.</summary>
    public TimeSpan Hello { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Between two pings. Their answers show that a silent connection is alive.</summary>
    public TimeSpan Ping { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For the answer to a ping. After it the connection is given up.</summary>
    public TimeSpan Pong { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Slack's: an acknowledgement that comes later is for nobody.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>For the other side's part of the closing handshake.</summary>
    public TimeSpan Goodbye { get; init; } = TimeSpan.FromSeconds(2);
}

/// <summary>
/// One connection from opening to end. An envelope is acknowledged when, and only when, the same callback over HTTP would be answered with
/// 200: what was accepted is on disk by then. What is not acknowledged is Slack's to repeat, or to tell its user.
/// </summary>
internal sealed partial class SocketLink(
    int number, SocketOpener opener, ISlackCallbacks callbacks, Action<SocketEvent> tell, SocketPatience patience, TimeProvider time, ILogger logger) : IDisposable
{
    /// <summary>Bytes of one message. Its payload is at most <see cref="InteractionParser.LargestBody"/>; the rest is the envelope.</summary>
    public const int LargestMessage = InteractionParser.LargestBody + (16 * 1024);

    /// <summary>Envelopes that are answered at the same time. One that comes on top is not acknowledged, like a 503.</summary>
    public const int MostAtOnce = 100;

    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly SemaphoreSlim _places = new(MostAtOnce, MostAtOnce);
    private readonly CancellationTokenSource _closing = new(Timeout.InfiniteTimeSpan, time);

    /// <summary>Ends it: what has arrived is answered, the other side is told, and <see cref="RunAsync"/> returns.</summary>
    public void CloseAfter(TimeSpan wait) => _closing.CancelAfter(wait);

    /// <summary>Runs until the connection is over, and tells why.</summary>
    public async Task RunAsync(TimeSpan wait)
    {
        try
        {
            tell(await LiveAsync(wait));
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            tell(Ended("The connection was not needed any more."));
        }
        catch (Exception fault)
        {
            // Untold, the end would leave everybody waiting for this connection.
            LogBroken(fault, number);
            tell(Ended("The connection ended by a fault of ours; the log says which."));
        }
    }

    public void Dispose()
    {
        _closing.Dispose();
        _sending.Dispose();
        _places.Dispose();
    }

    private async Task<SocketEvent> LiveAsync(TimeSpan wait)
    {
        await Task.Delay(wait, time, _closing.Token);
        var opened = await opener.AskAsync(_closing.Token);
        if (opened is not { IsDone: true, Value: { } address }) return new SocketEvent.Ended(number, opened.Kind, opened.Reason, opened.RetryAfter);

        using var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = patience.Ping;
        socket.Options.KeepAliveTimeout = patience.Pong;
        if (address.IsLoopback) socket.Options.Proxy = null; // the practice channel: a proxy would not find it
        using var hello = new CancellationTokenSource(patience.Hello, time);
        if (!await ConnectAsync(socket, address, hello.Token)) return Ended("The WebSocket to Slack could not be opened. Does a firewall or a proxy hold it up?");

        using var ended = new CancellationTokenSource();
        var goodbye = SayGoodbyeAsync(socket, ended.Token);
        try
        {
            return await ReadAsync(socket, hello);
        }
        finally
        {
            await ended.CancelAsync();
            await goodbye;
        }
    }

    private async Task<bool> ConnectAsync(ClientWebSocket socket, Uri address, CancellationToken inTime)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(inTime, _closing.Token);
        try
        {
            await socket.ConnectAsync(address, either.Token);
            return true;
        }
        catch (Exception failure) when (failure is WebSocketException or HttpRequestException || (failure is OperationCanceledException && !_closing.IsCancellationRequested))
        {
            return false;
        }
    }

    private async Task<SocketEvent> ReadAsync(ClientWebSocket socket, CancellationTokenSource hello)
    {
        var buffer = new byte[LargestMessage];
        try
        {
            while (true)
            {
                if (await ReceiveAsync(socket, buffer, hello.Token) is not { } length) return Ended("Slack closed the connection.");
                if (length == buffer.Length) return Ended("Slack sent more than a message may have.");
                Take(socket, SocketFrameParser.Parse(buffer.AsMemory(0, length)), hello);
            }
        }
        catch (OperationCanceledException)
        {
            return Ended("Slack did not say hello in time.");
        }
        catch (WebSocketException)
        {
            return Ended("The connection broke.");
        }
    }

    /// <returns>The bytes of one message; the whole buffer's when it does not fit in; null at the end of the connection.</returns>
    private static async Task<int?> ReceiveAsync(ClientWebSocket socket, byte[] buffer, CancellationToken cancellationToken)
    {
        var length = 0;
        while (length < buffer.Length)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close) return null;
            length += part.Count;
            if (part.EndOfMessage) return length;
        }

        return buffer.Length;
    }

    private void Take(ClientWebSocket socket, SocketFrame frame, CancellationTokenSource hello)
    {
        switch (frame)
        {
            case SocketFrame.Hello:
                hello.CancelAfter(Timeout.InfiniteTimeSpan);
                tell(new SocketEvent.Greeted(number));
                break;
            case SocketFrame.Disconnect disconnect:
                LogDisconnectAsked(number, disconnect.Reason);
                tell(new SocketEvent.DisconnectAsked(number, disconnect.Reason));
                break;
            case SocketFrame.Envelope envelope when _places.Wait(TimeSpan.Zero, CancellationToken.None):
                _ = AnswerAsync(socket, envelope); // gives its place back, which the end waits for
                break;
            case SocketFrame.Envelope:
                LogFull(number);
                break;
            case SocketFrame.Odd odd:
                LogOdd(number, odd.Reason);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(frame), frame.GetType().Name, "Not a frame that is known.");
        }
    }

    private async Task AnswerAsync(ClientWebSocket socket, SocketFrame.Envelope envelope)
    {
        try
        {
            var answer = await callbacks.AnswerAsync(Read(envelope), CancellationToken.None).WaitAsync(patience.Answer, time);
            if (!answer.IsTaken) return;
            await SendAsync(socket, SocketFrameParser.Acknowledge(envelope.Id, envelope.TakesAnswer ? answer.Body : null));
        }
        catch (TimeoutException)
        {
            LogLate(number, envelope.Kind);
        }
        catch (Exception failure) when (failure is WebSocketException or InvalidOperationException && socket.State != WebSocketState.Open)
        {
            LogNotTold(number, envelope.Kind);
        }
        catch (Exception fault)
        {
            // Like a 500: one callback that fails must not end the connection for the others.
            LogFault(fault, number, envelope.Kind);
        }
        finally
        {
            _places.Release();
        }
    }

    private static Interaction Read(SocketFrame.Envelope envelope) => envelope.Kind switch
    {
        EnvelopeKind.Interaction => InteractionParser.ParsePayload(envelope.Payload),
        EnvelopeKind.Command => CommandParser.ParsePayload(envelope.Payload),
        EnvelopeKind.Event => EventParser.Parse(envelope.Payload),
        var other => throw new ArgumentOutOfRangeException(nameof(envelope), other, "Not a kind of envelope."),
    };

    private async Task SendAsync(ClientWebSocket socket, byte[] text)
    {
        await _sending.WaitAsync();
        try
        {
            await socket.SendAsync(text.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Waits until the connection is to be closed or has ended, then for the answers that are on their way, and then for the other side.</summary>
    private async Task SayGoodbyeAsync(ClientWebSocket socket, CancellationToken ended)
    {
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(ended, _closing.Token))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, either.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
        }

        for (var place = 0; place < MostAtOnce; place++) await _places.WaitAsync(CancellationToken.None); // each is back after three seconds at most
        if (ended.IsCancellationRequested) return;
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
            await Task.Delay(patience.Goodbye, time, ended);
        }
        catch (Exception over) when (over is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            return; // the other side was faster
        }

        socket.Abort();
    }

    private SocketEvent.Ended Ended(string reason) => new(number, OutcomeKind.Unavailable, reason);

    [LoggerMessage(EventId = 20, Level = LogLevel.Debug, Message = "Slack wants connection {Number} to end ({Reason})")]
    private partial void LogDisconnectAsked(int number, DisconnectReason reason);

    [LoggerMessage(EventId = 21, Level = LogLevel.Warning, Message = "Too many callbacks at once on connection {Number}: one was not answered")]
    private partial void LogFull(int number);

    [LoggerMessage(EventId = 22, Level = LogLevel.Warning, Message = "A message on connection {Number} can't be read: {Reason}")]
    private partial void LogOdd(int number, string reason);

    [LoggerMessage(EventId = 23, Level = LogLevel.Warning, Message = "A callback ({Kind}) on connection {Number} took longer than Slack waits")]
    private partial void LogLate(int number, EnvelopeKind kind);

    [LoggerMessage(EventId = 24, Level = LogLevel.Information, Message = "Connection {Number} ended before a callback ({Kind}) could be acknowledged")]
    private partial void LogNotTold(int number, EnvelopeKind kind);

    [LoggerMessage(EventId = 25, Level = LogLevel.Error, Message = "A callback ({Kind}) on connection {Number} failed")]
    private partial void LogFault(Exception fault, int number, EnvelopeKind kind);

    [LoggerMessage(EventId = 26, Level = LogLevel.Error, Message = "Connection {Number} to Slack failed")]
    private partial void LogBroken(Exception fault, int number);
}
