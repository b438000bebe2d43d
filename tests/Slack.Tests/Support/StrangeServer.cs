using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Atmosphere.Slack.Tests.Support;

/// <summary>A server on a real port of this machine that answers each method with what it was told to, and anything else with <c>ok:true</c>.</summary>
internal sealed class StrangeServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, IResult> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _asked = new();

    private StrangeServer(WebApplication app) => _app = app;

    /// <summary>Ends in a slash.</summary>
    public string Address => _app.Urls.Single() + "/";

    /// <summary>The methods that were called, in order.</summary>
    public IReadOnlyCollection<string> Asked => _asked;

    public static async Task<StrangeServer> StartAsync(params (string Method, JsonNode Answer)[] answers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var server = new StrangeServer(app);
        foreach (var (method, answer) in answers) server.Answer(method, answer);
        app.MapMethods("/{method}", [HttpMethods.Get, HttpMethods.Post], server.Answered);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public void Answer(string method, IResult answer) => _answers[method] = answer;

    public void Answer(string method, JsonNode answer) => Answer(method, Results.Text(answer.ToJsonString(), "application/json"));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IResult Answered(string method)
    {
        _asked.Enqueue(method);
        return _answers.TryGetValue(method, out var answer) ? answer : Results.Json(new { ok = true });
    }
}
