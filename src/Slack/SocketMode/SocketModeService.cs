using System.Threading.Channels;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atmosphere.Slack.SocketMode;

/// <summary>Keeps a connection to Slack open while <c>Slack:AppToken</c> is set. What to do is <see cref="SocketPlan"/>'s decision; this does it.</summary>
internal sealed partial class SocketModeService(
    SocketOpener opener, ISlackCallbacks callbacks, SocketModeStatus status, SocketPatience patience, IOptions<SlackOptions> options,
    IHostApplicationLifetime lifetime, TimeProvider time, ILogger<SocketModeService> logger) : BackgroundService
{
    private readonly Channel<SocketEvent> _events = Channel.CreateUnbounded<SocketEvent>(new() { SingleReader = true });
    private readonly Dictionary<int, (SocketLink Link, Task Run)> _links = [];
    private readonly Backoff _backoff = new(Random.Shared.NextDouble);
    private SocketPlan _plan = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.AppToken.Length == 0) return;
        // Slack is told first of all: what is pressed from then on goes to another process, or is told to come back.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        try
        {
            status.Show(_plan);
            await StartedAsync(stop.Token);
            Apply(new SocketEvent.Started());
            await foreach (var happened in _events.Reader.ReadAllAsync(stop.Token)) Apply(happened);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await CloseAllAsync();
        }
    }

    /// <summary>Grains answer when the host has started, and the practice channel has an address.</summary>
    private async Task StartedAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
    }

    private void Apply(SocketEvent happened)
    {
        var before = _plan;
        (_plan, var actions) = before.After(happened, time.GetUtcNow(), _backoff);
        status.Show(_plan);
        Report(before, _plan, happened);
        if (happened is SocketEvent.Ended ended) Forget(ended.Link);
        foreach (var action in actions)
        {
            switch (action)
            {
                case SocketAction.Open open:
                    var link = new SocketLink(open.Link, opener, callbacks, Tell, patience, time, logger);
                    _links.Add(open.Link, (link, link.RunAsync(open.After)));
                    break;
                case SocketAction.Close close when _links.TryGetValue(close.Link, out var known):
                    known.Link.CloseAfter(close.After);
                    break;
                case SocketAction.Close:
                    break; // it has ended meanwhile
                default:
                    throw new ArgumentOutOfRangeException(nameof(happened), action.GetType().Name, "Not something that can be done.");
            }
        }
    }

    private void Tell(SocketEvent happened) => _events.Writer.TryWrite(happened); // unbounded: always taken

    private void Forget(int number)
    {
        if (_links.Remove(number, out var known)) known.Link.Dispose();
    }

    private async Task CloseAllAsync()
    {
        foreach (var (link, _) in _links.Values) link.CloseAfter(TimeSpan.Zero);
        await Task.WhenAll(_links.Values.Select(known => known.Run));
        foreach (var (link, _) in _links.Values) link.Dispose();
        _links.Clear();
    }

    private void Report(SocketPlan before, SocketPlan now, SocketEvent happened)
    {
        if (now.IsOpen && !before.IsOpen) LogOpen();
        else if (now.Trouble is { Kind: OutcomeKind.Misconfigured } misconfigured && misconfigured.Reason != before.Trouble?.Reason) LogMisconfigured(misconfigured.Reason);
        else if (happened is SocketEvent.Ended ended && now.Trouble is not null) LogEnded(ended.Link, ended.Reason);
    }

    [LoggerMessage(EventId = 10, Level = LogLevel.Information, Message = "Connected to Slack by Socket Mode")]
    private partial void LogOpen();

    [LoggerMessage(EventId = 11, Level = LogLevel.Error, Message = "Socket Mode can't work: {Reason}")]
    private partial void LogMisconfigured(string reason);

    [LoggerMessage(EventId = 12, Level = LogLevel.Warning, Message = "Connection {Number} to Slack ended: {Reason}")]
    private partial void LogEnded(int number, string reason);
}
