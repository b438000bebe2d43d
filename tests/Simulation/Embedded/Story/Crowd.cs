using System.Globalization;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Ports;
using Atmosphere.Simulation.Invariants;

namespace Atmosphere.Simulation.Story;

/// <summary>People look at the channel and press buttons: on what it shows now or has shown before, at the same time, twice, late.</summary>
internal sealed class Crowd(World world, Dice dice)
{
    private long _presses;

    public async Task RunAsync(int presses, TimeSpan within)
    {
        for (var i = 0; i < presses; i++)
        {
            // In bursts: a message that has just been posted is looked at by many.
            if (dice.Chance(0.4)) await world.Clock.Delay(dice.Time(TimeSpan.Zero, within / presses * 4));
            await SomethingToSeeAsync();
            if (Decide() is { } press) world.Start(() => DeliverAsync(press));
        }
    }

    private async Task SomethingToSeeAsync()
    {
        for (var looks = 0; looks < 30 && world.Workspace.Messages.Count == 0; looks++) await world.Clock.Delay(TimeSpan.FromMinutes(1));
    }

    private Press? Decide()
    {
        if (world.Workspace.Questions.Count > 0 && dice.Chance(0.2)) return AnswerForHerself();
        var messages = world.Workspace.Messages.Where(message => !message.IsDeleted).ToList();
        if (messages.Count == 0) return null;

        // Mostly what is new; sometimes a window that was left open since yesterday.
        var message = dice.Chance(0.7) ? messages[Math.Max(0, messages.Count - 1 - dice.Below(3))] : dice.Pick(messages);
        var seen = dice.Chance(0.9) ? message.Now : dice.Pick(message.Shown);
        var user = world.Cast.Voter(dice);
        FacePress? press = seen.Kind switch
        {
            PromptKind.Question or PromptKind.Suggestion when !seen.Others.IsEmpty && dice.Chance(0.15) => new SplitFollower { FollowerId = dice.Pick(seen.Others).FaceId },
            PromptKind.Question or PromptKind.Suggestion when dice.Chance(0.12) => new TakeBackVote(),
            PromptKind.Suggestion when dice.Chance(0.7) => new CastVote
            {
                Choice = seen.PersonId == world.Truth.Faces[message.FaceId].Who && dice.Chance(0.8) ? VoteChoice.Person(seen.PersonId) : VoteChoice.NotThem(seen.PersonId!),
            },
            PromptKind.Suggestion => new CastVote { Choice = Choose(message.FaceId) },
            PromptKind.Question => new CastVote { Choice = Choose(message.FaceId) },
            PromptKind.Identified when dice.Chance(0.5) => new DisputeIdentification(),
            PromptKind.Tagged or PromptKind.TaggedNotEnrolled when dice.Chance(0.4) => new UndoTag(),
            PromptKind.Disputed or PromptKind.Expired when dice.Chance(0.5) => new ReopenFace(),
            _ => null,
        };
        if (press is null) return null;
        if (press is TakeBackVote && !seen.Votes.IsEmpty) user = dice.Pick(seen.Votes).VoterId;
        var made = new Press(message.FaceId, press with { Round = seen.Round, UserId = user, ActionTs = NextTs() });
        world.Presses.Add(made);
        return made;
    }

    /// <summary>"Is this you?" Mostly she knows, and sometimes she presses what the message has shown before.</summary>
    private Press? AnswerForHerself()
    {
        var question = dice.Pick(world.Workspace.Questions.Values.ToList());
        if (question.Kind is not (PersonQuestionKind.Open or PersonQuestionKind.Named) && dice.Chance(0.7)) return null;
        var isHer = world.Truth.Faces[question.FaceId].Who == question.PersonId;
        var saysYes = question.Kind != PersonQuestionKind.Named && dice.Chance(0.85) == isHer;
        var made = new Press(question.FaceId, new CastVote
        {
            UserId = question.PersonId,
            Choice = saysYes ? VoteChoice.Person(question.PersonId) : VoteChoice.NotThem(question.PersonId),
            Round = question.Round,
            ActionTs = NextTs(),
        });
        world.Presses.Add(made);
        return made;
    }

    private VoteChoice Choose(string faceId) => dice.Fraction() switch
    {
        < 0.72 => VoteChoice.Person(world.Truth.Faces[faceId].Who),
        < 0.86 => VoteChoice.Person(world.Cast.Somebody(dice)),
        < 0.90 => VoteChoice.Person(dice.Pick([Cast.Bot, Cast.Gone, Cast.Nobody])),
        < 0.95 => VoteChoice.NotAFace,
        _ => VoteChoice.NobodyWeKnow,
    };

    private async Task DeliverAsync(Press press)
    {
        do
        {
            // On its way: a later press may overtake it.
            await world.Clock.Delay(dice.Spread(TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(dice.Chance(0.9) ? 1 : 600)));
            await DeliverOnceAsync(press);
        }
        while (dice.Chance(press.IsAccepted ? 0.15 : 0.4));
    }

    private async Task DeliverOnceAsync(Press press)
    {
        try
        {
            var command = press.Command with { At = world.Clock.GetUtcNow() };
            var verdict = await world.Operator.AskAsync(server => server.Client.GetGrain<IFaceGrain>(press.FaceId).Press(command));
            world.Trace.Note($"{press.Describe(world.Names)} ({press.Command.ActionTs}): {verdict}");
            if (verdict == PressVerdict.Accepted) press.IsAccepted = true;
            world.Invariants.OnAnswered(press);
        }
        catch (Exception fault) when (NoOwnFault.Explains(fault))
        {
            world.Trace.Note($"{press.Describe(world.Names)} ({press.Command.ActionTs}): no answer ({fault.GetType().Name})");
        }
    }

    /// <summary>Slack's action_ts: no two presses have the same.</summary>
    private string NextTs() => string.Create(CultureInfo.InvariantCulture, $"{world.Clock.GetUtcNow().ToUnixTimeSeconds()}.{++_presses:d6}");
}
