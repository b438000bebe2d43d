using System.Net;
using System.Text.RegularExpressions;
using Atmosphere.Api.Tests.Support;
using Atmosphere.Grains.Faces;
using Atmosphere.Practice.People;
using Atmosphere.Practice.Pressing;
using Atmosphere.Slack;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Atmosphere.Api.Tests.Hosting;

/// <summary>What goes on is logged; whom it is about, with which keys and in which words, is not.</summary>
public sealed partial class QuietLogTests
{
    private const string ResponseUrl = "https://hooks.slack.com/actions/T0PRACTICE/1234/kept-out-of-logs";

    [Fact]
    public async Task Whole_vote_leaves_no_name_no_secret_and_no_payload_in_the_logs()
    {
        await using var api = new TalkativeApi();
        await api.InitializeAsync();
        var crop = Pictures.Jpeg();
        var face = Guid.NewGuid().ToString("D");
        (await api.Camera.PostBytesAsync("/events/images-in-db", Events.Of(face, crop), "application/json")).EnsureSuccessStatusCode();
        (await api.Camera.PostBytesAsync("/photos", Pictures.Jpeg())).EnsureSuccessStatusCode();
        await Eventually.Holds(async () => (await api.FaceAsync(face)).Status == FaceStatus.Asking, "people are asked about the face");

        (await api.SlackSendsAsync(Body(face, SlackSide.Dana, SlackSide.Noa))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await api.SlackSendsAsync(Body(face, SlackSide.Bot, SlackSide.Dana))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await api.SlackSendsAsync(Body(face, SlackSide.Omer, SlackSide.Noa))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await api.SlackSendsAsync(Body(Guid.NewGuid().ToString("D"), SlackSide.Dana, SlackSide.Noa))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await api.SlackSendsAsync(Body(face, SlackSide.Dana, SlackSide.Noa), secret: "0123456789abcdef0123456789abcdef")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await api.SlackSendsAsync(SlackSide.Form($$"""{"type":"block_actions","user":{"id":"Dana Levi","email":"dana@example.com"},"response_url":"{{ResponseUrl}}"}"""))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        await Eventually.Holds(async () => (await api.FaceAsync(face)) is { Status: FaceStatus.Tagged, Prompt: not null } view && view.Owed.IsEmpty, "the face is tagged and everybody told");
        (await api.Operator.GetFromAsync($"/admin/people/{SlackSide.Noa}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var browser = await api.SignInAsync();
        (await browser.GetFromAsync("/page/state")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var slack = api.Services.GetRequiredService<IOptions<SlackOptions>>().Value;
        string[] secrets =
        [
            slack.BotToken, slack.SigningSecrets[0], api.CameraToken, api.OperatorKey, ResponseUrl, "kept-out-of-logs", Convert.ToBase64String(crop)[..40],
            .. PracticePeople.All.Where(person => person.CanPress).SelectMany(person => new[] { person.RealName, person.RealName.Split(' ')[1] }),
        ];
        var lines = api.Logs.Lines.ToList();
        lines.Count.ShouldBeGreaterThan(20, "or nothing was recorded");
        lines.ShouldContain(line => line.Contains("its signature is Wrong", StringComparison.Ordinal), "or our own lines were not recorded");
        foreach (var line in lines)
        {
            secrets.Where(secret => line.Contains(secret, StringComparison.Ordinal)).ShouldBeEmpty(line);
            EMail().IsMatch(line).ShouldBeFalse(line);
        }
    }

    /// <summary>As Slack sends it: with the names and the address that our own stand-in leaves out.</summary>
    private static byte[] Body(string faceId, string voterId, string personId)
    {
        var payload = InteractionPayload.ToJson(new()
        {
            UserId = voterId,
            UserName = "dana.levi",
            MessageTs = "1712345678.000100",
            BlockId = FaceRef.Of(faceId, 1).ToBlockId("answers", "0a1b2c3d"),
            ActionId = ActionIds.TaggedPerson,
            IsPicker = true,
            SelectedUser = personId,
            ActionTs = SlackSide.NextActionTs(),
        });
        payload["response_url"] = ResponseUrl;
        payload["user"]!["real_name"] = "Dana Levi";
        payload["user"]!["email"] = "dana@example.com";
        return SlackSide.Form(payload.ToJsonString());
    }

    [GeneratedRegex(@"[\w.+-]+@[\w-]+\.[a-z]{2,}", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EMail();

    /// <summary>
    /// All of ours, and of the frameworks what an operator may switch on. Not Orleans' storage: its most detailed level writes out
    /// whole states, so it stays at what is shipped.
    /// </summary>
    private sealed class TalkativeApi : ApiFixture
    {
        private protected override IEnumerable<string> Settings =>
            new[] { "Default", "Microsoft.AspNetCore", "Microsoft.AspNetCore.DataProtection", "Microsoft.Extensions.Diagnostics.HealthChecks", "Microsoft.Hosting.Lifetime", "System.Net.Http" }
                .Select(category => $"--Logging:LogLevel:{category}=Trace");
    }
}
