using System.Threading.Channels;

namespace Atmosphere.Api.Slack;

/// <summary>
/// Work that is done after Slack has its answer, one piece after the other. Nothing was promised, so nothing is kept: when the queue is
/// full the oldest is dropped, and the end of the process loses the rest.
/// </summary>
internal abstract class LossyQueue<T> : BackgroundService
{
    private const int MostWaiting = 200;

    private readonly Channel<T> _waiting = Channel.CreateBounded<T>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });

    protected void Add(T work) => _waiting.Writer.TryWrite(work);

    protected abstract Task DoAsync(T work, CancellationToken stoppingToken);

    protected abstract void LogFaulted(Exception fault);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var work in _waiting.Reader.ReadAllAsync(stoppingToken)) await TryAsync(work, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The application ends; what waits is lost, as said above.
        }
    }

    private async Task TryAsync(T work, CancellationToken stoppingToken)
    {
        try
        {
            await DoAsync(work, stoppingToken);
        }
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
        {
            // A background service that throws stops the host: nothing here is worth that.
            LogFaulted(fault);
        }
    }
}
