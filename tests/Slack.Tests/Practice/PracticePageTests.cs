using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atmosphere.Grains.Ports;
using Atmosphere.Practice;
using Atmosphere.Practice.Store;
using Atmosphere.Slack.Tests.Support;

namespace Atmosphere.Slack.Tests.Practice;

public sealed class PracticePageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_shows_the_prompts_with_their_pictures_and_buttons()
    {
        await using var host = await PracticeHost.StartAsync();
        var file = (await host.UploadAsync()).Value!;
        await host.PostAsync(Samples.Prompt(PromptKind.Question) with { CropFileId = file, ZoomInFileId = file });
        var page = await host.Http.GetStringAsync("/practice", Token);
        page.ShouldContain("Who is this?");
        page.ShouldContain($"""src="/practice/files/{file}" """.TrimEnd());
        page.ShouldContain($"data-action=\"{ActionIds.TaggedPerson}\"");
        page.ShouldContain("Not a face");
    }

    [Fact]
    public async Task Nothing_on_the_page_is_inline_and_its_policy_forbids_it()
    {
        await using var host = await PracticeHost.StartAsync();
        await host.PostAsync(Samples.Prompt(PromptKind.Identified));
        using var response = await host.Http.GetAsync("/practice", Token);
        var page = await response.Content.ReadAsStringAsync(Token);
        response.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'self'");
        response.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        page.ShouldNotContain(" style=");
        page.ShouldNotContain("<style");
        page.ShouldNotContain(" onclick=");
        page.Split("<script").Length.ShouldBe(2);
        page.ShouldContain("<script type=\"module\" src=");
    }

    [Fact]
    public async Task What_a_message_says_is_text()
    {
        await using var host = await PracticeHost.StartAsync();
        host.Store.Add(new StoredMessage { ChannelId = PracticeWorkspace.ChannelId, UserId = Samples.Dana, Text = "<img src=x> &lt;script&gt;alert(1)&lt;/script&gt; *b<i>*" });
        var page = await host.Http.GetStringAsync("/practice", Token);
        page.ShouldNotContain("<img src=x>");
        page.ShouldNotContain("<script>");
        page.ShouldContain("&lt;script&gt;");
    }

    [Fact]
    public async Task Private_words_are_shown_to_their_person_only()
    {
        await using var host = await PracticeHost.StartAsync();
        await host.Slack.TellAsync(PracticeWorkspace.ChannelId, Samples.Omer, "This face is closed.", Token);
        (await host.Http.GetStringAsync($"/practice?as={Samples.Dana}", Token)).ShouldNotContain("This face is closed.");
        var omers = await host.Http.GetStringAsync($"/practice?as={Samples.Omer}", Token);
        omers.ShouldContain("This face is closed.");
        omers.ShouldContain("Only visible to you");
        (await ChangesAsync(host, Samples.Dana, 0)).ShouldBeEmpty();
        (await ChangesAsync(host, Samples.Omer, 0)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_mention_shows_the_name_also_of_those_without_a_display_name()
    {
        await using var host = await PracticeHost.StartAsync();
        await host.Slack.TellAsync(PracticeWorkspace.ChannelId, Samples.Dana, "Ask <@U0NOASHAPIRO>.", Token);
        (await host.Http.GetStringAsync("/practice", Token)).ShouldContain("@Noa Shapiro</span>");
    }

    [Fact]
    public async Task Changes_are_told_once_each_in_order()
    {
        await using var host = await PracticeHost.StartAsync();
        var first = await host.PostAsync(Samples.Prompt(PromptKind.Question));
        var second = await host.PostAsync(Samples.Prompt(PromptKind.Question) with { FaceId = Samples.OtherFaceId });
        await host.Slack.UpdatePromptAsync(first, Samples.Prompt(PromptKind.Agreed), Token);
        var changes = await ChangesAsync(host, Samples.Dana, 0);
        changes.Select(change => change!["key"]!.ToString()).ShouldBe([Key(second), Key(first)], "the update has overtaken the post");
        changes[1]!["html"]!.ToString().ShouldContain("Agreed");
        (await ChangesAsync(host, Samples.Dana, changes[1]!["revision"]!.GetValue<long>())).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_open_page_hears_of_new_and_changed_messages_at_once()
    {
        await using var host = await PracticeHost.StartAsync();
        using var response = await host.Http.GetAsync($"/practice/live?as={Samples.Dana}&after=0", HttpCompletionOption.ResponseHeadersRead, Token);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        await using var stream = await response.Content.ReadAsStreamAsync(Token);
        await using var events = SseParser.Create(stream).EnumerateAsync(Token).GetAsyncEnumerator(Token);

        (await NextAsync(events)).Type.ShouldBe("pulse");
        var posted = await host.PostAsync(Samples.Prompt(PromptKind.Question));
        (await NextAsync(events)).Html.ShouldContain("Who is this?");
        await host.Slack.UpdatePromptAsync(posted, Samples.Prompt(PromptKind.Tagged), Token);
        var changed = await NextAsync(events);
        changed.Html.ShouldContain("Tagged as");
        changed.Key.ShouldBe(Key(posted));
    }

    [Fact]
    public async Task A_page_that_reconnects_goes_on_where_it_was()
    {
        await using var host = await PracticeHost.StartAsync();
        await host.PostAsync(Samples.Prompt(PromptKind.Question));
        await host.PostAsync(Samples.Prompt(PromptKind.Expired) with { FaceId = Samples.OtherFaceId });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/practice/live?after=0") { Headers = { { "Last-Event-ID", "1" } } };
        using var response = await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        await using var stream = await response.Content.ReadAsStreamAsync(Token);
        await using var events = SseParser.Create(stream).EnumerateAsync(Token).GetAsyncEnumerator(Token);
        (await NextAsync(events)).Type.ShouldBe("pulse");
        (await NextAsync(events)).Html.ShouldContain("Nobody answered in time");
    }

    [Fact]
    public async Task An_open_page_does_not_hold_up_the_shutdown()
    {
        var host = await PracticeHost.StartAsync();
        using var response = await host.Http.GetAsync("/practice/live", HttpCompletionOption.ResponseHeadersRead, Token);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await host.DisposeAsync();
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10), "Kestrel waits 30 seconds for requests that do not end");
    }

    [Fact]
    public async Task A_picture_that_is_not_there_or_not_ready_is_not_found()
    {
        await using var host = await PracticeHost.StartAsync();
        (await host.Http.GetAsync("/practice/files/F0NOWHERE00", Token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var text = (await host.UploadAsync([.. "<html>"u8])).Value!;
        (await host.Http.GetAsync($"/practice/files/{text}", Token)).StatusCode.ShouldBe(HttpStatusCode.NotFound, "only pictures are served");
    }

    [Theory]
    [InlineData("/practice/assets/practice.css", "text/css")]
    [InlineData("/practice/assets/practice.js", "text/javascript")]
    [InlineData("/practice/assets/practice.svg", "image/svg+xml")]
    public async Task The_assets_are_in_the_assembly(string path, string type)
    {
        await using var host = await PracticeHost.StartAsync();
        using var response = await host.Http.GetAsync(path, Token);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        (await response.Content.ReadAsStringAsync(Token)).Length.ShouldBeGreaterThan(100);
        using var again = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { response.Headers.ETag! } } };
        (await host.Http.SendAsync(again, Token)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    private static string Key(MessageRef message) => $"m-{message.Ts.Replace('.', '-')}";

    private static async Task<JsonArray> ChangesAsync(PracticeHost host, string userId, long after) =>
        (await host.Http.GetFromJsonAsync<JsonArray>($"/practice/changes?as={userId}&after={after}", Token))!;

    private static async Task<(string Type, string Key, string Html)> NextAsync(IAsyncEnumerator<SseItem<string>> events)
    {
        (await events.MoveNextAsync()).ShouldBeTrue();
        var data = JsonSerializer.Deserialize<JsonNode>(events.Current.Data)!;
        return (events.Current.EventType, data["key"]!.ToString(), data["html"]!.ToString());
    }
}
