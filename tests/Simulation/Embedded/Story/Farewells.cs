using Atmosphere.Grains.Forgetting;
using Atmosphere.Grains.People;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Simulation.Story;

/// <summary>Now and then somebody asks to be forgotten, in the middle of everything; and some think better of it.</summary>
/// <param name="world">Where.</param>
/// <param name="dice">Who and when.</param>
/// <param name="late">What was under way.</param>
internal sealed class Farewells(World world, Dice dice, Dice late)
{
    /// <summary>What a request can take at most that was sent before the tombstone was there.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    public async Task RunAsync(TimeSpan within)
    {
        var count = dice.Pick([0, 1, 1, 2]);
        for (var i = 0; i < count; i++)
        {
            await world.Clock.Delay(dice.Time(TimeSpan.Zero, within));
            var named = world.States.Faces.Values.Select(face => face.PersonId).OfType<string>().Where(world.Cast.IsPerson).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            var personId = named.Count > 0 && dice.Chance(0.7) ? dice.Pick(named) : world.Cast.Somebody(dice);
            world.Start(() => ForgetAsync(personId));
        }
    }

    private async Task ForgetAsync(string personId)
    {
        // Before the answer: it may have been taken and the answer lost.
        world.Truth.AskedToBeForgotten.Add(personId);
        world.Truth.Forgotten.Add(personId);
        var (by, actor) = dice.Chance(0.5) ? (ForgottenBy.Herself, personId) : (ForgottenBy.Operator, dice.Chance(0.5) ? Actors.OperatorKey : world.Cast.Somebody(dice));
        do
        {
            await world.Operator.AskUntilAnsweredAsync(server => server.Client.GetGrain<IPersonGrain>(personId).Forget(by, actor));
            world.Trace.Note($"{personId} is to be forgotten");
        }
        while (dice.Chance(0.3));
        if (late.Chance(0.4)) world.Start(() => LandLateAsync(personId));
        if (!dice.Chance(0.3)) return;

        await world.Clock.Delay(dice.Spread(TimeSpan.FromMinutes(1), TimeSpan.FromHours(12)));
        var answer = await world.Operator.AskUntilAnsweredAsync(async server => await (await new Tombstones(server.Client).OfAsync(personId)).Lift());
        world.Trace.Note($"{personId} wants to be known again: {answer}");
        if (answer != LiftAnswer.StillRemoving) world.Truth.Forgotten.Remove(personId);
    }

    /// <summary>A process that knew nothing of her tombstone has asked the recogniser to create her, and that request arrives only now.</summary>
    private async Task LandLateAsync(string personId)
    {
        while (world.States.StoneOf(personId) is null)
        {
            if (!world.Truth.Forgotten.Contains(personId)) return;
            await world.Clock.Delay(TimeSpan.FromSeconds(1));
        }

        await world.Clock.Delay(late.Spread(TimeSpan.FromSeconds(1), Longest));
        if (!world.Truth.Forgotten.Contains(personId) || world.Gallery.FindPerson(personId).Value is not null) return;
        world.Trace.Note($"a late request puts {personId} into the gallery: {world.Gallery.CreatePerson(personId).Kind}");
    }
}
