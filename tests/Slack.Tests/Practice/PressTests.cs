using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Atmosphere.Grains.Ports;
using Atmosphere.Practice;
using Atmosphere.Slack.Interactions;
using Atmosphere.Slack.Signing;
using Atmosphere.Slack.Tests.Support;

namespace Atmosphere.Slack.Tests.Practice;

public sealed class PressTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_choice_on_the_page_arrives_as_a_signed_vote()
    {
        await using var host = await PracticeHost.StartAsync();
        var posted = await host.PostAsync(Samples.Prompt(PromptKind.Question) with { Round = 2 });
        (await PressAsync(host, posted, ActionIds.TaggedPerson, selected: Samples.Dana)).ShouldBe("");
        host.Verdicts.ShouldHaveSingleItem().ShouldBe(SignatureVerdict.Valid);
        var vote = host.Presses.ShouldHaveSingleItem().ShouldBeOfType<VotePressed>();
        vote.ShouldBe(new VotePressed
        {
            Face = FaceRef.Of(Samples.FaceId, 2),
            Choice = VoteChoice.Person,
            PersonId = Samples.Dana,
            UserId = Samples.Omer,
            ChannelId = PracticeWorkspace.ChannelId,
            MessageTs = posted.Ts,
            ActionTs = vote.ActionTs,
            TeamId = PracticeWorkspace.TeamId,
        });
    }

    [Theory]
    [InlineData(PromptKind.Question, ActionIds.NotAFace, typeof(VotePressed))]
    [InlineData(PromptKind.Question, ActionIds.NobodyWeKnow, typeof(VotePressed))]
    [InlineData(PromptKind.Question, ActionIds.TakeBack, typeof(VoteTakenBack))]
    [InlineData(PromptKind.Suggestion, ActionIds.Yes, typeof(VotePressed))]
    [InlineData(PromptKind.Suggestion, ActionIds.No, typeof(VotePressed))]
    [InlineData(PromptKind.Expired, ActionIds.AskAgain, typeof(FaceReopened))]
    [InlineData(PromptKind.Identified, ActionIds.WrongIdentification, typeof(IdentificationDisputed))]
    [InlineData(PromptKind.Tagged, ActionIds.UndoTag, typeof(TagUndone))]
    [InlineData(PromptKind.TaggedNotEnrolled, ActionIds.UndoTag, typeof(TagUndone))]
    public async Task Every_button_of_every_prompt_arrives(PromptKind kind, string actionId, Type expected)
    {
        await using var host = await PracticeHost.StartAsync();
        var posted = await host.PostAsync(Samples.Prompt(kind) with { Votes = Samples.Votes(1) });
        (await PressAsync(host, posted, actionId)).ShouldBe("");
        var pressed = host.Presses.ShouldHaveSingleItem().ShouldBeAssignableTo<FaceInteraction>()!;
        pressed.ShouldBeOfType(expected);
        pressed.Face.ShouldBe(FaceRef.Of(Samples.FaceId, 1));
    }

    [Fact]
    public async Task Presses_in_the_same_instant_have_growing_times()
    {
        await using var host = await PracticeHost.StartAsync();
        var posted = await host.PostAsync(Samples.Prompt(PromptKind.Question));
        for (var i = 0; i < 3; i++) await PressAsync(host, posted, ActionIds.NotAFace);
        var times = host.Presses.Select(press => press.ActionTs).ToList();
        times.ShouldBe(times.Order(StringComparer.Ordinal));
        times.ShouldBeUnique();
    }

    [Theory]
    [InlineData(401, "signature")]
    [InlineData(404, "/slack/interactions")]
    [InlineData(429, "Too many")]
    [InlineData(500, "went wrong")]
    [InlineData(503, "starting or stopping")]
    [InlineData(302, "302")]
    public async Task A_press_that_is_not_taken_is_told_in_words(int status, string words)
    {
        await using var host = await PracticeHost.StartAsync();
        var posted = await host.PostAsync(Samples.Prompt(PromptKind.Question));
        host.InteractionStatus = status;
        (await PressAsync(host, posted, ActionIds.NotAFace)).ShouldContain(words);
    }

    [Fact]
    public async Task After_three_seconds_the_page_is_told_that_there_was_no_answer()
    {
        await using var host = await PracticeHost.StartAsync();
        var posted = await host.PostAsync(Samples.Prompt(PromptKind.Question));
        var gate = new TaskCompletionSource();
        host.InteractionGate = gate.Task;
        var press = PressAsync(host, posted, ActionIds.NotAFace);
        await Eventually.Holds(() => !host.Presses.IsEmpty, "the press arrives");
        host.Time.Advance(TimeSpan.FromSeconds(3));
        (await press).ShouldContain("3 seconds");
        gate.SetResult();
    }

    [Fact]
    public async Task A_press_that_a_change_of_the_message_overtakes_is_sent_as_it_was_meant()
    {
        await using var host = await PracticeHost.StartAsync();
        var posted = await host.PostAsync(Samples.Prompt(PromptKind.Question));
        var drawn = BlockIdOf(host, posted, ActionIds.TaggedPerson);
        await host.Slack.UpdatePromptAsync(posted, Samples.Prompt(PromptKind.Question) with { Votes = Samples.Votes(1) }, Token);
        BlockIdOf(host, posted, ActionIds.TaggedPerson).ShouldNotBe(drawn);
        (await PressAsync(host, posted, ActionIds.TaggedPerson, selected: Samples.Dana, blockId: drawn)).ShouldBe("");
        host.Presses.ShouldHaveSingleItem().ShouldBeOfType<VotePressed>().PersonId.ShouldBe(Samples.Dana);
    }

    [Fact]
    public async Task A_press_on_what_is_no_longer_shown_is_left_to_the_application_to_judge()
    {
        await using var host = await PracticeHost.StartAsync();
        var posted = await host.PostAsync(Samples.Prompt(PromptKind.Question));
        var blockId = BlockIdOf(host, posted, ActionIds.NotAFace);
        await host.Slack.UpdatePromptAsync(posted, Samples.Prompt(PromptKind.Agreed), Token);
        (await PressAsync(host, posted, ActionIds.NotAFace, blockId: blockId)).ShouldBe("");
        host.Presses.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_press_on_what_was_never_there_is_not_sent()
    {
        await using var host = await PracticeHost.StartAsync();
        var posted = await host.PostAsync(Samples.Prompt(PromptKind.Question));
        (await PressAsync(host, posted, ActionIds.NotAFace, blockId: "made-up")).ShouldContain("no such button");
        host.Verdicts.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("U0STANDUPBOT")]
    [InlineData("U0LIORKATZ")]
    [InlineData("U0NOBODY")]
    public async Task Only_people_who_are_here_press(string userId)
    {
        await using var host = await PracticeHost.StartAsync();
        var posted = await host.PostAsync(Samples.Prompt(PromptKind.Question));
        (await PressAsync(host, posted, ActionIds.NotAFace, userId)).ShouldContain("who you are");
        host.Verdicts.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("U0STANDUPBOT")]
    [InlineData("U0LIORKATZ")]
    public async Task Bots_and_those_who_left_can_be_chosen_as_in_Slack(string personId)
    {
        await using var host = await PracticeHost.StartAsync();
        var posted = await host.PostAsync(Samples.Prompt(PromptKind.Question));
        (await PressAsync(host, posted, ActionIds.TaggedPerson, selected: personId)).ShouldBe("");
        host.Presses.ShouldHaveSingleItem().ShouldBeOfType<VotePressed>().PersonId.ShouldBe(personId);
    }

    private static string BlockIdOf(PracticeHost host, MessageRef message, string actionId) =>
        JsonNode.Parse(host.Store.FindMessage(message.ChannelId, message.Ts)!.Blocks!)!.AsArray()
            .Single(block => block!["elements"] is JsonArray elements && elements.Any(element => element!["action_id"]?.ToString() == actionId))!["block_id"]!.ToString();

    private static async Task<string> PressAsync(
        PracticeHost host, MessageRef message, string actionId, string userId = Samples.Omer, string? selected = null, string? blockId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/practice/press")
        {
            Content = JsonContent.Create(new { user = userId, ts = message.Ts, block = blockId ?? BlockIdOf(host, message, actionId), action = actionId, selected }),
            Headers = { { "X-Atmosphere", "1" } },
        };
        using var response = await host.Http.SendAsync(request, Token);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonNode>(Token))!["problem"]!.ToString();
    }
}
