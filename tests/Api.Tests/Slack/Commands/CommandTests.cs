using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atmosphere.Api.Slack;
using Atmosphere.Api.Tests.Support;
using Atmosphere.Practice;
using Atmosphere.Practice.Api;
using Atmosphere.Silo.Hosting;
using Atmosphere.Slack;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Atmosphere.Api.Tests.Slack.Commands;

/// <summary>The slash command and the Home tab, over HTTP.</summary>
public sealed class CommandTests(OperatorFixture api) : IClassFixture<OperatorFixture>
{
    [Theory]
    [InlineData("status", "Faces: ")]
    [InlineData("who is waiting", "wait")]
    [InlineData("what do you know about me", "What I know about you")]
    [InlineData("help", "What I can tell you")]
    [InlineData("dance", "I don't know that word.")]
    public async Task Every_word_is_answered_to_who_asked_only(string text, string expected)
    {
        await api.AskedFaceAsync();
        (await AskAsync(text)).GetProperty("response_type").GetString().ShouldBe("ephemeral");
        await Eventually.Holds(async () => (await TextAsync(text, SlackSide.Omer)).Contains(expected, StringComparison.Ordinal), expected); // the catalogue follows within moments
    }

    [Fact]
    public async Task Who_is_waiting_links_to_the_question_and_knows_who_has_answered()
    {
        var face = await api.AskedFaceAsync();
        (await api.SlackSendsAsync(SlackSide.Pick(face, SlackSide.Omer, SlackSide.Noa))).EnsureSuccessStatusCode();
        await Eventually.Holds(async () => (await api.FaceAsync(face)).Prompt is not null, "the question is in the channel");
        var prompt = (await api.FaceAsync(face)).Prompt!;
        (await TextAsync("who is waiting", SlackSide.Omer)).ShouldContain($"https://practice.slack.com/archives/{prompt.ChannelId}/p{prompt.Ts.Replace(".", "", StringComparison.Ordinal)}");
        (await TextAsync("who is waiting", SlackSide.Omer)).ShouldContain("one of them yours");
    }

    [Fact]
    public async Task What_is_known_is_told_about_who_asks_and_about_nobody_else()
    {
        var face = await api.AskedFaceAsync();
        (await api.SlackSendsAsync(SlackSide.Pick(face, SlackSide.Noa, SlackSide.Dana))).EnsureSuccessStatusCode();
        await Eventually.Holds(async () => (await TextAsync("what do you know about me", SlackSide.Noa)).Contains("1 that you have cast", StringComparison.Ordinal), "her vote is counted");
        (await TextAsync($"what do you know about <@{SlackSide.Noa}>", SlackSide.Dana)).ShouldContain("I don't know that word.");
    }

    [Fact]
    public async Task Training_is_begun_by_operators_only()
    {
        (await TextAsync("train now", SlackSide.Omer)).ShouldContain("Only operators can do that");
        (await TextAsync("train now", SlackSide.Dana)).ShouldContain("There is nothing to learn yet");
    }

