using Atmosphere.Grains.Faces;
using Atmosphere.Load;

namespace Atmosphere.Faults.Tests.Embedded.Outside;

/// <summary>Slack is in trouble for an hour: nothing is lost or posted twice, votes are taken all the while, and what is wrong is said in words.</summary>
public sealed class SlackInTroubleTests
{
    private static readonly Dictionary<string, (Action<OutsideFault> Begin, string Words)> Kinds = new(StringComparer.Ordinal)
    {
        ["429 with Retry-After"] = (fault => fault.Throttles(30), "Slack has been asking to be asked less for an hour"),
        ["429 without Retry-After"] = (fault => fault.Throttles(null), "Slack has been asking to be asked less for an hour"),
        ["500"] = (fault => fault.Answers(500, "<html>no</html>"), "Slack has not answered for an hour"),
        ["garbage"] = (fault => fault.Answers(200, "{\"ok\":"), "Slack has not answered for an hour"),
        ["hangs"] = (fault => fault.Hangs(), "Slack has not answered for an hour"),
        ["drops connections"] = (fault => fault.Drops(), "Slack has not answered for an hour"),
        ["does its work and loses the answers"] = (fault => fault.LosesAnswers(), "Slack has not answered for an hour"),
        ["invalid_auth"] = (fault => fault.Answers(200, "{\"ok\":false,\"error\":\"invalid_auth\"}"), "Slack does not accept Slack:BotToken."),
    };

    public static TheoryData<string> Faults => [.. Kinds.Keys];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Nothing_is_lost_while_Slack_is_in_trouble(string kind)
    {
        await using var app = await AppInTrouble.StartAsync();
        var (dana, omer) = (AppInTrouble.People[0], AppInTrouble.People[1]);
        var known = await app.BringAskedAsync();

        Kinds[kind].Begin(app.World.SlackFault);
        var added = await app.BringAsync();
        await app.VoteAsync(known, 2, omer);
        await app.VoteAsync(known, 2, dana);
        await app.VoteAsync(known, 3, dana);
        await app.AnHourPassesAsync(app.World.SlackFault);

        await app.ShouldSayAsync("slack", Kinds[kind].Words);
        (await app.FaceAsync(known)).Status.ShouldBe(FaceStatus.Asking);
        (await app.FaceAsync(known)).Votes.Values.Count(vote => vote.IsLive && vote.Choice == VoteChoice.Person(dana)).ShouldBe(2);
        (await app.FaceAsync(added)).Status.ShouldBe(FaceStatus.Asking);

        app.World.SlackFault.Ends();
        await app.UntilAsync(async () => (await app.FaceAsync(added)).Prompt is not null, "people are asked about the other face");
        await app.VoteAsync(added, 2, omer);
        await app.VoteAsync(added, 3, omer);
        await app.ShouldEndWellAsync("slack", (known, dana), (added, omer));
    }
}
