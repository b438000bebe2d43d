using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Atmosphere.Api.Intake;
using Atmosphere.Api.Tests.Support;
using Atmosphere.Recognition.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Atmosphere.Api.Tests.Pages;

/// <summary>The pages, their headers, and who may see the practice channel.</summary>
public sealed partial class PageTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string ContentSecurityPolicy = "Content-Security-Policy";

    public static TheoryData<string> Paths =>
        ["/", "/manage", "/records", "/audit.js", "/retention.js", "/manage.js", "/enrol.js", "/page.js", "/signin", "/signin?code=wrong", "/healthz", "/readyz", "/site.css", "/home.js", "/favicon.svg", "/page/state", "/nowhere", "/photos/x", "/admin/faces/x", "/practice", "/practice/assets/practice.js"];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Every_answer_has_the_security_headers(string path) => ShouldBeGuarded(await api.Anyone.GetFromAsync(path));

    [Fact]
    public async Task Answers_to_faults_have_the_security_headers()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/photos".AsUri()) { Content = new UnsentContent(IntakeLimits.LargestRequest + 1) };
        request.Headers.ExpectContinue = true;
        var answer = await api.Camera.SendAsync(request, TestContext.Current.CancellationToken);
        await answer.ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge);
        ShouldBeGuarded(answer);
    }

    [Fact]
    public async Task Practice_page_keeps_its_own_stricter_policy() =>
        (await api.Anyone.GetFromAsync("/practice")).Headers.GetValues(ContentSecurityPolicy).ShouldHaveSingleItem().ShouldContain("form-action 'none'");

    [Fact]
    public async Task Pages_have_nothing_inline()
    {
        using var browser = await api.SignInAsync();
        foreach (var html in new[]
        {
            await (await api.Anyone.GetFromAsync("/")).TextAsync(),
            await (await api.Anyone.GetFromAsync("/signin?code=wrong")).TextAsync(),
            await (await browser.GetFromAsync("/")).TextAsync(),
            await (await browser.GetFromAsync("/manage")).TextAsync(),
            await (await browser.GetFromAsync("/records")).TextAsync(),
            await (await api.Anyone.GetFromAsync("/records")).TextAsync(),
            await (await api.Anyone.GetFromAsync("/practice")).TextAsync(),
        })
        {
            html.ShouldContain("<h1");
            Inline().Match(html).Value.ShouldBeEmpty();
            Foreign().Match(html).Value.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Server_does_not_say_what_it_is() => (await api.Anyone.GetFromAsync("/")).Headers.Contains("Server").ShouldBeFalse();

    [Theory]
    [InlineData("GET", "/nowhere", HttpStatusCode.NotFound)]
    [InlineData("GET", "/admin/../nowhere", HttpStatusCode.NotFound)]
    [InlineData("POST", "/nowhere", HttpStatusCode.NotFound)]
    [InlineData("POST", "/healthz/nowhere", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/photos", HttpStatusCode.MethodNotAllowed)]
    [InlineData("PUT", "/signin", HttpStatusCode.MethodNotAllowed)]
    public async Task What_is_not_handled_is_a_problem_document(string method, string path, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path.AsUri());
        await (await api.Anyone.SendAsync(request, TestContext.Current.CancellationToken)).ShouldBeProblemAsync(expected);
    }

    [Theory]
    [InlineData("/practice")]
    [InlineData("/practice/changes?after=0")]
    [InlineData("/practice/live")]
    [InlineData("/practice/assets/practice.css")]
    [InlineData("/practice/api/auth.test")]
    public async Task Practice_channel_does_not_exist_under_a_foreign_name(string path)
    {
        foreach (var host in new[] { "evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "192.168.0.1", "0.0.0.0" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path.AsUri()) { Headers = { Host = host } };
            await (await api.Anyone.SendAsync(request, TestContext.Current.CancellationToken)).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task Practice_page_is_pressed_only_by_itself()
    {
        var press = System.Text.Encoding.UTF8.GetBytes("""{"user":"U0DANALEVI","ts":"1712345678.000100","block":"b","action":"tagged_person","selected":"U0OMERCOHEN"}""");
        await (await api.Anyone.PostBytesAsync("/practice/press", press, "application/json")).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Stand_in_for_Slack_wants_the_bots_token()
    {
        var answer = await (await api.Anyone.PostToAsync("/practice/api/users.list")).JsonAsync();
        answer.GetProperty("ok").GetBoolean().ShouldBeFalse();
        answer.GetProperty("error").GetString().ShouldBe("not_authed");
    }

    [Fact]
    public async Task State_shows_photos_newest_first_with_links_that_work()
    {
        using var browser = await api.SignInAsync();
        var older = await UploadAsync();
        var newer = await UploadAsync();
        await Eventually.Holds(async () => (await PhotosAsync()).Count(photo => IsOneOf(photo, older, newer) && photo.GetProperty("faces").GetArrayLength() == 1) == 2, "both photos are cut");
        var photos = await PhotosAsync();
        photos.Where(photo => IsOneOf(photo, older, newer)).Select(photo => photo.GetProperty("photoId").GetString()).ShouldBe([newer, older]);
        var picture = photos.First(photo => IsOneOf(photo, newer)).GetProperty("faces")[0].GetProperty("picture").GetString()!;
        (await api.Anyone.GetFromAsync(picture)).StatusCode.ShouldBe(HttpStatusCode.OK);

        static bool IsOneOf(JsonElement photo, params string?[] ids) => ids.Contains(photo.GetProperty("photoId").GetString());
        async Task<string?> UploadAsync() => (await (await api.Camera.PostBytesAsync("/photos", Pictures.Jpeg())).JsonAsync()).GetProperty("photoId").GetString();
        async Task<List<JsonElement>> PhotosAsync() => [.. (await (await browser.GetFromAsync("/page/state")).JsonAsync()).GetProperty("photos").EnumerateArray()];
    }

    [Fact]
    public async Task State_does_not_stay_in_caches()
    {
        using var browser = await api.SignInAsync();
        (await browser.GetFromAsync("/page/state")).Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task Sample_photo_is_shown_and_taken_once_the_face_service_is_there()
    {
        var package = Directory.CreateDirectory(Path.Combine(api.DataFolder, "service", "node_modules", "@vladmandic", "face-api", "demo")).FullName;
        var sample = Pictures.Jpeg();
        await File.WriteAllBytesAsync(Path.Combine(package, "sample1.jpg"), sample, TestContext.Current.CancellationToken);
        await (await api.Operator.GetFromAsync("/samples/1")).ShouldBeProblemAsync(HttpStatusCode.NotFound);

        api.Services.GetRequiredService<FaceServiceStatus>().Set(new() { Phase = FaceServicePhase.Ready, Message = "Ready.", Folder = Path.Combine(api.DataFolder, "service") });
        (await (await api.Operator.GetFromAsync("/samples/1")).Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBe(sample);
        (await api.Operator.PostToAsync("/samples/1")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await (await api.Camera.PostToAsync("/samples/1")).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        foreach (var none in new[] { "/samples/2", "/samples/0", "/samples/-1", "/samples/99999999999", "/samples/..%2f1" }) await (await api.Operator.GetFromAsync(none)).ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    private static void ShouldBeGuarded(HttpResponseMessage answer)
    {
        var policy = answer.Headers.GetValues(ContentSecurityPolicy).ShouldHaveSingleItem();
        policy.ShouldContain("default-src 'self'");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe-inline");
        policy.ShouldNotContain("unsafe-eval");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        answer.Headers.GetValues("Cross-Origin-Opener-Policy").ShouldBe(["same-origin"]);
    }

    /// <summary>What the policy would not run or show: scripts and styles in the page, handlers and styles in attributes.</summary>
    [GeneratedRegex("""<script(?![^>]*\ssrc=)[^>]*>|<style|\sstyle=|\son\w+=|javascript:""", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Inline();

    /// <summary>Scripts, styles, pictures and forms of other hosts.</summary>
    [GeneratedRegex("""(?:src|href|action)="(?:https?:)?//""", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Foreign();
}
