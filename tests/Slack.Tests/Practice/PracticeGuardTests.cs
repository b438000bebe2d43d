using System.Net;
using System.Net.Http.Json;
using Atmosphere.Practice;
using Atmosphere.Slack.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Atmosphere.Slack.Tests.Practice;

public sealed class PracticeGuardTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    [InlineData("Testing")]
    public void Outside_Development_it_refuses_to_be_added_and_says_what_to_do(string environment)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        var refusal = Should.Throw<InvalidOperationException>(() => builder.Services.AddPracticeSlack(builder.Environment)).Message;
        refusal.ShouldContain(environment);
        refusal.ShouldContain("Slack:BotToken");
    }

    [Fact]
    public async Task Outside_Development_it_refuses_to_be_mapped()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        await using var app = builder.Build();
        Should.Throw<InvalidOperationException>(() => app.MapPractice()).Message.ShouldContain("Development");
    }

    [Fact]
    public async Task Without_being_added_it_can_not_be_mapped()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development });
        await using var app = builder.Build();
        Should.Throw<InvalidOperationException>(() => app.MapPractice()).Message.ShouldContain("AddPracticeSlack");
    }

    [Theory]
    [InlineData("127.0.0.1", "localhost:5000", true)]
    [InlineData("127.0.0.1", "127.0.0.1:5000", true)]
    [InlineData("::1", "[::1]:5000", true)]
    [InlineData("::ffff:127.0.0.1", "localhost", true)]
    [InlineData("127.0.0.1", "atmosphere.example", false)]
    [InlineData("127.0.0.1", "localhost.example", false)]
    [InlineData("127.0.0.1", "", false)]
    [InlineData("192.168.1.7", "localhost", false)]
    [InlineData("10.0.0.1", "127.0.0.1", false)]
    [InlineData(null, "localhost", false)]
    public void Only_this_machine_under_its_own_name_is_local(string? remote, string host, bool isLocal)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = remote is null ? null : IPAddress.Parse(remote);
        context.Request.Host = new HostString(host);
        PracticeGuard.IsLocal(context).ShouldBe(isLocal);
    }

    [Theory]
    [InlineData("/practice")]
    [InlineData("/practice/live")]
    [InlineData("/practice/changes")]
    [InlineData("/practice/assets/practice.js")]
    [InlineData("/practice/files/F0123456789")]
    [InlineData("/practice/api/auth.test")]
    public async Task Under_a_foreign_name_nothing_is_there(string path)
    {
        await using var host = await PracticeHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = "rebound.example" } };
        (await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Under_a_foreign_name_not_even_a_bad_body_is_noticed()
    {
        await using var host = await PracticeHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/practice/press")
        {
            Content = new StringContent("{", null, "application/json"),
            Headers = { Host = "rebound.example" },
        };
        (await host.Http.SendAsync(request, Token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("1", null, null, true)]
    [InlineData("1", "http://localhost:5000", "same-origin", true)]
    [InlineData(null, null, null, false)]
    [InlineData("0", null, null, false)]
    [InlineData("1", "https://evil.example", null, false)]
    [InlineData("1", "http://localhost:5001", null, false)]
    [InlineData("1", "null", null, false)]
    [InlineData("1", null, "cross-site", false)]
    [InlineData("1", null, "same-site", false)]
    [InlineData("1", null, "none", false)]
    public void Only_the_page_itself_acts(string? header, string? origin, string? site, bool isOwn)
    {
        var request = new DefaultHttpContext().Request;
        request.Scheme = "http";
        request.Host = new HostString("localhost:5000");
        if (header is not null) request.Headers[OwnPage.Header] = header;
        if (origin is not null) request.Headers.Origin = origin;
        if (site is not null) request.Headers["Sec-Fetch-Site"] = site;
        OwnPage.Sent(request).ShouldBe(isOwn);
    }

    [Fact]
    public async Task A_press_from_elsewhere_is_forbidden_and_sends_nothing()
    {
        await using var host = await PracticeHost.StartAsync();
        (await host.Http.PostAsJsonAsync("/practice/press", new { user = Samples.Dana }, Token)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        host.Verdicts.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("http://127.0.0.1:5000", "http://127.0.0.1:5000/")]
    [InlineData("https://localhost:5001;http://localhost:5000", "http://localhost:5000/")]
    [InlineData("http://[::]:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://*:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://0.0.0.0:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://10.0.0.1:8080", null)]
    [InlineData("", null)]
    public void The_own_address_is_on_loopback(string addresses, string? self) =>
        PracticeAddress.FindSelf(addresses.Split(';', StringSplitOptions.RemoveEmptyEntries))?.ToString().ShouldBe(self);
}
