using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Atmosphere.Api.People;
using Atmosphere.Api.Tests.Support;
using Atmosphere.Grains.Faces;
using Atmosphere.Practice;
using Atmosphere.Practice.Api;
using Atmosphere.Practice.Store;
using Atmosphere.Slack;
using Microsoft.Extensions.DependencyInjection;

namespace Atmosphere.Api.Tests.People;

/// <summary>"Forget me" and "What do you know about me", by the command, on the Home tab and for operators. Each test has somebody of its own to forget.</summary>
public sealed partial class ForgettingTests(OperatorFixture api) : IClassFixture<OperatorFixture>
{
    private const string Maya = "U0MAYAFRIEDMAN";
    private const string Ben = "U0BENADLER";
    private const string Tal = "U0TALMIZRAHI";

    [Fact]
    public async Task The_command_asks_first_and_then_forgets_and_tells_how_far_it_is()
    {
        var hers = await TaggedAsync(Maya);
        (await TextAsync("forget me", Maya)).ShouldContain("can't be undone");
        (await api.FaceAsync(hers)).Status.ShouldBe(FaceStatus.Tagged, "nothing was done");
        await (await api.Operator.GetFromAsync($"/admin/people/{Maya}/forgetting")).ShouldBeProblemAsync(HttpStatusCode.NotFound);

        (await TextAsync("Forget me for good!", Maya)).ShouldContain("You are being forgotten");
        await Eventually.Holds(async () => (await api.FaceAsync(hers)).Status == FaceStatus.Forgotten, "her face is removed");
        await Eventually.Holds(async () => (await ReceiptAsync(Maya)).TryGetProperty("modelForgotAt", out var at) && at.ValueKind == JsonValueKind.String, "the model has forgotten her");
        var told = await TextAsync("forget me", Maya);
        told.ShouldContain("1 picture of you, 2 votes about you, 0 votes of yours, 1 picture in the gallery");
        told.ShouldContain("does not know you any more");
        (await TextAsync("remember me", Maya)).ShouldContain("still being forgotten");

        var asked = await api.AskedFaceAsync();
        (await api.SlackSendsAsync(SlackSide.Pick(asked, SlackSide.Dana, Maya))).EnsureSuccessStatusCode();
        await Eventually.Holds(async () => (await api.WhispersToAsync(SlackSide.Dana)).Contains("the person you picked can", StringComparison.Ordinal), "the voter is told");
        await Eventually.Holds(async () => !(await api.FaceAsync(asked)).Votes[SlackSide.Dana].IsLive, "the vote is removed");
    }

