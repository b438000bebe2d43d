using Atmosphere.Embedded.Reminders;
using Atmosphere.Embedded.Runtime;
using Atmosphere.Embedded.Storage;
using Atmosphere.Embedded.Streams;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atmosphere.Embedded.Hosting;

/// <summary>The engine: one process that runs grains over one store. It is not Orleans: no cluster, no placement, no directory.</summary>
public sealed partial class EmbeddedEngine : IHostedLifecycleService
{
    private static readonly TimeSpan CollectionInterval = TimeSpan.FromMinutes(1);

    private readonly EngineCore _core;
    private ITimer? _collection;
    private bool _isOpen;

    public EmbeddedEngine(
        IOptions<EmbeddedEngineOptions> options,
        IServiceProvider services,
        IEngineStore store,
        IGrainStorageSerializer serializer,
        TimeProvider clock,
        ILoggerFactory loggers)
    {
        var faults = options.Value.Validate();
        if (faults.Count > 0) throw new OptionsValidationException(nameof(EmbeddedEngineOptions), typeof(EmbeddedEngineOptions), faults);
        _core = new EngineCore(options.Value, services, store, serializer, clock, loggers);
        Reminders = new ReminderService(_core);
        Streams = new StreamPump(_core, services.GetService<IUndeliveredEvents>());
    }

    /// <summary>Whether it takes calls.</summary>
    public bool IsRunning => _core.Phase is EnginePhase.Running;

    /// <summary>How many grains are in memory.</summary>
    public int ActivationCount => _core.Classes.All.Sum(c => c.Activations.Count);

    /// <summary>References to grains, for code that is not a grain.</summary>
    public IClusterClient Client => _core.Factory;

    internal ReminderService Reminders { get; }

    internal StreamPump Streams { get; }

    internal EngineCore Core => _core;

    /// <summary>Opens the store, before anything of the host starts: whoever can't have the data folder must not touch what else is in it.</summary>
    /// <exception cref="EngineStartException">The store is in use by another process, or was made by a newer version.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (_isOpen) return;
        await _core.Store.OpenAsync(cancellationToken);
        _isOpen = true;
    }

    /// <summary>Begins with what the last process left to do.</summary>
    /// <exception cref="EngineStartException">The store is in use by another process, or was made by a newer version.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await StartingAsync(cancellationToken);
        var now = _core.Clock.GetUtcNow();
        if (_core.Options.ResumeWithin > TimeSpan.Zero) await _core.Store.BringRemindersForwardAsync(now, now + _core.Options.ResumeWithin);
        _core.Phase = EnginePhase.Running;
        Streams.Start();
        Reminders.Start();
        using (NoFlow.Enter())
            _collection = _core.Clock.CreateTimer(static engine => ((EmbeddedEngine)engine!).CollectIdle(), this, CollectionInterval, CollectionInterval);
        LogStarted(_core.Log, _core.Classes.All.Count);
    }

    /// <summary>Nothing is left to do.</summary>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Nothing is to be done yet: others that stop may call grains.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Nothing is left to do.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Takes no more calls, lets running ones finish, deactivates the grains and closes the store. Bounded by <see cref="EmbeddedEngineOptions.DrainTimeout"/>.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_core.Phase is not EnginePhase.Running) return;
        _core.Phase = EnginePhase.Draining;
        if (_collection is not null) await _collection.DisposeAsync();
        using var limit = new CancellationTokenSource(_core.Options.DrainTimeout, _core.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // The grains of running calls may be called by others until those have ended, too: so again and again.
            while (ActivationCount > 0)
            {
                either.Token.ThrowIfCancellationRequested();
                await DeactivateAllAsync(new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The engine is stopping."), either.Token);
            }

            await Streams.StopAsync(either.Token);
            await Reminders.StopAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            LogNotDrained(_core.Log, ActivationCount);
        }

        _core.Phase = EnginePhase.Stopped;
        _core.Calls.FailAll(a => new SiloUnavailableException($"The engine has stopped before {a.GrainId} answered."));
        await _core.Store.DisposeAsync();
        LogStopped(_core.Log);
    }

    /// <summary>Ends all activations, and waits for that. What is called meanwhile comes back.</summary>
    public async Task DeactivateAllAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        var all = _core.Classes.All.SelectMany(c => c.Activations.Values).ToArray();
        foreach (var activation in all) activation.Deactivate(reason, CancellationToken.None);
        await Task.WhenAll(all.Select(a => Continue.Here(a.Deactivated))).WaitAsync(cancellationToken);
    }

    /// <summary>Ends the activations that were not used for their class's time, or for the given one.</summary>
    internal void CollectIdle(TimeSpan? olderThan = null)
    {
        var now = _core.Clock.GetTimestamp();
        foreach (var activation in _core.Classes.All.SelectMany(c => c.Activations.Values)) activation.CollectIfIdle(now, olderThan);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The embedded engine runs {Classes} grain classes.")]
    private static partial void LogStarted(ILogger logger, int classes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The embedded engine stops with {Activations} grains that did not end in time.")]
    private static partial void LogNotDrained(ILogger logger, int activations);

    [LoggerMessage(Level = LogLevel.Information, Message = "The embedded engine has stopped.")]
    private static partial void LogStopped(ILogger logger);
}
