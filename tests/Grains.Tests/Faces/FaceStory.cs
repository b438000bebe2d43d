using System.Collections.Immutable;
using System.Globalization;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Streams;

namespace Atmosphere.Grains.Tests.Faces;

/// <summary>Tells a face one command after another. After every single one it tells the same again, which has to change nothing.</summary>
internal sealed class FaceStory(FaceRules? rules = null)
{
    public const string FaceId = "0a0b0c0d-0000-8000-8000-000000000001";
    public const string Ann = "U0ANN";
    public const string Ben = "U0BEN";

    public static readonly FaceRules DefaultRules = new(Required: 2, MaxVoters: 5, MinimumSide: 50, ExpireAfter: TimeSpan.FromDays(7));
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private long _presses;

    public FaceRules Rules { get; } = rules ?? DefaultRules;

    public FaceState State { get; private set; } = new();

    public List<FaceEvent> History { get; } = [];

    /// <summary>Goes on by a second with every command.</summary>
    public DateTimeOffset Now { get; set; } = Start;

    public ImmutableArray<FaceEvent> Tell(FaceCommand command)
    {
        Now += TimeSpan.FromSeconds(1);
        var timed = command with { At = Now };
        var events = FaceDecider.Decide(State, timed, Rules);
        State = events.Aggregate(State, FaceDecider.Evolve);
        History.AddRange(events);
        FaceDecider.Decide(State, timed, Rules).ShouldBeEmpty($"{command.GetType().Name} told twice");
        return events;
    }

    /// <summary>What a command would lead to, without telling it.</summary>
    public ImmutableArray<FaceEvent> Try(FaceCommand command) => FaceDecider.Decide(State, command with { At = Now }, Rules);

    public PressVerdict Judge(FacePress press) => FaceDecider.Judge(State, press);

    public string NextTs() => Ts(++_presses);

    public static string Ts(long number) => string.Create(CultureInfo.InvariantCulture, $"{1772442000 + number}.000100");

    public CastVote Vote(string voter, VoteChoice choice, string? ts = null) => new() { UserId = voter, Choice = choice, Round = State.Round, ActionTs = ts ?? NextTs() };

    public CastVote Vote(string voter, string person, string? ts = null) => Vote(voter, VoteChoice.Person(person), ts);

    public TakeBackVote TakeBack(string voter, string? ts = null) => new() { UserId = voter, Round = State.Round, ActionTs = ts ?? NextTs() };

    public UndoTag Undo(string user = "U0EVE") => new() { UserId = user, Round = State.Round, ActionTs = NextTs() };

    public DisputeIdentification NotThem(string user = "U0EVE") => new() { UserId = user, Round = State.Round, ActionTs = NextTs() };

    /// <summary>Slack's word about a voter's present vote.</summary>
    public NoteVoteChecked Check(string voter, string? refusal = null) => new()
    {
        VoterId = voter,
        ActionTs = State.Votes.TryGetValue(voter, out var vote) ? vote.ActionTs : "",
        Round = State.Round,
        Refusal = refusal,
    };

    public NoteEnrolment Enrolled(bool enrolled = true) => new() { Round = State.Round, PersonId = State.PersonId ?? "", Enrolled = enrolled };

    public NoteEnrolmentRefused EnrolmentRefused(string code = "InvalidImage") => new() { Round = State.Round, PersonId = State.PersonId ?? "", Code = code };

    public NotePromptShown Shown(int? round = null) => new() { Message = new() { ChannelId = "C0FACES", Ts = "1772442000.000001" }, Round = round ?? State.Round };

    /// <summary>A vote that counts.</summary>
    public ImmutableArray<FaceEvent> TellVerifiedVote(string voter, VoteChoice choice) => [.. Tell(Vote(voter, choice)), .. Tell(Check(voter))];

    public ImmutableArray<FaceEvent> TellVerifiedVote(string voter, string person) => TellVerifiedVote(voter, VoteChoice.Person(person));

    public IEnumerable<T> Owes<T>() => State.Owed.Slots.Values.Select(owed => owed.Effect).OfType<T>();

    public static FaceArrived Arrival(int width = 80, int height = 90) => new()
    {
        FaceId = FaceId,
        PhotoId = new string('a', 64),
        CameraId = "camera-1",
        Rectangle = new() { Left = 10, Top = 20, Width = width, Height = height },
        FaceInZoomIn = new() { Left = 100, Top = 100, Width = 200, Height = 220 },
        TakenAt = Start,
    };

    public static FaceStory Detected(int width = 80, int height = 90, FaceRules? rules = null)
    {
        var story = new FaceStory(rules);
        story.Tell(new AcceptFace { Face = Arrival(width, height) });
        return story;
    }

    /// <summary>People are asked, and the question is in the channel.</summary>
    public static FaceStory Asked(FaceRules? rules = null)
    {
        var story = Detected(rules: rules);
        story.Tell(new NoteNotIdentified());
        story.Tell(story.Shown());
        return story;
    }

    public static FaceStory Identified(string person = Ann)
    {
        var story = Detected();
        story.Tell(new NoteIdentified { PersonId = person, Confidence = 0.93 });
        story.Tell(story.Shown());
        return story;
    }

    public static FaceStory Agreed(string person = Ann)
    {
        var story = Asked();
        story.TellVerifiedVote("U0V1", person);
        story.TellVerifiedVote("U0V2", person);
        story.State.Status.ShouldBe(FaceStatus.Agreed);
        return story;
    }

    public static FaceStory Tagged(string person = Ann, bool enrolled = true)
    {
        var story = Agreed(person);
        story.Tell(story.Enrolled(enrolled));
        story.State.Status.ShouldBe(FaceStatus.Tagged);
        return story;
    }
}
