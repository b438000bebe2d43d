using System.Net.Http.Json;
using Atmosphere.Grains.Ports;
using Atmosphere.Practice;
using Atmosphere.Slack.Interactions;
using Atmosphere.Slack.Tests.Support;

namespace Atmosphere.Slack.Tests.Practice;

/// <summary>A direct message is seen, pressed and changed by the one person whom it is for.</summary>
public sealed class DirectMessageTests
{
    private const string Noa = "U0NOASHAPIRO";
    private const string Dana = "U0DANALEVI";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_visible_to_whom_it_is_for_and_to_nobody_else()
    {
        await using var host = await PracticeHost.StartAsync();
        var message = await AskAsync(host);
        message.ChannelId.ShouldBe(PracticeWorkspace.DirectMessageWith(Noa));

        var hers = await host.Http.GetStringAsync(new Uri($"/practice?as={Noa}", UriKind.Relative), Token);
        hers.ShouldContain("Is this you?");
        hers.ShouldContain("Direct message, only to you");
        (await host.Http.GetStringAsync(new Uri($"/practice?as={Dana}", UriKind.Relative), Token)).ShouldNotContain("Is this you?");
        (await host.Slack.FindPromptAsync(PracticeWorkspace.ChannelId, Samples.FaceId, host.Time.GetUtcNow(), Token)).Value.ShouldBeNull();
    }

    [Fact]
    public async Task Pressed_by_her_it_is_her_vote_and_by_others_it_is_not_there()
    {
        await using var host = await PracticeHost.StartAsync();
        var message = await AskAsync(host);
        var block = System.Text.Json.Nodes.JsonNode.Parse(host.Store.FindMessage(message.ChannelId, message.Ts)!.Blocks!)!.AsArray().Single(found => found!["type"]!.ToString() == "actions")!["block_id"]!.ToString();

        (await PressAsync(host, Dana, message.Ts, block)).ShouldContain("gone");
        (await PressAsync(host, Noa, message.Ts, block)).ShouldContain("true");

        var pressed = host.Presses.ShouldHaveSingleItem().ShouldBeOfType<VotePressed>();
        (pressed.UserId, pressed.PersonId, pressed.Choice, pressed.ChannelId).ShouldBe((Noa, Noa, Atmosphere.Slack.Interactions.VoteChoice.NotThem, message.ChannelId));
    }

    [Fact]
    public async Task It_is_changed_in_its_place()
    {
        await using var host = await PracticeHost.StartAsync();
        var message = await AskAsync(host);

        (await host.Slack.UpdatePersonQuestionAsync(message, Question with { Kind = PersonQuestionKind.SaidNo }, Token)).IsDone.ShouldBeTrue();

        host.Store.FindMessage(message.ChannelId, message.Ts)!.Text.ShouldBe("You said that this is not you");
    }

    [Theory]
    [InlineData("U0STANDUPBOT", "cannot_dm_bot")]
    [InlineData("U0LIORKATZ", "user_disabled")]
    [InlineData("U0NOBODY", "user_not_found")]
    public async Task Who_can_not_be_written_to_is_a_refusal(string userId, string code)
    {
        await using var host = await PracticeHost.StartAsync();

        var answer = await host.Slack.AskPersonAsync(Question with { PersonId = userId }, Token);

        (answer.Kind, answer.Code).ShouldBe((OutcomeKind.Refused, code));
    }

    private static PersonQuestion Question { get; } = new() { FaceId = Samples.FaceId, Round = 1, PersonId = Noa };

    private static async Task<MessageRef> AskAsync(PracticeHost host)
    {
        var asked = await host.Slack.AskPersonAsync(Question, Token);
        asked.IsDone.ShouldBeTrue();
        return asked.Value!;
    }

    private static async Task<string> PressAsync(PracticeHost host, string user, string ts, string block)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/practice/press", UriKind.Relative)) { Content = JsonContent.Create(new { user, ts, block, action = ActionIds.No }) };
        request.Headers.Add("X-Atmosphere", "1");
        using var answer = await host.Http.SendAsync(request, Token);
        return await answer.Content.ReadAsStringAsync(Token);
    }
}
