using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Office.Bench.People;

/// <summary>Looks at the channel now and then, while she is in the office, and answers some of what she sees.</summary>
internal sealed class Voter(World world, Stay stay, Dice dice)
{
    /// <summary>Between two looks at the channel, on average.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(45);

    /// <summary>How long she needs for one answer.</summary>
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(4), Slow = TimeSpan.FromSeconds(20);

    /// <summary>Of the open questions that she sees and has not answered, newest first, she answers half, and no more than this many in a look.</summary>
    private const int Patience = 5;

    private const double Answers = 0.5;

    /// <summary>She means the right person and picks another one.</summary>
    private const double Slips = 0.01;

    /// <summary>She is sure enough to say of a stranger that nobody knows him; and of a colleague whom she does not know.</summary>
    private const double SureOfStranger = 0.5, WrongAboutColleague = 0.1;

    /// <summary>She sees that one of several pictures shows somebody else.</summary>
    private const double SeesOddOne = 0.8;

    /// <summary>Of the announcements since her last look she reads the last ones; a wrong one strikes her so often, when she knows who that is.</summary>
    private const int Reads = 20;

    private const double Objects = 0.3;

    /// <summary>How often somebody careless presses a button under an announcement.</summary>
    private const double Fiddles = 0.005;

    private readonly HashSet<(string FaceId, int Round)> _answered = [];
    private DateTimeOffset _last = stay.From;

    private Colleague Me => stay.Person;

    public async Task WorkAsync()
    {
        if (stay.From > world.Now) await world.Clock.Delay(stay.From - world.Now);
        while (true)
        {
            var pause = Pause * -Math.Log(1 - dice.Fraction());
            if (world.Now + pause >= stay.To) return;
            await world.Clock.Delay(pause);
            await AnswerAsync();
            await ReadAnnouncementsAsync();
            _last = world.Now;
        }
    }

    private async Task AnswerAsync()
    {
        var left = Patience;
        foreach (var message in world.OpenQuestions.Where(message => !_answered.Contains((message.FaceId, message.Now.Round))).Reverse().ToList())
        {
            if (left == 0) return;
            if (!dice.Chance(Answers)) continue;
            await world.Clock.Delay(dice.Time(Quick, Slow));

            // Somebody else may have been quicker.
            if (message.Now is not { Kind: PromptKind.Question or PromptKind.Suggestion } seen) continue;
            if (!Me.IsCareless) await TakeOddOnesOutAsync(message.FaceId, seen);
            if ((Me.IsCareless ? Anything(seen) : Answer(message.FaceId, seen)) is not { } choice) continue;
            left--;
            _answered.Add((message.FaceId, seen.Round));
            await PressAsync(message.FaceId, new CastVote { Choice = choice, Round = seen.Round });
        }
    }

    private VoteChoice? Answer(string faceId, PromptView seen)
    {
        var who = world.Judge.Who(faceId);
        if (!Staff.IsColleague(who)) return seen.Kind == PromptKind.Suggestion && world.Staff.Know(Me.Id, seen.PersonId!) ? VoteChoice.NotThem(seen.PersonId!) : dice.Chance(SureOfStranger) ? VoteChoice.NobodyWeKnow : null;
        if (world.Staff.Know(Me.Id, who)) return VoteChoice.Person(dice.Chance(Slips) ? dice.Pick(world.Staff.People).Id : who);

        // She does not know who that is, and perhaps who it is not.
        if (seen.Kind == PromptKind.Suggestion && seen.PersonId != who && world.Staff.Know(Me.Id, seen.PersonId!)) return VoteChoice.NotThem(seen.PersonId!);
        return dice.Chance(WrongAboutColleague) ? VoteChoice.NobodyWeKnow : null;
    }

    private VoteChoice Anything(PromptView seen) => seen.Kind == PromptKind.Suggestion && dice.Chance(0.75)
        ? dice.Chance(2.0 / 3) ? VoteChoice.Person(seen.PersonId!) : VoteChoice.NotThem(seen.PersonId!)
        : dice.Fraction() switch
        {
            < 0.8 => VoteChoice.Person(dice.Pick(world.Staff.People).Id),
            < 0.9 => VoteChoice.NotAFace,
            _ => VoteChoice.NobodyWeKnow,
        };

    /// <summary>"Somebody else" under a picture. Whom it shows need not be known to her: that they are two people is seen.</summary>
    private async Task TakeOddOnesOutAsync(string faceId, PromptView seen)
    {
        foreach (var other in seen.Others.Where(other => world.Judge.Who(other.FaceId) != world.Judge.Who(faceId)))
        {
            if (dice.Chance(SeesOddOne)) await PressAsync(faceId, new SplitFollower { FollowerId = other.FaceId, Round = seen.Round });
        }
    }

    private async Task ReadAnnouncementsAsync()
    {
        foreach (var message in world.AnnouncedSince(_last).TakeLast(Reads).ToList())
        {
            if (message.Now is not { Kind: PromptKind.Identified or PromptKind.Tagged or PromptKind.TaggedNotEnrolled, PersonId: { } named } seen) continue;
            var isWrong = named != world.Judge.Who(message.FaceId) && world.Staff.Know(Me.Id, named);
            if (!dice.Chance(Me.IsCareless ? Fiddles : isWrong ? Objects : 0)) continue;
            await world.Clock.Delay(dice.Time(Quick, Slow));
            await PressAsync(message.FaceId, seen.Kind == PromptKind.Identified ? new DisputeIdentification { Round = seen.Round } : new UndoTag { Round = seen.Round });
        }
    }

    private async Task PressAsync(string faceId, FacePress press)
    {
        var made = press with { UserId = Me.Id, At = world.Now, ActionTs = world.NextTs() };
        var verdict = await world.Grains.GetGrain<IFaceGrain>(faceId).Press(made);
        world.Judge.OnPressed(faceId, made, verdict);
    }
}
