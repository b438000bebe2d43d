using System.Net;
using Atmosphere.Api.Tests.Support;

namespace Atmosphere.Api.Tests.Slack;

/// <summary>Callbacks with the settings of a real Slack app.</summary>
public sealed class OwnSlackTests(OwnSlackFixture api) : IClassFixture<OwnSlackFixture>
{
    /// <summary>Slack shows the user a warning after this.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    [Theory]
    [InlineData(OwnSlackFixture.FirstSecret)]
    [InlineData(OwnSlackFixture.SecondSecret)]
    public async Task Both_secrets_are_accepted_while_one_is_being_replaced(string secret)
    {
        var face = await api.AskedFaceAsync();
        (await api.SlackSendsAsync(SlackSide.Pick(face, SlackSide.Dana, SlackSide.Noa), secret: secret)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await api.FaceAsync(face)).Votes.Keys.ShouldBe([SlackSide.Dana]);
    }

    [Fact]
    public async Task Two_secrets_together_are_no_secret() =>
        await (await api.SlackSendsAsync(SlackSide.Form("{}"), secret: $"{OwnSlackFixture.FirstSecret},{OwnSlackFixture.SecondSecret}")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);

    [Fact]
    public async Task Whisper_goes_to_who_pressed_in_the_channel_of_the_press()
    {
        await api.SlackSendsAsync(SlackSide.Pick(Guid.NewGuid().ToString("D"), SlackSide.Gone, SlackSide.Noa));
        await Eventually.Holds(() => api.Slack.Whispers.Any(whisper => whisper.UserId == SlackSide.Gone), "a whisper");
        api.Slack.Whispers.Single(whisper => whisper.UserId == SlackSide.Gone).ChannelId.ShouldBe(Atmosphere.Practice.PracticeWorkspace.ChannelId);
    }

    [Fact]
    public async Task Whisper_that_faults_stops_neither_the_next_one_nor_the_server()
    {
        api.Slack.WhispersThatThrow = 1;
        await api.SlackSendsAsync(SlackSide.Pick(Guid.NewGuid().ToString("D"), "U0FIRST", SlackSide.Noa));
        await api.SlackSendsAsync(SlackSide.Pick(Guid.NewGuid().ToString("D"), "U0SECOND", SlackSide.Noa));
        await Eventually.Holds(() => api.Slack.Whispers.Any(whisper => whisper.UserId == "U0SECOND"), "the next whisper");
        (await api.Anyone.GetFromAsync("/healthz")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Press_is_answered_in_time_while_Slack_hangs()
    {
        using var hold = api.Slack.Hang();
        var before = api.Slack.Calls;
        var face = await api.AskedFaceAsync();
        await Eventually.Holds(() => api.Slack.Calls > before, "a call to Slack hangs");
        foreach (var (voter, target) in new[] { (SlackSide.Dana, face), (SlackSide.Omer, face), (SlackSide.Dana, Guid.NewGuid().ToString("D")), (SlackSide.Omer, Guid.NewGuid().ToString("D")) })
        {
            var answer = await api.SlackSendsAsync(SlackSide.Pick(target, voter, SlackSide.Noa)).WaitAsync(Patience, TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (await api.FaceAsync(face)).Votes.Keys.ShouldBe([SlackSide.Dana, SlackSide.Omer]);
    }

    [Fact]
    public async Task Stop_does_not_wait_for_Slack()
    {
        await using var stopping = new OwnSlackFixture();
        await stopping.InitializeAsync();
        using var hold = stopping.Slack.Hang();
        var face = await stopping.AskedFaceAsync();
        (await stopping.SlackSendsAsync(SlackSide.Pick(face, SlackSide.Dana, SlackSide.Noa))).EnsureSuccessStatusCode();
        (await stopping.SlackSendsAsync(SlackSide.Pick(Guid.NewGuid().ToString("D"), SlackSide.Dana, SlackSide.Noa))).EnsureSuccessStatusCode();
        await Eventually.Holds(() => stopping.Slack.Calls >= 2, "a prompt and a whisper hang");
        await stopping.StopAsync().WaitAsync(TimeSpan.FromSeconds(8), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("/practice")]
    [InlineData("/practice/api/auth.test")]
    [InlineData("/practice/changes?after=0")]
    public async Task Practice_channel_does_not_exist(string path) => await (await api.Anyone.GetFromAsync(path)).ShouldBeProblemAsync(HttpStatusCode.NotFound);
}
