using System.Net;
using Atmosphere.Api.Tests.Support;
using Atmosphere.Grains.Faces;
using Atmosphere.Slack;

namespace Atmosphere.Api.Tests.Slack;

/// <summary>What presses do, and what they don't.</summary>
public sealed class VoteTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Vote_is_taken_when_Slack_has_its_answer()
    {
        var face = await api.AskedFaceAsync();
        var answer = await PressAsync(SlackSide.Pick(face, SlackSide.Dana, SlackSide.Noa));
        (await answer.TextAsync()).ShouldBeEmpty();
        (await VoteOf(face, SlackSide.Dana)).Choice.ShouldBe(VoteChoice.Person(SlackSide.Noa));
    }

    [Fact]
    public async Task Buttons_are_votes_too()
    {
        var face = await api.AskedFaceAsync();
        await PressAsync(SlackSide.Button(ActionIds.NotAFace, face, SlackSide.Dana));
        await PressAsync(SlackSide.Button(ActionIds.NobodyWeKnow, face, SlackSide.Omer));
        (await VoteOf(face, SlackSide.Dana)).Choice.ShouldBe(VoteChoice.NotAFace);
        (await VoteOf(face, SlackSide.Omer)).Choice.ShouldBe(VoteChoice.NobodyWeKnow);
    }

    [Fact]
    public async Task Later_vote_of_the_same_voter_replaces_the_earlier()
    {
        var face = await api.AskedFaceAsync();
        await PressAsync(SlackSide.Pick(face, SlackSide.Dana, SlackSide.Noa));
        await PressAsync(SlackSide.Pick(face, SlackSide.Dana, SlackSide.Omer));
        var votes = (await api.FaceAsync(face)).Votes;
        votes.Keys.ShouldBe([SlackSide.Dana]);
        votes[SlackSide.Dana].Choice.ShouldBe(VoteChoice.Person(SlackSide.Omer));
    }

    [Fact]
    public async Task Repeat_of_a_request_byte_for_byte_changes_nothing()
    {
        var face = await api.AskedFaceAsync();
        var body = SlackSide.Pick(face, SlackSide.Dana, SlackSide.Noa);
        var timestamp = SlackSide.Timestamp(default);
        var signature = Atmosphere.Slack.Signing.SlackSignature.Sign(body, timestamp, api.SigningSecret);
        (await api.SendAsync(body, timestamp, signature)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var first = await VoteOf(face, SlackSide.Dana);

        (await api.SendAsync(body, timestamp, signature)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var votes = (await api.FaceAsync(face)).Votes;
        votes.Keys.ShouldBe([SlackSide.Dana]);
        votes[SlackSide.Dana].CastAt.ShouldBe(first.CastAt);
    }

    [Fact]
    public async Task Repeats_that_arrive_together_are_one_vote()
    {
        var face = await api.AskedFaceAsync();
        var body = SlackSide.Pick(face, SlackSide.Dana, SlackSide.Noa);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => api.SlackSendsAsync(body)));
        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK);
        var view = await api.FaceAsync(face);
        view.Votes.Keys.ShouldBe([SlackSide.Dana]);
        view.Status.ShouldBe(FaceStatus.Asking);
    }

    [Fact]
    public async Task Replay_of_a_vote_that_was_taken_back_does_not_revive_it()
    {
        var face = await api.AskedFaceAsync();
        var vote = SlackSide.Pick(face, SlackSide.Dana, SlackSide.Noa);
        await PressAsync(vote);
        await PressAsync(SlackSide.Button(ActionIds.TakeBack, face, SlackSide.Dana));
        (await VoteOf(face, SlackSide.Dana)).Standing.ShouldBe(VoteStanding.TakenBack);

        await PressAsync(vote);
        (await VoteOf(face, SlackSide.Dana)).Standing.ShouldBe(VoteStanding.TakenBack);
    }

    [Fact]
    public async Task Clearing_the_picker_takes_the_vote_back()
    {
        var face = await api.AskedFaceAsync();
        await PressAsync(SlackSide.Pick(face, SlackSide.Dana, SlackSide.Noa));
        await PressAsync(SlackSide.Pick(face, SlackSide.Dana, personId: null));
        (await VoteOf(face, SlackSide.Dana)).Standing.ShouldBe(VoteStanding.TakenBack);
    }

    [Fact]
    public async Task Taking_back_without_a_vote_is_told_and_changes_nothing()
    {
        var face = await api.AskedFaceAsync();
        await PressAsync(SlackSide.Button(ActionIds.TakeBack, face, "U0BENADLER"));
        await ShouldBeToldAsync("U0BENADLER", "nothing to take back");
        (await api.FaceAsync(face)).Votes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Press_on_an_unknown_face_is_told_and_makes_no_face()
    {
        var face = Guid.NewGuid().ToString("D");
        await PressAsync(SlackSide.Pick(face, SlackSide.Dana, SlackSide.Noa));
        await ShouldBeToldAsync(SlackSide.Dana, "does not know this face");
        (await api.FaceAsync(face)).Status.ShouldBe(FaceStatus.Unknown);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Press_on_another_round_is_told_that_it_is_closed(int round)
    {
        var face = await api.AskedFaceAsync();
        await PressAsync(SlackSide.Pick(face, SlackSide.Omer, SlackSide.Noa, round));
        await ShouldBeToldAsync(SlackSide.Omer, "closed");
        (await api.FaceAsync(face)).Votes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Undo_before_there_is_a_tag_is_told_that_it_is_closed()
    {
        var face = await api.AskedFaceAsync();
        await PressAsync(SlackSide.Button(ActionIds.UndoTag, face, "U0TALMIZRAHI"));
        await ShouldBeToldAsync("U0TALMIZRAHI", "closed");
        (await api.FaceAsync(face)).Round.ShouldBe(1);
    }

    [Fact]
    public async Task Vote_of_a_bot_is_removed_and_the_bot_told()
    {
        var face = await api.AskedFaceAsync();
        await PressAsync(SlackSide.Pick(face, SlackSide.Bot, SlackSide.Noa));
        await ShouldBeRefusedAsync(face, SlackSide.Bot);
    }

    [Fact]
    public async Task Vote_for_a_bot_is_removed_and_its_voter_told()
    {
        var face = await api.AskedFaceAsync();
        await PressAsync(SlackSide.Pick(face, SlackSide.Noa, SlackSide.Bot));
        await ShouldBeRefusedAsync(face, SlackSide.Noa);
        await ShouldBeToldAsync(SlackSide.Noa, "you picked a bot");
    }

    [Fact]
    public async Task Vote_for_somebody_who_has_left_is_removed_and_its_voter_told()
    {
        var face = await api.AskedFaceAsync();
        await PressAsync(SlackSide.Pick(face, "U0MAYAFRIEDMAN", SlackSide.Gone));
        await ShouldBeRefusedAsync(face, "U0MAYAFRIEDMAN");
        await ShouldBeToldAsync("U0MAYAFRIEDMAN", "deactivated");
    }

    [Fact]
    public async Task Two_agreeing_votes_tag_the_face_and_a_press_after_that_is_closed()
    {
        var face = await api.AskedFaceAsync();
        await PressAsync(SlackSide.Pick(face, SlackSide.Dana, SlackSide.Noa));
        await PressAsync(SlackSide.Pick(face, SlackSide.Omer, SlackSide.Noa));
        await Eventually.Holds(async () => (await api.FaceAsync(face)).Status == FaceStatus.Tagged, "the face is tagged");
        var tagged = await api.FaceAsync(face);
        tagged.PersonId.ShouldBe(SlackSide.Noa);

        await PressAsync(SlackSide.Pick(face, SlackSide.Noa, SlackSide.Omer));
        var after = await api.FaceAsync(face);
        after.PersonId.ShouldBe(SlackSide.Noa);
        after.Votes.Keys.ShouldBe(tagged.Votes.Keys);
    }

    private async Task<Vote> VoteOf(string face, string voterId) => (await api.FaceAsync(face)).Votes[voterId];

    private async Task<HttpResponseMessage> PressAsync(byte[] body)
    {
        var answer = await api.SlackSendsAsync(body);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return answer;
    }

    private Task ShouldBeRefusedAsync(string face, string voterId) =>
        Eventually.Holds(async () => (await VoteOf(face, voterId)) is { Standing: VoteStanding.Refused, IsLive: false }, "the vote is removed");

    private async Task ShouldBeToldAsync(string userId, string words) =>
        await Eventually.Holds(async () => (await api.WhispersToAsync(userId)).Contains(words, StringComparison.Ordinal), $"{userId} is told: {words}");
}
