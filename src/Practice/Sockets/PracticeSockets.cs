using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Hosting;

namespace Atmosphere.Practice.Sockets;

/// <summary>The stand-in's side of Socket Mode: gives out addresses that work once, greets, and sends envelopes to any of the connections, as Slack does.</summary>
public sealed class PracticeSockets
{
    /// <summary>When the host stops, the other side has so long to answer what has arrived and to close.</summary>
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, bool> _tickets = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly List<PracticeSocket> _open = [];
    private readonly TimeProvider _time;
    private readonly CancellationToken _stopping;
    private int _turn;

    public PracticeSockets(TimeProvider time, IHostApplicationLifetime lifetime) => (_time, _stopping) = (time, lifetime.ApplicationStopping);

    /// <summary>How long Slack waits for an acknowledgement.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(3);

    /// <summary>The connections, oldest first.</summary>
    public IReadOnlyList<PracticeSocket> Open
    {
        get { lock (_gate) return [.. _open]; }
    }

    /// <summary>How many were opened so far.</summary>
    public int Opened { get; private set; }

    /// <summary>False: connections are taken and not greeted. For tests.</summary>
    public bool Greets { get; set; } = true;

    /// <summary>False: nothing that comes in is read any more, pings neither. For tests.</summary>
    public bool Reads { get; set; } = true;

    /// <summary>Sends to one of the connections, each in its turn.</summary>
    /// <param name="type"><c>interactive</c>, <c>slash_commands</c> or <c>events_api</c>.</param>
    /// <param name="payload">What HTTP would bring.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The acknowledgement; null when none came in three seconds, or there is no connection.</returns>
    public async Task<JsonObject?> SendAsync(string type, JsonObject payload, CancellationToken cancellationToken)
    {
        PracticeSocket socket;
        lock (_gate)
        {
            if (_open.Count == 0) return null;
            socket = _open[_turn++ % _open.Count];
        }

        return await socket.SendAsync(type, payload, cancellationToken);
    }

    internal string NewTicket()
    {
        var ticket = RandomNumberGenerator.GetHexString(32, lowercase: true);
        _tickets[ticket] = true;
        return ticket;
    }

    internal bool Use(string? ticket) => ticket is not null && _tickets.TryRemove(ticket, out _);

    /// <summary>Greets, and reads until the connection is over.</summary>
    internal async Task ServeAsync(WebSocket webSocket, CancellationToken aborted)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        await using var stopping = _stopping.Register(() => over.CancelAfter(Goodbye));
        await using var socket = new PracticeSocket(webSocket, _time);
        lock (_gate)
        {
            _open.Add(socket);
            Opened++;
        }

        try
        {
            if (Greets) await socket.GreetAsync(Open.Count, over.Token);
            if (!Reads) await Task.Delay(Timeout.InfiniteTimeSpan, _time, over.Token);
            await socket.ReadAsync(over.Token);
        }
        catch (Exception end) when (end is OperationCanceledException or WebSocketException)
        {
            // The other side is gone, or this host stops.
        }
        finally
        {
            lock (_gate) _open.Remove(socket);
        }
    }
}

/// <summary>One connection.</summary>
public sealed class PracticeSocket : IAsyncDisposable
{
    private const int LargestAnswer = 1024 * 1024;

    private readonly WebSocket _socket;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonObject>> _waiting = new(StringComparer.Ordinal);

    internal PracticeSocket(WebSocket socket, TimeProvider time) => (_socket, _time) = (socket, time);

    /// <summary>Sends one envelope and waits for its acknowledgement; null when none came in three seconds.</summary>
    /// <param name="type">The envelope's.</param>
    /// <param name="payload">What it carries.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="envelopeId">Another than a new one: to send an envelope twice.</param>
    public async Task<JsonObject?> SendAsync(string type, JsonObject payload, CancellationToken cancellationToken, string? envelopeId = null)
    {
        var id = envelopeId ?? Guid.NewGuid().ToString("D");
        var answer = _waiting[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await SendTextAsync(new JsonObject
            {
                ["envelope_id"] = id,
                ["type"] = type,
                ["accepts_response_payload"] = type != "events_api",
                ["payload"] = payload.DeepClone(),
            }.ToJsonString(), cancellationToken);
            return await answer.Task.WaitAsync(PracticeSockets.Patience, _time, cancellationToken);
        }
        catch (Exception none) when (none is TimeoutException or WebSocketException or ObjectDisposedException)
        {
            return null;
        }
        finally
        {
            _waiting.TryRemove(id, out _);
        }
    }

    /// <summary>Announces the end, as Slack does.</summary>
    /// <param name="reason"><c>warning</c>, <c>refresh_requested</c> or <c>link_disabled</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task AskToDisconnectAsync(string reason, CancellationToken cancellationToken) =>
        SendTextAsync(new JsonObject { ["type"] = "disconnect", ["reason"] = reason, ["debug_info"] = new JsonObject { ["host"] = "practice" } }.ToJsonString(), cancellationToken);

    /// <summary>Sends whatever text: for tests of what a server of the other kind might say.</summary>
    public async Task SendTextAsync(string text, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await _socket.SendAsync(Encoding.UTF8.GetBytes(text).AsMemory(), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Breaks the connection without a word.</summary>
    public void Break() => _socket.Abort();

    /// <summary>Waits for whoever is still sending.</summary>
    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _sending.WaitAsync();
        _sending.Dispose();
    }

    internal Task GreetAsync(int connections, CancellationToken cancellationToken) => SendTextAsync(new JsonObject
    {
        ["type"] = "hello",
        ["num_connections"] = connections,
        ["connection_info"] = new JsonObject { ["app_id"] = PracticeWorkspace.AppId },
        ["debug_info"] = new JsonObject { ["host"] = "practice", ["approximate_connection_time"] = 3600 },
    }.ToJsonString(), cancellationToken);

    internal async Task ReadAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[LargestAnswer];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await _socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
                length += part.Count;
            }
            while (!part.EndOfMessage && length < buffer.Length);

            if (part.MessageType == WebSocketMessageType.Close)
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
                return;
            }

            if (!part.EndOfMessage || !TryRead(buffer.AsSpan(0, length), out var answer)) return;
            if (answer["envelope_id"]?.ToString() is { } id && _waiting.TryGetValue(id, out var waiting)) waiting.TrySetResult(answer);
        }
    }

    private static bool TryRead(ReadOnlySpan<byte> text, out JsonObject answer)
    {
        answer = [];
        try
        {
            if (JsonNode.Parse(text) is not JsonObject json) return false;
            answer = json;
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