    [Fact]
    public async Task An_operator_forgets_somebody_once_and_a_second_time_changes_nothing()
    {
        await TaggedAsync(Ben);
        var first = await api.Operator.PostToAsync($"/admin/people/{Ben}/forget");
        first.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        first.Headers.Location!.ToString().ShouldBe($"/admin/people/{Ben}/forgetting");
        var receipt = await first.JsonAsync();
        receipt.GetProperty("by").GetString().ShouldBe("operator");

        var second = await api.Operator.PostToAsync($"/admin/people/{Ben}/forget");
        second.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await second.JsonAsync()).GetProperty("askedAt").GetString().ShouldBe(receipt.GetProperty("askedAt").GetString());
        (await TextAsync("forget me", Ben)).ShouldContain("by an operator");
    }

    [Fact]
    public async Task Only_operators_forget_others_and_look_at_what_is_known_and_only_from_our_own_page()
    {
        using var browser = await api.SignInAsync();
        await (await api.Anyone.PostToAsync($"/admin/people/{SlackSide.Omer}/forget")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        await (await api.Camera.PostToAsync($"/admin/people/{SlackSide.Omer}/forget")).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        await (await browser.PostToAsync($"/admin/people/{SlackSide.Omer}/forget")).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        foreach (var path in new[] { "facts", "forgetting" })
        {
            await (await api.Anyone.GetFromAsync($"/admin/people/{SlackSide.Omer}/{path}")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
            await (await api.Camera.GetFromAsync($"/admin/people/{SlackSide.Omer}/{path}")).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
            (await api.Operator.GetFromAsync($"/admin/people/{SlackSide.Omer}/{path}")).Headers.CacheControl!.NoStore.ShouldBeTrue();
        }

        await (await api.Operator.GetFromAsync($"/admin/people/{SlackSide.Omer}/forgetting")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("U0NOBODY")]
    [InlineData("dana")]
    [InlineData("C0123456789")]
    public async Task Whoever_is_unknown_is_not_found(string id)
    {
        await (await api.Operator.PostToAsync($"/admin/people/{id}/forget")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        await (await api.Operator.GetFromAsync($"/admin/people/{id}/forgetting")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        await (await api.Operator.GetFromAsync($"/admin/people/{id}/facts")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_button_on_the_home_asks_in_Slack_and_forgets()
    {
        (await api.SlackSendsAsync(HomeOpened(Tal), path: SlackSide.EventsPath)).EnsureSuccessStatusCode();
        await Eventually.Holds(() => Homes.Find(Tal) is not null, "she sees her Home tab");
        Button(Tal, ActionIds.ForgetMe).ShouldNotBeNull()["confirm"].ShouldNotBeNull("Slack asks before it sends the press");

        (await api.SlackSendsAsync(HomePress(Tal, ActionIds.ForgetMe))).EnsureSuccessStatusCode();
        await Eventually.Holds(() => Homes.Find(Tal)!.Contains("You are being forgotten", StringComparison.Ordinal), "the Home tab says so");
        Button(Tal, ActionIds.ForgetMe).ShouldBeNull("asked twice changes nothing");

        (await api.SlackSendsAsync(HomePress(Tal, ActionIds.RememberMe))).EnsureSuccessStatusCode();
        await Eventually.Holds(() => Homes.Find(Tal)!.Contains("still being forgotten", StringComparison.Ordinal), "it is too early");
    }

    [Fact]
    public async Task Whoever_never_asked_is_told_so() => (await TextAsync("remember me", SlackSide.Omer)).ShouldContain("never asked");

    [Fact]
    public async Task What_is_known_comes_as_a_file_that_only_she_sees()
    {
        var hers = await TaggedAsync(SlackSide.Noa);
        (await TextAsync("what do you know about me", SlackSide.Noa)).ShouldContain("file");
        await Eventually.Holds(() => FileSentTo(SlackSide.Noa) is not null, "the file is sent");
        Messages(SlackSide.Omer).ShouldNotContain(message => message.Contains(FactsQueue.FileName, StringComparison.Ordinal));

        var facts = JsonDocument.Parse(FileSentTo(SlackSide.Noa)!).RootElement;
        facts.GetProperty("userId").GetString().ShouldBe(SlackSide.Noa);
        facts.GetProperty("profile").GetProperty("realName").GetString().ShouldBe("Noa Shapiro");
        facts.GetProperty("gallery").GetProperty("faces").GetProperty(hers).GetProperty("status").GetString().ShouldBe("enrolled");
        await Eventually.Holds(
            async () =>
            {
                var known = await (await api.Operator.GetFromAsync($"/admin/people/{SlackSide.Noa}/facts")).JsonAsync();
                return known.GetProperty("faces").EnumerateArray().Any(face => face.GetProperty("faceId").GetString() == hers && face.GetProperty("cameraId").GetString() == "camera-1")
                    && known.GetProperty("votesAboutYou").GetArrayLength() == 2 && known.GetProperty("events").EnumerateArray().Any(happened => happened.GetProperty("kind").GetString() == "agreement-reached");
            },
            "operators can look up the same");
    }

    [Fact]
    public async Task Of_a_vote_the_file_says_whose_and_of_a_denial_which_face()
    {
        var face = await TaggedAsync(SlackSide.Dana, SlackSide.Omer, SlackSide.Dana);
        (await api.SlackSendsAsync(SlackSide.Button(ActionIds.UndoTag, face, SlackSide.Omer))).EnsureSuccessStatusCode();
        (await api.SlackSendsAsync(SlackSide.Pick(face, SlackSide.Dana, SlackSide.Omer, round: 2))).EnsureSuccessStatusCode();
        await Eventually.Holds(
            async () =>
            {
                var known = await (await api.Operator.GetFromAsync($"/admin/people/{SlackSide.Dana}/facts")).JsonAsync();
                return known.GetProperty("votesByYou").EnumerateArray().Any(vote => vote.GetProperty("faceId").GetString() == face && vote.GetProperty("choice").GetString() == SlackSide.Omer)
                    && known.GetProperty("notYou").EnumerateArray().Any(denied => denied.GetString() == face);
            },
            "the vote and the denial are listed");
    }

    private Task<string> TaggedAsync(string personId, string first = SlackSide.Dana, string second = SlackSide.Omer) => api.TaggedFaceAsync(personId, first, second);

    private async Task<JsonElement> ReceiptAsync(string userId) => await (await api.Operator.GetFromAsync($"/admin/people/{userId}/forgetting")).JsonAsync();

    private Task<string> TextAsync(string text, string user) => api.CommandAsync(text, user);

    private PracticeHomes Homes => api.Services.GetRequiredService<PracticeHomes>();

    private JsonNode? Button(string userId, string actionId) => JsonNode.Parse(Homes.Find(userId)!)!["blocks"]!.AsArray()
        .Where(block => block!["type"]!.ToString() == "actions").SelectMany(block => block!["elements"]!.AsArray()).FirstOrDefault(element => element!["action_id"]!.ToString() == actionId);

    private IEnumerable<string> Messages(string userId) => Store.Latest(PracticeWorkspace.DirectMessageWith(userId), userId, 500).Where(message => message.VisibleTo == userId).Select(message => message.Text);

    private byte[]? FileSentTo(string userId) =>
        Messages(userId).LastOrDefault(text => text.Contains(FactsQueue.FileName, StringComparison.Ordinal)) is { } sent ? Store.ReadFile(FileId().Match(sent).Value) : null;

    private PracticeStore Store => api.Services.GetRequiredService<PracticeStore>();

    private static byte[] HomePress(string user, string actionId) => SlackSide.Form(new JsonObject
    {
        ["type"] = "block_actions",
        ["user"] = new JsonObject { ["id"] = user },
        ["container"] = new JsonObject { ["type"] = "view", ["view_id"] = "V0HOME" },
        ["actions"] = new JsonArray(new JsonObject { ["type"] = "button", ["action_id"] = actionId, ["value"] = "x", ["action_ts"] = SlackSide.NextActionTs() }),
    }.ToJsonString());

    private static byte[] HomeOpened(string user) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["type"] = "event_callback",
        ["team_id"] = PracticeWorkspace.TeamId,
        ["event"] = new JsonObject { ["type"] = "app_home_opened", ["user"] = user, ["tab"] = "home" },
    }.ToJsonString());

    [GeneratedRegex("F0[A-Z0-9]{9}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileId();
}
