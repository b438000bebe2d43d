using Atmosphere.Api.Tests.Support;
using Atmosphere.Grains.Faces;
using Atmosphere.Practice;
using Atmosphere.Practice.Pressing;
using Atmosphere.Slack;

namespace Atmosphere.Api.Tests.Slack;

/// <summary>"Is this you?", from the vote to her answer, over HTTP.</summary>
public sealed class OwnQuestionTests(OwnQuestionFixture api) : IClassFixture<OwnQuestionFixture>
{
    [Fact]
    public async Task Whoever_is_named_sees_the_question_and_nobody_else_and_her_yes_decides()
    {
        var face = await NamedAsync(SlackSide.Noa);
        (await api.WhispersToAsync(SlackSide.Omer)).ShouldNotContain("Is this you?");

        (await api.SlackSendsAsync(Answer(ActionIds.Yes, face, SlackSide.Noa))).EnsureSuccessStatusCode();

        await Eventually.Holds(async () => (await api.FaceAsync(face)).Status == FaceStatus.Tagged, "the face is tagged");
        (await api.FaceAsync(face)).PersonId.ShouldBe(SlackSide.Noa);
        await Eventually.Holds(async () => (await api.WhispersToAsync(SlackSide.Noa)).Contains("You said that this is you", StringComparison.Ordinal), "her message thanks her");
    }

    [Fact]
    public async Task Her_no_stands_and_whoever_names_her_then_is_told()
    {
        var face = await NamedAsync(SlackSide.Omer);

        (await api.SlackSendsAsync(Answer(ActionIds.No, face, SlackSide.Omer))).EnsureSuccessStatusCode();

        await Eventually.Holds(async () => (await api.FaceAsync(face)).Votes[SlackSide.Dana].Standing == VoteStanding.Refused, "the vote for him is refused");
        (await api.SlackSendsAsync(SlackSide.Pick(face, SlackSide.Noa, SlackSide.Omer))).EnsureSuccessStatusCode();
        await Eventually.Holds(async () => (await api.WhispersToAsync(SlackSide.Noa)).Contains("says that this is somebody else", StringComparison.Ordinal), "she is told why");
        (await api.FaceAsync(face)).Votes.ShouldNotContainKey(SlackSide.Noa);
    }

    private async Task<string> NamedAsync(string person)
    {
        var face = await api.AskedFaceAsync();
        (await api.SlackSendsAsync(SlackSide.Pick(face, SlackSide.Dana, person))).EnsureSuccessStatusCode();
        await Eventually.Holds(async () => (await api.WhispersToAsync(person)).Contains("Is this you?", StringComparison.Ordinal), "the person named is asked");
        return face;
    }

    private static byte[] Answer(string actionId, string faceId, string person) => InteractionPayload.ToFormBody(new()
    {
        UserId = person,
        ChannelId = PracticeWorkspace.DirectMessageWith(person),
        MessageTs = "1712345678.000100",
        BlockId = "answer",
        ActionId = actionId,
        Value = FaceRef.Of(faceId, 1).ToValueAbout(person),
        ActionTs = SlackSide.NextActionTs(),
    });
}

/// <summary>The application that asks whoever is named.</summary>
public sealed class OwnQuestionFixture : ApiFixture
{
    private protected override IEnumerable<string> Settings => ["--Voting:AskThePerson=true"];
}
