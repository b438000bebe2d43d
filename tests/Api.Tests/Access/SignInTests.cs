using System.Net;
using System.Text;
using Atmosphere.Api.Access;
using Atmosphere.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Atmosphere.Api.Tests.Access;

/// <summary>Who gets a session, and what it looks like.</summary>
public sealed class SignInTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Operator_key_signs_in()
    {
        using var browser = await api.SignInAsync();
        (await (await browser.GetFromAsync("/")).TextAsync()).ShouldContain("Load a photo");
        (await browser.GetFromAsync("/page/state")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Space_around_a_pasted_key_does_not_matter() => (await PostKeyAsync($"  {api.OperatorKey}\r\n")).StatusCode.ShouldBe(HttpStatusCode.Redirect);

    [Fact]
    public async Task Cookie_is_out_of_reach_of_scripts_and_of_other_sites()
    {
        var cookie = (await PostKeyAsync(api.OperatorKey)).Headers.GetValues("Set-Cookie").ShouldHaveSingleItem();
        cookie.ShouldStartWith("atmosphere=");
        cookie.ShouldContain("httponly", Case.Insensitive);
        cookie.ShouldContain("samesite=lax", Case.Insensitive);
        cookie.ShouldContain("path=/", Case.Insensitive);
        cookie.ShouldNotContain("domain=", Case.Insensitive);
        cookie.ShouldNotContain(api.OperatorKey);
    }

    [Theory]
    [InlineData("")]
    [InlineData("op_00000000000000000000000000000000")]
    [InlineData("<script>alert(1)</script>")]
    public Task Wrong_key_is_refused(string key) => ShouldNotSignInAsync(key);

    [Fact]
    public Task Camera_token_is_no_operator_key() => ShouldNotSignInAsync(api.CameraToken);

    [Theory]
    [InlineData("application/json", "{\"key\":\"x\"}")]
    [InlineData("multipart/form-data; boundary=b", "breaks off")]
    [InlineData("multipart/form-data", "no boundary")]
    [InlineData("text/plain", "key=x")]
    public async Task What_is_no_form_is_a_bad_request(string contentType, string body) =>
        await (await api.Anyone.PostBytesAsync("/signin", Encoding.ASCII.GetBytes(body), contentType)).ShouldBeProblemAsync(HttpStatusCode.BadRequest);

    [Fact]
    public async Task Form_of_endless_fields_is_not_read() =>
        await (await api.Anyone.PostBytesAsync("/signin", Encoding.ASCII.GetBytes(string.Join('&', Enumerable.Range(0, 5_000).Select(i => $"k{i}=1"))), "application/x-www-form-urlencoded"))
            .ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge);

    [Fact]
    public async Task Without_a_session_there_is_the_sign_in_page_and_nothing_else()
    {
        var answer = await api.Anyone.GetFromAsync("/");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var html = await answer.TextAsync();
        html.ShouldContain("Operator key");
        html.ShouldNotContain("home.js");
        await (await api.Anyone.GetFromAsync("/page/state")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        await (await api.Anyone.GetFromAsync("/samples/1")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        await (await api.Anyone.PostToAsync("/samples/1")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Forged_cookie_is_no_session()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/page/state".AsUri());
        request.Headers.Add("Cookie", "atmosphere=CfDJ8AAAAAAAAAAAAAAAAAAAAAA");
        await (await api.Anyone.SendAsync(request, TestContext.Current.CancellationToken)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Session_of_another_installation_is_no_session()
    {
        await using var other = new ApiFixture();
        await other.InitializeAsync();
        using var form = new FormUrlEncodedContent([new("key", other.OperatorKey)]);
        var cookie = (await other.Anyone.PostToAsync("/signin", form)).Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        using var request = new HttpRequestMessage(HttpMethod.Get, "/page/state".AsUri());
        request.Headers.Add("Cookie", cookie);
        await (await api.Anyone.SendAsync(request, TestContext.Current.CancellationToken)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Link_signs_in_once_and_a_wrong_code_does_not_use_it_up()
    {
        // A link belongs to one start, so this test has a start of its own.
        await using var fresh = new ApiFixture();
        await fresh.InitializeAsync();
        var link = fresh.Services.GetRequiredService<SignInLink>().Path!;

        (await fresh.Anyone.GetFromAsync("/signin?code=00000000000000000000000000000000")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await fresh.Anyone.GetFromAsync("/signin?code=")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await fresh.Anyone.GetFromAsync($"{link}&code=again")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await fresh.Anyone.GetFromAsync("/signin")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => fresh.Anyone.GetFromAsync(link)));
        var taken = answers.Where(answer => answer.StatusCode == HttpStatusCode.Redirect).ShouldHaveSingleItem();
        taken.Headers.Location!.ToString().ShouldBe("/");
        taken.Headers.Contains("Set-Cookie").ShouldBeTrue();
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Unauthorized && !answer.Headers.Contains("Set-Cookie")).ShouldBe(7);
        (await (await fresh.Anyone.GetFromAsync(link)).TextAsync()).ShouldContain("This link has been used");
    }

    private async Task ShouldNotSignInAsync(string key)
    {
        var answer = await PostKeyAsync(key);
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
        var html = await answer.TextAsync();
        html.ShouldContain("not the operator key");
        if (key.Length > 0) html.ShouldNotContain(key);
    }

    private Task<HttpResponseMessage> PostKeyAsync(string key) => api.Anyone.PostToAsync("/signin", new FormUrlEncodedContent([new("key", key)]));
}