    [Fact]
    public async Task Unsigned_stale_and_foreign_commands_are_refused()
    {
        foreach (var path in new[] { SlackSide.CommandsPath, SlackSide.EventsPath })
        {
            await (await api.SendAsync(Command("status"), timestamp: null, signature: null, path)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
            await (await api.SlackSendsAsync(Command("status"), SlackSide.TooFar, path: path)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
            await (await api.SlackSendsAsync(Command("status"), secret: "0123456789abcdef0123456789abcdef", path: path)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task Oversized_and_garbled_ones_are_refused()
    {
        foreach (var path in new[] { SlackSide.CommandsPath, SlackSide.EventsPath })
        {
            await (await api.SlackSendsAsync(new byte[(1024 * 1024) + 1], path: path)).ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge);
            await (await api.SlackSendsAsync("payload={}"u8.ToArray(), path: path)).ShouldBeProblemAsync(HttpStatusCode.BadRequest);
            await (await api.SlackSendsAsync([], path: path)).ShouldBeProblemAsync(HttpStatusCode.BadRequest);
        }
    }

    [Fact]
    public async Task Command_from_another_workspace_learns_nothing()
    {
        var answer = await api.SlackSendsAsync(Command("what do you know about me", team: "T0ELSEWHERE"), path: SlackSide.CommandsPath);
        (await answer.TextAsync()).ShouldContain("another workspace");
    }

    [Fact]
    public async Task The_check_of_the_certificate_is_answered() =>
        (await api.SlackSendsAsync("ssl_check=1&token=x"u8.ToArray(), path: SlackSide.CommandsPath)).StatusCode.ShouldBe(HttpStatusCode.OK);

    [Fact]
    public async Task The_check_of_the_address_is_echoed_when_it_is_signed()
    {
        var check = """{"type":"url_verification","challenge":"3eZbrw1aB\"<"}"""u8.ToArray();
        (await (await api.SlackSendsAsync(check, path: SlackSide.EventsPath)).JsonAsync()).GetProperty("challenge").GetString().ShouldBe("3eZbrw1aB\"<");
        await (await api.SendAsync(check, null, null, SlackSide.EventsPath)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Who_opens_the_home_sees_her_own_and_operators_a_button()
    {
        foreach (var user in new[] { SlackSide.Dana, SlackSide.Omer }) (await api.SlackSendsAsync(HomeOpened(user), path: SlackSide.EventsPath)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await Eventually.Holds(() => Homes.Find(SlackSide.Dana) is not null && Homes.Find(SlackSide.Omer) is not null, "both are shown");
        Homes.Find(SlackSide.Omer)!.ShouldContain("What I know about you");
        Homes.Find(SlackSide.Omer)!.ShouldNotContain(ActionIds.TrainNow);
        Homes.Find(SlackSide.Dana)!.ShouldContain(ActionIds.TrainNow);
    }

    [Theory]
    [InlineData(SlackSide.Dana, "There is nothing to learn yet")]
    [InlineData(SlackSide.Noa, "Only operators can do that")]
    public async Task Button_on_the_home_does_for_operators_what_the_command_does(string user, string expected)
    {
        var press = new JsonObject
        {
            ["type"] = "block_actions",
            ["user"] = new JsonObject { ["id"] = user },
            ["container"] = new JsonObject { ["type"] = "view", ["view_id"] = "V0HOME" },
            ["actions"] = new JsonArray(new JsonObject { ["type"] = "button", ["action_id"] = ActionIds.TrainNow, ["value"] = "train", ["action_ts"] = SlackSide.NextActionTs() }),
        };
        (await api.SlackSendsAsync(SlackSide.Form(press.ToJsonString()))).StatusCode.ShouldBe(HttpStatusCode.OK);
        await Eventually.Holds(() => Homes.Find(user)?.Contains(expected, StringComparison.Ordinal) is true, "the home says what came of it");
    }

    [Theory]
    [InlineData("dana")]
    [InlineData("U0DANALEVI C0123456789")]
    [InlineData("C0123456789")]
    public void Operators_that_are_no_user_ids_stop_the_start(string value)
    {
        var refused = Should.Throw<SettingException>(() => SlackOperators.Read(new ConfigurationBuilder().AddInMemoryCollection([new("Access:Operators", value)]).Build()));
        refused.Message.ShouldContain("Access:Operators");
        refused.Message.ShouldContain("U0123456789");
    }

    [Fact]
    public void Operators_come_with_commas_or_as_a_list_and_without_any_there_are_none()
    {
        SlackOperators.Read(new ConfigurationBuilder().AddInMemoryCollection([new("Access:Operators:0", "U1"), new("Access:Operators:1", "U2")]).Build()).Includes("U2").ShouldBeTrue();
        SlackOperators.Read(new ConfigurationBuilder().Build()).Includes("").ShouldBeFalse();
    }

    private PracticeHomes Homes => api.Services.GetRequiredService<PracticeHomes>();

    private async Task<JsonElement> AskAsync(string text, string user = SlackSide.Omer)
    {
        var answer = await api.SlackSendsAsync(Command(text, user), path: SlackSide.CommandsPath);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.JsonAsync();
    }

    private async Task<string> TextAsync(string text, string user) => (await AskAsync(text, user)).GetProperty("text").GetString()!;

    private static byte[] Command(string text, string user = SlackSide.Omer, string team = PracticeWorkspace.TeamId) => Encoding.UTF8.GetBytes(
        $"command=%2Fatmosphere&text={Uri.EscapeDataString(text)}&user_id={user}&channel_id=D0123456789&team_id={team}&api_app_id={PracticeWorkspace.AppId}");

    private static byte[] HomeOpened(string user) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["type"] = "event_callback",
        ["team_id"] = PracticeWorkspace.TeamId,
        ["event"] = new JsonObject { ["type"] = "app_home_opened", ["user"] = user, ["tab"] = "home" },
    }.ToJsonString());
}
