using Atmosphere.Api.Slack.Commands;
using Atmosphere.Grains.Training;

namespace Atmosphere.Api.Tests.Slack.Commands;

public sealed class CommandTextsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Status_counts_faces_and_names_the_trainings()
    {
        var topic = CommandTexts.Status(
            new Dictionary<string, long> { ["Asking"] = 2, ["Tagged"] = 7 }, new TrainingView { ChangedPeople = 3, LastSuccessAt = Now, NextScheduledAt = Now.AddHours(15) }, []);
        topic.Body.ShouldContain("Everything works.");
        topic.Body.ShouldContain("2 being asked about, 7 named by people");
        topic.Body.ShouldContain("<!date^1772452800^{date_short_pretty} {time}|2026-03-02 12:00 UTC>");
        topic.Body.ShouldContain("something new to learn: 3");
    }

    [Fact]
    public void Status_tells_what_is_wrong_and_lets_no_text_call_the_channel() =>
        CommandTexts.Status(new Dictionary<string, long>(), new TrainingView(), ["The disk <!channel> is full."]).Body.ShouldContain(":red_circle: The disk &lt;!channel&gt; is full.");

    [Fact]
    public void Waiting_lists_the_oldest_and_counts_the_rest()
    {
        var questions = Enumerable.Range(1, 12).Select(i => new OpenQuestion(new($"https://example.slack.com/archives/C1/p{i}"), Now.AddDays(-20 + i), i, i == 1));
        var topic = CommandTexts.Waiting([.. questions], 60, Now);
        topic.Title.ShouldBe("60 questions wait for an answer");
        topic.Body.Split('\n')[0].ShouldBe("• <https://example.slack.com/archives/C1/p1|asked 19 days ago>, 1 answer, one of them yours");
        topic.Body.Split('\n').Length.ShouldBe(CommandTexts.ListedQuestions + 1);
        topic.Body.ShouldEndWith("and 50 more");
    }

    [Fact]
    public void Nobody_waiting_is_told() => CommandTexts.Waiting([], 0, Now).Title.ShouldBe("Nobody is waiting");

    [Fact]
    public void What_is_known_is_counted_and_a_name_is_text()
    {
        var body = CommandTexts.AboutYou(new() { Name = "<!channel> Noa", NameAskedAt = Now, Tagged = 8, Identified = 4, Enrolled = 6, VotesCast = 5, VotesFor = 9 }).Body;
        body.ShouldContain("&lt;!channel&gt; Noa");
        body.ShouldContain("8 because colleagues said so, 4 because you were recognised");
        body.ShouldContain("recognised by: 6");
        body.ShouldContain("5 that you have cast, 9 that name you");
    }

    [Fact]
    public void Nothing_known_is_told()
    {
        var body = CommandTexts.AboutYou(new()).Body;
        body.ShouldContain("never asked who you are");
        body.ShouldContain("No picture carries your name");
        body.ShouldContain("can't be recognised");
    }
}
