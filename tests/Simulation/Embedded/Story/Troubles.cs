using Atmosphere.Grains.Ports;
using Atmosphere.Grains.Training;
using Atmosphere.Simulation.Invariants;
using Atmosphere.Simulation.Outside;
using Atmosphere.Simulation.Storage;

namespace Atmosphere.Simulation.Story;

/// <summary>What happens once in a while: services down for an hour, orderly restarts, deleted messages, training on demand.</summary>
internal sealed class Troubles(World world, Dice dice)
{
    public async Task RunAsync(TimeSpan within)
    {
        var end = world.Clock.GetUtcNow() + within;
        while (world.Clock.GetUtcNow() < end)
        {
            await world.Clock.Delay(dice.Spread(TimeSpan.FromMinutes(1), within));
            switch (dice.Below(6))
            {
                case 0 when world.Weather.OutageBegins():
                    Break();
                    break;
                case 1 when world.Weather.IsStopped():
                    world.Trace.Note("the process is stopped");
                    await world.Operator.RestartAsync();
                    break;
                case 2 when dice.Chance(0.2) && world.Workspace.Messages.Count > 0:
                    Delete(dice.Pick(world.Workspace.Messages));
                    break;
                case 3 or 4:
                    await TrainAsync();
                    break;
            }
        }
    }

    private void Break()
    {
        var service = dice.Pick([SimulatedSlack.Service, SimulatedRecogniser.Service, SimulatedCropper.Service, DiskStore.Service]);
        var fault = dice.Pick([PortFault.Unavailable, PortFault.Hangs, PortFault.Misconfigured, PortFault.Throttled]);
        var time = dice.Spread(TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
        world.Trace.Note($"{service} is {fault} for {time}");
        world.Outages.Begin(service, fault, time);
    }

    private void Delete(Message message)
    {
        world.Trace.Note($"somebody deletes the message of {world.Names.Face(message.FaceId)}");
        message.IsDeleted = true;
    }

    private async Task TrainAsync()
    {
        try
        {
            var actor = dice.Chance(0.5) ? Actors.OperatorKey : world.Cast.Somebody(dice);
            var answer = await world.Operator.AskAsync(server => server.Client.GetGrain<ITrainingGrain>(Settings.Gallery).TrainNow(actor));
            world.Trace.Note($"train now: {answer}");
            if (answer == TrainNowAnswer.Started) world.Truth.TrainingsPromised++;
        }
        catch (Exception fault) when (NoOwnFault.Explains(fault))
        {
            world.Trace.Note("train now: no answer");
        }
    }
}
