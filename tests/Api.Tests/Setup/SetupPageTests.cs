using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atmosphere.Api.Setup;
using Atmosphere.Api.Tests.Support;
using Atmosphere.Practice;
using Atmosphere.Practice.Api;
using Atmosphere.Practice.Pressing;
using Atmosphere.Practice.Store;
using Atmosphere.Slack;
using Microsoft.Extensions.DependencyInjection;

namespace Atmosphere.Api.Tests.Setup;

/// <summary><c>/setup</c> against the practice channel.</summary>
public sealed class SetupPageTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Page_says_of_every_check_what_it_does_and_is_for_operators()
    {
        using var browser = await api.SignInAsync();
        var page = await (await browser.GetFromAsync("/setup")).TextAsync();
        foreach (var check in api.Services.GetServices<ISetupCheck>())
        {
            page.ShouldContain($"data-check=\"{check.Name}\"");
            page.ShouldContain(WebUtility.HtmlEncode(check.Title));
        }

        (await (await api.Anyone.GetFromAsync("/setup")).TextAsync()).ShouldContain("Operator key");
    }

    [Fact]
    public async Task Checks_run_for_operators_only_and_from_our_own_page()
    {
        await (await api.Anyone.PostToAsync("/setup/checks/disk")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        await (await api.Camera.PostToAsync("/setup/checks/disk")).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        using var browser = await api.SignInAsync();
        await (await browser.PostToAsync("/setup/checks/slack-message")).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        browser.DefaultRequestHeaders.Add(OwnPage.Header, "1");
        var answer = await browser.PostToAsync("/setup/checks/disk");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        await (await api.Operator.PostToAsync("/setup/checks/nothing")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("slack-token", "Good")]
    [InlineData("slack-channel", "Good")]
    [InlineData("time-zone", "Note")]
    public async Task Check_finds_what_is_there(string name, string state) => State(await RunAsync(name)).ShouldBe(state);

    [Fact]
    public async Task Missing_scope_and_missing_invitation_are_told_and_then_mended()
    {
        var faults = api.Services.GetRequiredService<PracticeFaults>();
        faults.Scopes = SlackScopes.OfBot.Remove("files:write");
        faults.IsMember = false;
        (await RunAsync("slack-token")).GetProperty("found").GetString()!.ShouldContain("files:write");
        (await RunAsync("slack-channel")).GetProperty("advice").GetString()!.ShouldContain("/invite");

        faults.Scopes = SlackScopes.OfBot;
        faults.IsMember = true;
        State(await RunAsync("slack-token")).ShouldBe("Good");
        State(await RunAsync("slack-channel")).ShouldBe("Good");
    }

    [Fact]
    public async Task Test_message_is_posted_waits_for_its_press_and_is_finished()
    {
        State(await RunAsync("slack-message")).ShouldBe("Good");
        State(await RunAsync("slack-press")).ShouldBe("Waiting");

        var store = api.Services.GetRequiredService<PracticeStore>();
        var message = store.Latest(PracticeWorkspace.ChannelId, SlackSide.Dana, 100).Last(posted => posted.Blocks?.Contains(ActionIds.SetupPressed, StringComparison.Ordinal) is true);
        var button = JsonNode.Parse(message.Blocks!)![1]!;
        var press = InteractionPayload.ToFormBody(new()
        {
            UserId = SlackSide.Dana,
            MessageTs = message.Ts,
            BlockId = button["block_id"]!.ToString(),
            ActionId = ActionIds.SetupPressed,
            Value = button["elements"]![0]!["value"]!.ToString(),
            ActionTs = SlackSide.NextActionTs(),
        });
        (await api.SlackSendsAsync(press)).StatusCode.ShouldBe(HttpStatusCode.OK);
        State(await RunAsync("slack-press")).ShouldBe("Good");
        await Eventually.Holds(() => store.FindMessage(PracticeWorkspace.ChannelId, message.Ts)!.Text.Contains("has arrived", StringComparison.Ordinal), "the message says so");
        store.FindMessage(PracticeWorkspace.ChannelId, message.Ts)!.Blocks!.ShouldNotContain(ActionIds.SetupPressed);
    }

    private async Task<JsonElement> RunAsync(string name) => await (await api.Operator.PostToAsync($"/setup/checks/{name}")).JsonAsync();

    private static string? State(JsonElement result) => result.GetProperty("state").GetString();
}
