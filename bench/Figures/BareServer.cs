using System.Diagnostics;
using Atmosphere.Load;
using Atmosphere.Slack.Signing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Atmosphere.Figures.Bench;

/// <summary>This program as a second process: a server that checks Slack's signature and does nothing else.</summary>
internal sealed class BareServer : IAsyncDisposable
{
    private const string Argument = "--bare-server";

    private readonly Process _process;

    private BareServer(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>What it has used of the processors since its start.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static bool IsAskedFor(string[] args) => args is [Argument, ..];

    /// <summary>Runs as the server until it is killed.</summary>
    /// <param name="args">The argument, the address, the signing secret.</param>
    public static async Task RunAsync(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(args[1]);
        var app = builder.Build();
        app.MapGet("/healthz", () => "alive");
        app.MapPost("/slack/interactions", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            var verdict = SlackSignature.Verify(
                body.ToArray(), request.Headers[SlackSignature.TimestampHeader], request.Headers[SlackSignature.SignatureHeader], [args[2]], TimeProvider.System.GetUtcNow());
            return verdict == SignatureVerdict.Valid ? Results.Ok() : Results.Unauthorized();
        });
        await app.RunAsync();
    }

    public static async Task<BareServer> StartAsync(string secret)
    {
        var address = new Uri($"http://127.0.0.1:{AtmosphereProcess.FreePort()}");
        var start = new ProcessStartInfo("dotnet", [typeof(BareServer).Assembly.Location, Argument, address.ToString(), secret]) { UseShellExecute = false };
        var server = new BareServer(Process.Start(start)!, address);
        using var http = new HttpClient { BaseAddress = address };
        await Until.HoldsAsync(() => AnswersAsync(http), "the bare server answers", TimeSpan.FromSeconds(30));
        return server;
    }

    /// <summary>Whether a GET is answered with 200.</summary>
    public static async Task<bool> AnswersAsync(HttpClient http, string path = "/healthz")
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
