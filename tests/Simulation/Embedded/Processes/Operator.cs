using Atmosphere.Simulation.Invariants;

namespace Atmosphere.Simulation.Processes;

/// <summary>Keeps a process running: when one has ended, the next is started after a while.</summary>
internal sealed class Operator(World world)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(20);

    private ServerProcess? _process;
    private int _started;

    public async Task KeepRunningAsync()
    {
        while (true)
        {
            var process = new ServerProcess(world);
            world.Trace.Note($"process {++_started} starts");
            if (await process.TryStartAsync())
            {
                _process = process;
                await process.Ended;
                _process = null;
            }

            world.Trace.Note($"process {_started} has ended");
            await world.Clock.Delay(world.Weather.IsCalm ? ShortestPause : world.Dice.Spread(ShortestPause, LongestPause));
        }
    }

    /// <summary>Stops the process in an orderly way; the next one comes by itself.</summary>
    public Task RestartAsync() => _process?.StopAsync() ?? Task.CompletedTask;

    /// <summary>A request from outside. It may have been handled also when this throws.</summary>
    public async Task<T> AskAsync<T>(Func<ServerProcess, Task<T>> handle) => _process is { } process ? await process.Ask(handle) : throw new ConnectionLostException();

    /// <summary>The same, again and again until there is an answer: for whoever does not give up.</summary>
    public async Task<T> AskUntilAnsweredAsync<T>(Func<ServerProcess, Task<T>> handle)
    {
        while (true)
        {
            try
            {
                return await AskAsync(handle);
            }
            catch (Exception fault) when (NoOwnFault.Explains(fault))
            {
                await world.Clock.Delay(world.Dice.Spread(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)));
            }
        }
    }
}
