using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Atmosphere.Api.Access;
using Atmosphere.Api.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Atmosphere.EndToEnd.Tests;

/// <summary>
/// The whole application as a user starts it, on a free loopback port with an empty data folder: real face service, real HTTP,
/// the practice channel in Slack's place. Nothing is replaced.
/// </summary>
internal sealed class RunningApp : IAsyncDisposable
{
    /// <summary>A first start installs the face service's packages.</summary>
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(4);

    private readonly WebApplication _app;
    private readonly string _dataFolder;

    private RunningApp(WebApplication app, string dataFolder, Uri address)
    {
        _app = app;
        _dataFolder = dataFolder;
        Address = address;
        Operator = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = address };
        Operator.DefaultRequestHeaders.Add("X-Atmosphere", "1");
    }

    public Uri Address { get; }

    /// <summary>The one-time link of this start.</summary>
    public Uri SignInLink => new(Address, _app.Services.GetRequiredService<SignInLink>().Path);

    /// <summary>A client with a signed-in session after <see cref="SignInAsync"/>.</summary>
    public HttpClient Operator { get; }

    public IServiceProvider Services => _app.Services;

    public string CameraToken => _app.Services.GetRequiredService<AccessKeys>().Created!.CameraToken;

    public static async Task<RunningApp> StartAsync(CancellationToken cancellationToken, params string[] settings)
    {
        var dataFolder = Directory.CreateTempSubdirectory("atmosphere-e2e-").FullName;
        var app = AtmosphereApp.Build(
        [
            "--environment=Development",
            $"--contentRoot={Path.Combine(RepositoryFolder.Path, "src", "Api")}",
            "--urls=http://127.0.0.1:0",
            $"--Data:Folder={dataFolder}",
            .. settings,
        ]);
        await app.StartAsync(cancellationToken);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        var running = new RunningApp(app, dataFolder, new Uri(address));
        await Eventually.Holds(async () => (await running.Operator.GetAsync(new Uri("/readyz", UriKind.Relative), cancellationToken)).IsSuccessStatusCode, "the application is ready", ReadyWithin);
        return running;
    }

    public async Task SignInAsync(CancellationToken cancellationToken) =>
        (await Operator.GetAsync(SignInLink, cancellationToken)).EnsureSuccessStatusCode();

    /// <summary>Uploads one of the sample photos of the face service's package, as a camera does.</summary>
    /// <returns>The photo's id.</returns>
    public async Task<string> UploadSampleAsync(int number, CancellationToken cancellationToken)
    {
        var path = Path.Combine(
            RepositoryFolder.Path, "src", "face-service", "node_modules", "@vladmandic", "face-api", "demo", $"sample{number}.jpg");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address, "/photos"));
        request.Headers.Authorization = new("Bearer", CameraToken);
        request.Content = new ByteArrayContent(await File.ReadAllBytesAsync(path, cancellationToken));
        request.Content.Headers.ContentType = new("image/jpeg");
        var answer = await Operator.SendAsync(request, cancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("photoId").GetString()!;
    }

    public async Task<JsonElement> AdminAsync(string path, CancellationToken cancellationToken) =>
        await Operator.GetFromJsonAsync<JsonElement>(new Uri($"/admin/{path}", UriKind.Relative), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Operator.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        Directory.Delete(_dataFolder, recursive: true);
    }
}
