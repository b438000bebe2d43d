using Atmosphere.Embedded.Hosting;
using Atmosphere.Grains.Forgetting;
using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Retention;
using Atmosphere.Grains.Training;
using Atmosphere.Simulation.Invariants;
using Atmosphere.Simulation.Knowledge;
using Atmosphere.Simulation.Outside;
using Atmosphere.Simulation.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging;

namespace Atmosphere.Simulation.Processes;

/// <summary>One life of the product: its grains on its engine, as a host would start and stop them.</summary>
internal sealed class ServerProcess
{
    private readonly Lifetime _life;
    private readonly EmbeddedEngine _engine;
    private readonly ApplicationLifetime _host = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly TaskCompletionSource _ended = new();
    private readonly List<Action> _waiting = [];

    public ServerProcess(World world)
    {
        _life = new Lifetime(world.Thread, world.Weather, () =>
        {
            // Not while it rests: there is nothing to interrupt then.
            if ((_life!.Waits || !world.Thread.IsIdle) && world.Weather.Dies()) Kill();
        });
        var wire = new Wire(world.Weather, world.Outages, world.Trace, _life);
        Crops = new SimulatedCropStore(world.Shelf, world.Weather, _life);
        var catalogue = new SimulatedCatalogue(world.Catalogue, world.Weather, _life);
        _engine = VirtualServer.Build(
            _life.Turns,
            _life.Clock,
            _host,
            new DiskStore(world.Disk, world.Weather, world.Outages, _life),
            world.Dice.Fork().Fraction,
            world.Settings.ToConfiguration(),
            services => services
                .AddLogging(logging => logging.AddProvider(new ProductLog(world)))
                .AddSingleton<IRecogniser>(new SimulatedRecogniser(world.Gallery, wire, world.Trace))
                .AddSingleton<ISlack>(new SimulatedSlack(world.Workspace, wire, world.Trace, world.Names))
                .AddSingleton<ICropper>(new SimulatedCropper(wire))
                .AddSingleton(Crops)
                .AddSingleton(new TombstoneSecret(() => GrainStates.Secret))
                .AddSingleton<ICatalogue>(catalogue)
                .AddSingleton<IAudit>(catalogue)
                .AddSingleton<IOldPictures>(catalogue));
    }

    /// <summary>For those who handle requests in this process.</summary>
    public IClusterClient Client => _engine.Client;

    /// <inheritdoc cref="Client"/>
    public ICropStore Crops { get; }

    /// <summary>Completes when the process has died or has been stopped.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Starts the engine and what the silo does at every start. False when that failed: the host then exits.</summary>
    public async Task<bool> TryStartAsync()
    {
        try
        {
            await Run(async () =>
            {
                await _engine.StartAsync(CancellationToken.None);
                await _engine.Client.GetGrain<ITrainingGrain>(Settings.Gallery).EnsureScheduled();
                await _engine.Client.GetGrain<IRetentionGrain>(IRetentionGrain.OnlyKey).EnsureScheduled();
                return true;
            });
            return true;
        }
        catch (Exception fault) when (NoOwnFault.Explains(fault))
        {
            Kill();
            return false;
        }
    }

    /// <summary>A request from outside, handled in this process.</summary>
    /// <exception cref="ConnectionLostException">The process has died: the request may have been handled or not.</exception>
    public Task<T> Ask<T>(Func<ServerProcess, Task<T>> handle) => Run(() => handle(this));

    /// <summary>As a host stops it: running work may end, owed effects are left to the next process.</summary>
    public async Task StopAsync()
    {
        try
        {
            await Run(async () =>
            {
                _host.StopApplication();
                await _engine.StopAsync(CancellationToken.None);
                return true;
            });
        }
        catch (Exception fault) when (NoOwnFault.Explains(fault))
        {
            // It has died on the way.
        }

        Kill();
    }

    /// <summary>From one turn to the next there is nothing left of it.</summary>
    public void Kill()
    {
        if (_life.IsOver) return;
        _life.End();
        foreach (var lose in _waiting.ToArray()) lose();
        _ended.TrySetResult();
    }

    private Task<T> Run<T>(Func<Task<T>> function)
    {
        var answer = new TaskCompletionSource<T>();
        Action lose = () => answer.TrySetException(new ConnectionLostException());
        if (_life.IsOver)
        {
            lose();
            return answer.Task;
        }

        _waiting.Add(lose);
        _ = _life.Turns.Start(async () =>
        {
            try
            {
                answer.TrySetResult(await function());
            }
            catch (Exception fault)
            {
                answer.TrySetException(fault);
            }
            finally
            {
                _waiting.Remove(lose);
            }
        });
        return answer.Task;
    }
}

/// <summary>Nobody answers any more.</summary>
internal sealed class ConnectionLostException : Exception;
