using System.Net;
using Atmosphere.Recognition;
using Atmosphere.Silo.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Atmosphere.Silo.Tests.Hosting;

/// <summary>The order of an end: not ready first, no more requests last.</summary>
public sealed class ShutdownTests
{
    [Fact]
    public async Task Process_that_drains_is_not_ready_and_still_serves()
    {
        var time = new ManualTime();
        await using var app = Build(time, "--Shutdown:DrainFor=00:00:20");
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        (await StatusAsync(http, "/readyz")).ShouldBe(HttpStatusCode.OK);

        app.Lifetime.StopApplication(); // what SIGTERM does
        var stopping = app.StopAsync(CancellationToken.None);
        (await StatusAsync(http, "/readyz")).ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await StatusAsync(http, "/work")).ShouldBe(HttpStatusCode.OK);
        time.Advance(TimeSpan.FromSeconds(19));
        (await StatusAsync(http, "/work")).ShouldBe(HttpStatusCode.OK);
        stopping.IsCompleted.ShouldBeFalse();

        time.Advance(TimeSpan.FromSeconds(1));
        await stopping;
        await Should.ThrowAsync<HttpRequestException>(() => StatusAsync(http, "/work"));
    }

    [Fact]
    public async Task Without_a_load_balancer_nothing_is_waited_for()
    {
        await using var app = Build(new ManualTime());
        await app.StartAsync(TestContext.Current.CancellationToken);
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("Shutdown:DrainFor", "00:05:00")]
    [InlineData("Shutdown:DrainFor", "-00:00:01")]
    [InlineData("Shutdown:Timeout", "00:00:00")]
    [InlineData("Shutdown:Timeout", "01:00:00")]
    public void Time_that_can_not_be_meant_stops_the_start(string setting, string value)
    {
        var refused = Should.Throw<SettingException>(() => Build(new ManualTime(), $"--{setting}={value}"));
        refused.Message.ShouldContain(setting);
        refused.Message.ShouldContain("Example");
    }

    private static WebApplication Build(TimeProvider time, params string[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddCommandLine(settings);
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton(time);
        builder.AddShutdown();
        builder.Services.AddRecognitionElsewhere();
        builder.Services.AddReadiness();
        var app = builder.Build();
        app.MapHealth();
        app.MapGet("/work", () => "done");
        return app;
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
