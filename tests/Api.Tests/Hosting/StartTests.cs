using System.Net;
using System.Net.Sockets;
using Atmosphere.Api.Hosting;
using Atmosphere.Silo.Hosting;
using Atmosphere.Api.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace Atmosphere.Api.Tests.Hosting;

/// <summary>A setting that can't work stops the start, and the message helps.</summary>
public sealed class StartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("atmosphere-api-start-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("Voting:Required", "0")]
    [InlineData("Voting:Required", "21")]
    [InlineData("Voting:MaxVoters", "1")]
    [InlineData("Voting:ExpireAfter", "00:00:01")]
    [InlineData("Voting:ExpireAfter", "50.00:00:00")]
    [InlineData("Asking:MinimumSide", "0")]
    [InlineData("Asking:MaxOpen", "0")]
    [InlineData("Asking:PostInterval", "00:00:00")]
    [InlineData("Training:TimeZone", "Mars/Base")]
    [InlineData("Training:At", "25:00")]
    [InlineData("Recognition:Threshold", "2")]
    [InlineData("Recognition:Threshold", "0")]
    [InlineData("Recognition:Threshold", "NaN")]
    [InlineData("Recognition:CallsPerSecond", "0")]
    [InlineData("Recognition:Gallery", "Our Gallery")]
    [InlineData("Recognition:Endpoint", "faces")]
    [InlineData("Recognition:Endpoint", "http://faces.example/")]
    [InlineData("Recognition:Key", "with space")]
    [InlineData("Recognition:Timeout", "01:00:00")]
    [InlineData("People:MaxFaces", "249")]
    [InlineData("People:ProfileMaxAge", "00:00:01")]
    [InlineData("Slack:Timeout", "00:00:00")]
    [InlineData("Slack:FileReadyWithin", "01:00:00")]
    [InlineData("Photos:CutAtOnce", "0")]
    [InlineData("Limits:CameraPerSecond", "0")]
    [InlineData("Limits:OperatorPerSecond", "-1")]
    [InlineData("Limits:VoterPerSecond", "1000001")]
    [InlineData("Limits:StrangerPerSecond", "0")]
    [InlineData("Limits:UploadsAtOnce", "1")]
    [InlineData("Limits:UploadsWaiting", "-1")]
    [InlineData("Limits:CallbacksAtOnce", "0")]
    [InlineData("Limits:Connections", "9")]
    [InlineData("Data:Folder", " ")]
    public async Task Setting_that_can_not_work_stops_the_start(string setting, string value)
    {
        var refusal = await RefusalAsync("--environment=Development", $"--{setting}={value}");
        refusal.ShouldContain(setting);
        refusal.ShouldContain("example", Case.Insensitive);
    }

    [Theory]
    [InlineData("Voting:Required", "two")]
    [InlineData("Limits:VoterPerSecond", "five")]
    [InlineData("Asking:PostInterval", "soon")]
    public async Task Setting_of_another_type_stops_the_start(string setting, string value) =>
        (await RefusalAsync("--environment=Development", $"--{setting}={value}")).ShouldContain(setting);

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once()
    {
        var refusal = await RefusalAsync("--environment=Development", "--Voting:Required=0", "--Asking:MaxOpen=0", "--Training:TimeZone=Mars/Base");
        refusal.ShouldContain("Voting:Required");
        refusal.ShouldContain("Asking:MaxOpen");
        refusal.ShouldContain("Training:TimeZone");
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public async Task Outside_development_a_Slack_app_is_needed(string environment)
    {
        var refusal = await RefusalAsync($"--environment={environment}");
        foreach (var setting in new[] { "Slack:BotToken", "Slack:SigningSecret", "Slack:Channel" }) refusal.ShouldContain(setting);
        refusal.ShouldContain("for example");
    }

    [Theory]
    [InlineData("Slack:BotToken", "xoxp-1234-a-users-token")]
    [InlineData("Slack:SigningSecret", "short")]
    [InlineData("Slack:SigningSecret", "8f742231b10e8888abcd99yyyzzz85a5,short")]
    [InlineData("Slack:Channel", "#faces")]
    [InlineData("Slack:ApiUrl", "http://slack.example/api/")]
    public async Task Setting_of_the_Slack_app_that_can_not_work_stops_the_start_and_is_not_repeated(string setting, string value)
    {
        var refusal = await RefusalAsync(["--environment=Production", .. OwnSlackFixture.SlackSettings, $"--{setting}={value}"]);
        refusal.ShouldContain(setting);
        refusal.ShouldContain("for example");
        if (setting is "Slack:BotToken") refusal.ShouldNotContain(value);
    }

    [Fact]
    public async Task Data_folder_that_can_not_be_made_stops_the_start()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        foreach (var impossible in new[] { file, Path.Combine(file, "below") })
        {
            var refusal = Should.Throw<SettingException>(() => ApiFixture.Build(impossible, ["--environment=Development"])).Message;
            refusal.ShouldContain("Data:Folder");
            refusal.ShouldContain(impossible);
            refusal.ShouldContain("for example");
        }
    }

    [Fact]
    public async Task Address_that_is_in_use_stops_the_start()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var refusal = await RefusalAsync("--environment=Development", $"--urls=http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}");
        refusal.ShouldContain("address already in use");
        refusal.ShouldContain("--urls=");
    }

    [Fact]
    public void Bug_is_not_explained_away() => StartFailure.Explain(new AggregateException(new InvalidOperationException("A bug."), new SettingException("A setting."))).ShouldBeEmpty();

    [Fact]
    public async Task Second_process_on_the_same_data_is_refused()
    {
        Assert.SkipUnless(TestEngine.KeepsState, "This engine keeps nothing in the data folder that two could spoil.");
        await using var first = new ApiOnFolder(_folder);
        await first.InitializeAsync();
        (await RefusalAsync("--environment=Development")).ShouldContain("in use by another process");
    }

    [Theory]
    [InlineData("Development", null, true)]
    [InlineData("Development", "", true)]
    [InlineData("Development", " ", true)]
    [InlineData("Development", "xoxb-1234-5678-abcDEF", false)]
    [InlineData("Production", null, false)]
    [InlineData("Production", "xoxb-1234-5678-abcDEF", false)]
    [InlineData("Staging", null, false)]
    [InlineData("development-like", null, false)]
    public void Practice_is_for_development_without_a_Slack_app(string environment, string? botToken, bool expected)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Slack:BotToken", botToken)]).Build();
        PracticeMode.Choose(new HostingEnvironment { EnvironmentName = environment }, configuration).IsOn.ShouldBe(expected);
    }

    [Theory]
    [InlineData("urls", "http://127.0.0.1:5080", true)]
    [InlineData("urls", "http://localhost:5080;http://[::1]:5081", true)]
    [InlineData("urls", "http://127.0.0.1:5080;http://0.0.0.0:5081", false)]
    [InlineData("urls", "http://+:5080", false)]
    [InlineData("urls", "http://192.0.2.7:5080", false)]
    [InlineData("http_ports", "8080", false)]
    [InlineData("Kestrel:Endpoints:Web:Url", "http://*:5080", false)]
    [InlineData("Kestrel:Endpoints:Web:Url", "http://127.0.0.1:5080", true)]
    public void Practice_is_for_loopback_only(string setting, string value, bool expected)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(setting, value)]).Build();
        PracticeMode.Choose(new HostingEnvironment { EnvironmentName = Environments.Development }, configuration).IsOn.ShouldBe(expected);
    }

    [Fact]
    public void Practice_channel_can_not_be_added_outside_development() =>
        Should.Throw<InvalidOperationException>(() => Practice.PracticeServices.AddPracticeSlack(new ServiceCollection(), new HostingEnvironment { EnvironmentName = Environments.Production }))
            .Message.ShouldContain("Development");

    private async Task<string> RefusalAsync(params string[] settings)
    {
        var refusal = await StartAsync(settings);
        refusal.ShouldNotBeNull();
        var problems = StartFailure.Explain(refusal);
        problems.ShouldNotBeEmpty($"An operator would see this as a bug: {refusal}");
        return string.Join('\n', problems);
    }

    private async Task<Exception?> StartAsync(params string[] settings)
    {
        WebApplication? app = null;
        try
        {
            app = ApiFixture.Build(_folder, settings);
            await app.StartAsync(TestContext.Current.CancellationToken);
            await app.StopAsync(TestContext.Current.CancellationToken);
            return null;
        }
        catch (Exception refusal) when (refusal is not OperationCanceledException)
        {
            return refusal;
        }
        finally
        {
            if (app is not null) await app.DisposeAsync();
        }
    }
}
