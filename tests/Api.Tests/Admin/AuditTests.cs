using System.Net;
using System.Text.Json;
using Atmosphere.Api.Tests.Support;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace Atmosphere.Api.Tests.Admin;

/// <summary><c>GET /admin/audit</c>: who decided what about whom, as JSON lines.</summary>
public sealed class AuditTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Only_operators_read_it()
    {
        await (await api.Anyone.GetFromAsync("/admin/audit")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        await (await api.Camera.GetFromAsync("/admin/audit")).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        using var browser = await api.SignInAsync();
        foreach (var client in new[] { api.Operator, browser })
        {
            var answer = await client.GetFromAsync("/admin/audit");
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        }
    }

    [Fact]
    public async Task A_vote_is_a_line_with_voter_person_and_way_and_without_names()
    {
        var face = await api.AskedFaceAsync();
        (await api.SlackSendsAsync(SlackSide.Pick(face, SlackSide.Dana, SlackSide.Noa))).EnsureSuccessStatusCode();

        var line = await LineAsync($"face/{face}", "vote-cast");

        line.GetProperty("actor").GetString().ShouldBe(SlackSide.Dana);
        line.GetProperty("about").GetString().ShouldBe(SlackSide.Noa);
        line.GetProperty("via").GetString().ShouldBe("slack");
        line.GetProperty("at").GetDateTimeOffset().ShouldBe(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(5));
        line.ToString().ShouldNotContain("Noa Shapiro");
        var answer = await api.Operator.GetFromAsync($"/admin/audit?about={SlackSide.Noa}");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/x-ndjson");
        (await answer.TextAsync()).ShouldEndWith("\n");
    }

    [Fact]
    public async Task Filters_leave_out_what_was_not_asked_for()
    {
        var face = await api.AskedFaceAsync();
        (await api.SlackSendsAsync(SlackSide.Pick(face, SlackSide.Omer, SlackSide.Dana))).EnsureSuccessStatusCode();
        await LineAsync($"face/{face}", "vote-cast");

        (await LinesAsync($"?about={SlackSide.Dana}&by={SlackSide.Omer}")).ShouldHaveSingleItem();
        (await LinesAsync($"?about={SlackSide.Gone}")).ShouldBeEmpty();
        (await LinesAsync("?to=2026-01-01")).ShouldBeEmpty();
        (await LinesAsync("?from=2026-01-01T00:00:00Z&to=2999-01-01")).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Pages_are_newest_first_and_give_each_line_once()
    {
        var token = TestContext.Current.CancellationToken;
        var about = "U0PAGEDAUDIT";
        await api.Services.GetRequiredService<IAudit>().AppendAsync(
            [.. Enumerable.Range(1, 120).Select(index => new AuditEntry { Source = "api/paged", Index = index, At = TimeProvider.System.GetUtcNow(), Action = index % 2 == 0 ? "tested" : "tried", Actor = Actors.Session("0badcafe"), About = about })], token);

        (await PagesAsync($"?about={about}")).ShouldBe([.. Enumerable.Range(1, 120).Reverse().Chunk(50).Select(page => page.Length)]);
        (await PagesAsync($"?about={about}&by=session:0badcafe&action=tested")).ShouldBe([50, 10]);
        (await PagesAsync($"?about={about}&by=operator")).ShouldBe([0]);
        (await LinesAsync($"?about={about}&action=tried")).Count.ShouldBe(60, "the download has the same filters");

        async Task<List<int>> PagesAsync(string query)
        {
            var (sizes, seen) = (new List<int>(), new List<long>());
            for (string? next = null; ;)
            {
                var page = await (await api.Operator.GetFromAsync($"/admin/audit/page{query}{(next is null ? "" : $"&after={next}")}")).JsonAsync();
                var indices = page.GetProperty("lines").EnumerateArray().Select(line => line.GetProperty("index").GetInt64()).ToList();
                sizes.Add(indices.Count);
                seen.AddRange(indices);
                if (!page.TryGetProperty("next", out var place) || place.ValueKind == JsonValueKind.Null) break;
                next = place.GetString();
            }

            seen.ShouldBe(seen.OrderDescending());
            seen.ShouldBeUnique();
            return sizes;
        }
    }

    [Theory]
    [InlineData("?after=nowhere")]
    [InlineData("?after=")]
    [InlineData("?after=bnVsbA")]
    [InlineData("?after=e30")]
    [InlineData("?by=somebody")]
    [InlineData("?action=DROP%20TABLE")]
    [InlineData("?from=yesterday")]
    public async Task Page_that_can_not_be_is_told_in_words(string query) => await (await api.Operator.GetFromAsync("/admin/audit/page" + query)).ShouldBeProblemAsync(HttpStatusCode.BadRequest);

    [Fact]
    public async Task Only_operators_turn_its_pages()
    {
        await (await api.Anyone.GetFromAsync("/admin/audit/page")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        await (await api.Camera.GetFromAsync("/admin/audit/page")).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("?from=yesterday", "from")]
    [InlineData("?to=2026-02-30", "to")]
    [InlineData("?from=", "from")]
    [InlineData("?from=2026-03-02&to=2026-03-02", "before")]
    [InlineData("?from=2026-03-03&to=2026-03-02", "before")]
    [InlineData("?about=dana", "about")]
    [InlineData("?about=", "about")]
    [InlineData("?by=U1%27%20OR%201=1", "by")]
    public async Task What_can_not_be_read_is_told_with_an_example(string query, string word)
    {
        var problem = await (await api.Operator.GetFromAsync("/admin/audit" + query)).ShouldBeProblemAsync(HttpStatusCode.BadRequest);
        problem.GetProperty("detail").GetString()!.ShouldContain(word);
    }

    [Fact]
    public async Task What_an_operator_does_over_HTTP_names_key_or_session()
    {
        var face = await api.AskedFaceAsync();
        foreach (var voter in new[] { SlackSide.Dana, SlackSide.Omer }) (await api.SlackSendsAsync(SlackSide.Pick(face, voter, SlackSide.Noa))).EnsureSuccessStatusCode();
        await Eventually.Holds(async () => (await api.FaceAsync(face)).Status == FaceStatus.Tagged, "the face is tagged");

        await Eventually.Holds(async () => (await api.Operator.PostToAsync("/admin/training/run")).StatusCode == HttpStatusCode.Accepted, "the training is begun by the key");
        var byKey = await LineAsync("training/atmosphere", "training-demanded");
        (byKey.GetProperty("actor").GetString(), byKey.GetProperty("via").GetString()).ShouldBe(("operator", "api"));

        using var browser = await api.SignInAsync();
        browser.DefaultRequestHeaders.Add("X-Atmosphere", "1");
        await Eventually.Holds(async () => (await browser.PostToAsync("/admin/training/run")).StatusCode == HttpStatusCode.Accepted, "the training is begun by a session");
        await Eventually.Holds(async () => (await LinesAsync("")).Any(line => line.GetProperty("via").GetString() == "page"), "it is in the audit");
        (await LinesAsync("")).First(line => line.GetProperty("via").GetString() == "page").GetProperty("actor").GetString()!.ShouldMatch("^session:[0-9a-f]{8}$");
    }

    [Fact]
    public async Task A_large_audit_comes_whole()
    {
        var token = TestContext.Current.CancellationToken;
        var about = "U0LARGEAUDIT";
        await api.Services.GetRequiredService<IAudit>().AppendAsync(
            [.. Enumerable.Range(1, 1234).Select(index => new AuditEntry { Source = "api/large", Index = index, At = TimeProvider.System.GetUtcNow(), Action = "tested", Actor = Actors.Console, About = about })], token);

        (await LinesAsync($"?about={about}")).Select(line => line.GetProperty("index").GetInt64()).ShouldBe(Enumerable.Range(1, 1234).Select(index => (long)index));
    }

    private async Task<JsonElement> LineAsync(string source, string action)
    {
        await Eventually.Holds(async () => (await LinesAsync("")).Exists(Is), $"{action} is in the audit");
        return (await LinesAsync("")).Find(Is);

        bool Is(JsonElement line) => line.GetProperty("source").GetString() == source && line.GetProperty("action").GetString() == action;
    }

    private Task<List<JsonElement>> LinesAsync(string query) => api.AuditAsync(query);
}
