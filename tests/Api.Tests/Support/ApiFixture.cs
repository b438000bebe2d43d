using System.Net;
using System.Reflection;
using Atmosphere.Api.Access;
using Atmosphere.Api.Hosting;
using Atmosphere.Slack;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atmosphere.Api.Tests.Support;

/// <summary>
/// The application as it is shipped, on a free loopback port with a data folder of its own. Only the face service is replaced: its
/// recogniser and its cropper by ones that answer at once. The practice channel stands in for Slack.
/// </summary>
public class ApiFixture : IAsyncLifetime
{
    private readonly bool _ownsFolder;
    private WebApplication? _app;
    private bool _stopped;

    public ApiFixture() : this(null) { }

    private protected ApiFixture(string? dataFolder)
    {
        _ownsFolder = dataFolder is null;
        DataFolder = dataFolder ?? Directory.CreateTempSubdirectory("atmosphere-api-").FullName;
    }

    internal string DataFolder { get; }

    internal RecordedLogs Logs { get; } = new();

    internal IServiceProvider Services => App.Services;

    internal IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    internal string SigningSecret => Services.GetRequiredService<IOptions<SlackOptions>>().Value.SigningSecrets[0];

    /// <summary>Of this application's first start.</summary>
    internal string CameraToken => Services.GetRequiredService<AccessKeys>().Created!.CameraToken;

    /// <summary>Of this application's first start.</summary>
    internal string OperatorKey => Services.GetRequiredService<AccessKeys>().Created!.OperatorKey;

    internal Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Without any credentials; follows no redirect and keeps no cookie.</summary>
    internal HttpClient Anyone { get; private set; } = new();

    internal HttpClient Camera { get; private set; } = new();

    internal HttpClient Operator { get; private set; } = new();

    private WebApplication App => _app ?? throw new InvalidOperationException("The application has not been started.");

    /// <summary>Settings of the command line, such as <c>--Voting:Required=1</c>.</summary>
    private protected virtual IEnumerable<string> Settings => [];

    private protected virtual void Replace(WebApplicationBuilder builder) { }

    public virtual async ValueTask InitializeAsync()
    {
        _app = Build(DataFolder, ["--environment=Development", .. Settings], builder =>
        {
            builder.Logging.AddProvider(Logs);
            Replace(builder);
        });
        await _app.StartAsync(TestContext.Current.CancellationToken);
        Address = new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Anyone = NewClient();
        if (Services.GetRequiredService<AccessKeys>().Created is null) return;
        Camera = NewClient(CameraToken);
        Operator = NewClient(OperatorKey);
    }

    /// <summary>The application with a quiet console and without the face service, not started.</summary>
    internal static WebApplication Build(string dataFolder, IEnumerable<string> settings, Action<WebApplicationBuilder>? replace = null) => AtmosphereApp.Build(
        [
            $"--contentRoot={typeof(ApiFixture).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "ContentRoot").Value}",
            "--urls=http://127.0.0.1:0",
            $"--Data:Folder={dataFolder}",
            "--Recognition:CallsPerSecond=1000",
            "--Asking:PostInterval=00:00:00.1",
            "--Slack:FileReadyWithin=00:00:01",
            .. settings,
        ],
        builder =>
        {
            TestEngine.Isolate(builder);
            builder.Logging.ClearProviders();

            // Else a timer keeps each stopped application in memory until its connections are to be renewed.
            builder.Services.ConfigureHttpClientDefaults(http => http.SetHandlerLifetime(Timeout.InfiniteTimeSpan));
            FakeFaces.Replace(builder.Services);
            replace?.Invoke(builder);
        });

    internal HttpClient NewClient(string? bearerToken = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { BaseAddress = Address };
        if (bearerToken is not null) client.DefaultRequestHeaders.Authorization = new("Bearer", bearerToken);
        return client;
    }

    /// <summary>A browser that has signed in with the operator key. It sends the session's cookie and nothing else.</summary>
    internal async Task<HttpClient> SignInAsync()
    {
        var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer(), UseProxy = false }) { BaseAddress = Address };
        using var form = new FormUrlEncodedContent([new("key", OperatorKey)]);
        (await browser.PostAsync("/signin".AsUri(), form, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return browser;
    }

    internal async Task StopAsync()
    {
        if (_stopped) return;
        _stopped = true;
        await App.StopAsync(CancellationToken.None);
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var client in new[] { Anyone, Camera, Operator }) client.Dispose();
        if (_app is not null)
        {
            await StopAsync();
            await _app.DisposeAsync();

            // A timer that somebody forgot to dispose of remembers in which test it was begun, and with that this fixture.
            _app = null;
        }

        if (_ownsFolder) Directory.Delete(DataFolder, recursive: true);
    }
}
