using Atmosphere.Grains.Faces;
using Atmosphere.Load;

namespace Atmosphere.Faults.Tests.Embedded.Outside;

/// <summary>The recogniser is in trouble for an hour: no face is called unknown or unusable for it, votes are taken all the while, and what is wrong is said in words.</summary>
public sealed class RecogniserInTroubleTests
{
    private static readonly Dictionary<string, (Action<OutsideFault> Begin, string Words)> Kinds = new(StringComparer.Ordinal)
    {
        ["429 with Retry-After"] = (fault => fault.Throttles(30), "The recogniser has been asking to be asked less for an hour"),
        ["429 without Retry-After"] = (fault => fault.Throttles(null), "The recogniser has been asking to be asked less for an hour"),
        ["500"] = (fault => fault.Answers(500, "<html>no</html>"), "The recogniser has not answered for an hour"),
        ["garbage"] = (fault => fault.Answers(200, "[{\"faceId\":"), "The recogniser has been failing for an hour"),
        ["an answer to something else"] = (fault => fault.Answers(200, "{\"weather\":\"fine\"}"), "The recogniser has been failing for an hour"),
        ["hangs"] = (fault => fault.Hangs(), "The recogniser has not answered for an hour"),
        ["dies in the middle of a request"] = (fault => fault.Drops(), "The recogniser has not answered for an hour"),
        ["does its work and loses the answers"] = (fault => fault.LosesAnswers(), "The recogniser has not answered for an hour"),
        ["refuses the key"] = (fault => fault.Answers(401, "{\"error\":{\"code\":\"401\"}}"), "check Recognition:Endpoint and Recognition:Key"),
        ["lacks the approval"] = (fault => fault.Answers(403, "{\"error\":{\"code\":\"InvalidRequest\",\"innererror\":{\"code\":\"UnsupportedFeature\"}}}"), "limited access"),
    };

    public static TheoryData<string> Faults => [.. Kinds.Keys];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Nothing_is_lost_while_the_recogniser_is_in_trouble(string kind)
    {
        await using var app = await AppInTrouble.StartAsync();
        var (dana, omer) = (AppInTrouble.People[0], AppInTrouble.People[1]);
        var known = await app.BringAskedAsync();

        Kinds[kind].Begin(app.World.FacesFault);
        var added = await app.BringAsync();
        await app.VoteAsync(known, 2, dana);
        await app.VoteAsync(known, 3, dana);
        await app.UntilAsync(async () => (await app.FaceAsync(known)).Status == FaceStatus.Agreed, "people agree");
        await app.AnHourPassesAsync(app.World.FacesFault);

        await app.ShouldSayAsync("recogniser", Kinds[kind].Words);
        (await app.FaceAsync(known)).Status.ShouldBe(FaceStatus.Agreed);
        (await app.FaceAsync(added)).Status.ShouldBe(FaceStatus.Detected);

        app.World.FacesFault.Ends();
        await app.UntilAsync(async () => (await app.FaceAsync(added)).Prompt is not null, "people are asked about the other face");
        await app.VoteAsync(added, 2, omer);
        await app.VoteAsync(added, 3, omer);
        await app.ShouldEndWellAsync("recogniser", (known, dana), (added, omer));
    }

    [Fact]
    public async Task Training_that_takes_an_hour_delays_what_is_agreed_and_nothing_else()
    {
        await using var app = await AppInTrouble.StartAsync();
        var (dana, omer) = (AppInTrouble.People[0], AppInTrouble.People[1]);
        var first = await app.BringAskedAsync();
        await app.VoteAsync(first, 2, dana);
        await app.VoteAsync(first, 3, dana);
        await app.ShouldEndWellAsync("recogniser", (first, dana));

        await app.StartTrainingAsync();
        await app.UntilAsync(() => Task.FromResult(app.World.Faces.Requests.Any(request => request.Path.EndsWith("/train", StringComparison.Ordinal))), "the training begins");
        var second = await app.BringAskedAsync();
        await app.VoteAsync(second, 2, omer);
        await app.VoteAsync(second, 3, omer);
        for (var part = 0; part < 6; part++)
        {
            var asked = app.World.Faces.Requests.Count;
            app.Time.Leap(TimeSpan.FromMinutes(10));
            await Eventually.Holds(() => app.World.Faces.Requests.Count > asked, "it is tried again");
        }

        (await app.FaceAsync(second)).Status.ShouldBe(FaceStatus.Agreed);
        await app.ShouldSayAsync("recogniser", "The recogniser has been busy for");
        app.World.Faces.TheGallery.FinishTraining();
        await app.ShouldEndWellAsync("recogniser", (first, dana), (second, omer));
    }
}
